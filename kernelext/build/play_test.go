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
	s := newSession(t)
	for _, code := range strings.Split(string(text), "\n----\n") {
		t0 := time.Now()
		a := s.execute(code)
		fmt.Printf("### %s\n%s\n", code, time.Since(t0).Round(100*time.Microsecond))
		fmt.Printf("OUT %s ERR %s\n", a.stdout, a.stderr)
		if a.result != nil {
			fmt.Printf("RESULT %v\n", a.result.Data)
		}
		if a.err != nil {
			fmt.Printf("FAIL %s | %s\n%s\n", a.err.Name, a.err.Value, strings.Join(a.err.Traceback, "\n"))
		}
		if a.died {
			fmt.Println("DIED")
			s = newSession(t)
		}
	}
}
