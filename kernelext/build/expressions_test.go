package build_test

import (
	"strings"
	"testing"

	"seminar/kernelext/kernel/pipe"
)

// What a client asks to know after a cell changes nothing and shows nothing else.
func TestExpressions(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(testing.TB, ...string) *session{"interpreted": newSession, "compiled": newHostSession} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			s.cell++
			asked := map[string]string{
				"sum": "n + 1", "call": "fmt.Sprint(double(n), n)", "nothing": "func() {}", "unknown": "m",
				"panic": "[]int{}[n]", "statement": "n = 3", "broken": "n +", "command": "%reset",
			}
			a := s.ask(pipe.Request{Kind: pipe.Execute, Cell: s.cell, Expressions: asked,
				Code: "import \"fmt\"\nn := 7\nfunc double(n int) int { return 2 * n }"})
			if a.err != nil || a.stdout != "" || a.stderr != "" || a.result != nil {
				t.Errorf("the cell shows %+v", a)
			}
			for name, want := range map[string]string{
				"sum": "8", "call": "14 7", "unknown": "error: undefined", "panic": "error: runtime error: index out of range [7] with length 0",
				"statement": "error: no expression of Go", "broken": "error: no expression of Go", "command": "error: no expression of Go",
			} {
				if got := told(a.answers[name]); !strings.HasPrefix(got, want) {
					t.Errorf("%s: %s is %q, want %q", name, asked[name], got, want)
				}
			}
			if lines := strings.Join(a.answers["panic"].Error.Traceback, "\n"); !strings.Contains(lines, "expression:1") || strings.Contains(lines, "cell[0]") {
				t.Errorf("the panic is at %q", lines)
			}
			if a := s.execute("n"); a.text() != "7" {
				t.Errorf("afterwards, n is %q", a.text())
			}
			if a := s.ask(pipe.Request{Kind: pipe.Execute, Cell: 9, Code: "panic(1)", Expressions: asked}); a.answers != nil {
				t.Errorf("after a panic: %v", a.answers)
			}
		})
	}
}

func told(a pipe.Answer) string {
	switch {
	case a.Error != nil:
		return "error: " + a.Error.Value
	case a.Bundle != nil:
		text, _ := a.Bundle.Data["text/plain"].(string)
		return text
	}
	return "no answer"
}
