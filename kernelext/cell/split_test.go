package cell

import (
	"fmt"
	"strings"
	"testing"
)

// Each text is taken apart into pieces: kind, first line, names.
func TestSplit(t *testing.T) {
	for _, c := range []struct{ code, want string }{
		{"x := 1; y := 2", "0 x := 1 [x]|0 y := 2 [y]"},
		{"for i := 0; i < 3; i++ {\n}\nx", "0 for i := 0; i < 3; i++ {\n} []|0 x []"},
		{"if f := func() bool { return true }; f() {\n}", "0 if f := func() bool { return true }; f() {\n} []"},
		{"switch x := y; {\ncase x > 1:\n}", "0 switch x := y; {\ncase x > 1:\n} []"},
		{"L:\n\tfor ;; {\n}\ngoto L", "0 L:\n\tfor ;; {\n} []|0 goto L []"},
		{"func (x T) m() {}\nfunc (x T) int { return 1 }(T{})", "5 func (x T) m() {} [T]|0 func (x T) int { return 1 }(T{}) []"},
		{"func() { x() }()", "0 func() { x() }() []"},
		{"type (\n\tA int\n\tB struct{ a, b int }\n)", "3 type A int [A]|3 type B struct{ a, b int } [B]"},
		{"const (\n\ta = iota\n\tb\n)", "2 const (\n\ta = iota\n\tb\n) [a b]"},
		{"var (\n\ta, b = 1, 2\n\tc int\n)", "4 var a, b = 1, 2 [a b]|4 var c int [c]"},
		{"// doc\n//go:noinline\nfunc f() {}", "5 // doc\n//go:noinline\nfunc f() {} [f]"},
		{"package main\nimport \"fmt\"", "6 package main []|1 import \"fmt\" []"},
		{"x := `a;\nb`; { y := 1 }", "0 x := `a;\nb` [x]|0 { y := 1 } []"},
		{"// only a comment", ""},
	} {
		var all []string
		for _, p := range split("cell[1]", c.code) {
			text := p.text
			if p.lead > 0 {
				text = strings.Fields(p.text)[0] + " " + p.text[p.lead:]
			}
			all = append(all, fmt.Sprintf("%d %s %v", p.kind, text, p.names))
		}
		if got := strings.Join(all, "|"); got != c.want {
			t.Errorf("%q:\n%s\nwant\n%s", c.code, got, c.want)
		}
	}
}

func TestPositions(t *testing.T) {
	pieces := split("cell[7]", "x := 1\n\n  var (\n\ta = 1\n\tbb = 2\n)")
	last := pieces[len(pieces)-1]
	if last.at != (position{"cell[7]", 5, 2}) || last.position(strings.LastIndex(last.text, "2")) != (position{"cell[7]", 5, 7}) {
		t.Errorf("%+v, its value at %+v", last.at, last.position(strings.LastIndex(last.text, "2")))
	}
}

func TestSameTokens(t *testing.T) {
	if !sameTokens("func f() {\n\treturn // why\n}", "func f() { return\n}") || sameTokens("x := 1", "x := 2") || sameTokens("a\nb", "a b") {
		t.Error("texts are compared wrongly")
	}
}

func TestParses(t *testing.T) {
	for code, want := range map[string]bool{
		"": true, "x := 1; f[int](x)": true, "type P[T any] struct{}\nfor range 3 {\n}": true, "package main\nfunc main() {}": true,
		"x := = 1": false, "func f() {": false, "1 2": false, "func 1() {}": false,
	} {
		if got := Parses(code); got != want {
			t.Errorf("%q: %v, want %v", code, got, want)
		}
	}
}
