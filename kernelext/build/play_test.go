package build_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

func TestPlay(t *testing.T) {
	file := os.Getenv("PLAY")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Skip()
	}
	t0 := time.Now()
	s := newSession(t)
	fmt.Println("ready", time.Since(t0))
	for _, code := range strings.Split(string(text), "\n----\n") {
		t0 := time.Now()
		a := s.execute(code)
		fmt.Printf("### %s\n%s\n", code, time.Since(t0).Round(100*time.Microsecond))
		if a.stdout != "" {
			fmt.Printf("OUT %s\n", a.stdout)
		}
		if a.stderr != "" {
			fmt.Printf("ERR %s\n", a.stderr)
		}
		if a.result != nil {
			fmt.Printf("RESULT %v\n", a.result.Data)
		}
		for _, d := range a.displays {
			fmt.Printf("DISPLAY %v\n", d.Data)
		}
		if a.err != nil {
			fmt.Printf("FAIL %s | %s\n%s\n", a.err.Name, a.err.Value, strings.Join(a.err.Traceback, "\n"))
		}
		if a.keep != "" {
			fmt.Printf("KEEP %s\n", a.keep)
		}
		if a.vars != nil {
			fmt.Printf("VARS %v\n", a.vars)
		}
		if a.died {
			fmt.Println("DIED")
			s = newSession(t)
		}
	}
}
