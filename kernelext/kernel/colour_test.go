package kernel

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"seminar/kernelext/kernel/pipe"
)

func TestColours(t *testing.T) {
	e := &pipe.Error{Name: "panic", Value: "at cell[1]:2", Traceback: []string{
		"panic: at cell[1]:2",
		"goroutine 7 [running]:",
		"    cell[12]:3 in (*T).set",
		"        x[0] = 1",
		"    created at cell[1]:2",
		"cell[3]:4:6: undefined: x",
		"    \t ^",
		"    // see cell[1]:2",
		"Nothing is lost.",
	}}
	content := errorOf(e)
	want := []string{
		"\x1b[1;31mpanic\x1b[0m: at cell[1]:2",
		"goroutine 7 [running]:",
		"    \x1b[32mcell[12]:3\x1b[0m in (*T).set",
		"        x[0] = 1",
		"    created at \x1b[32mcell[1]:2\x1b[0m",
		"\x1b[32mcell[3]:4:6\x1b[0m: undefined: x",
		"\x1b[1;31m    \t ^\x1b[0m",
		"    // see cell[1]:2",
		"Nothing is lost.",
	}
	if diff := cmp.Diff(want, content.Traceback); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if content.EName != "panic" || content.EValue != "at cell[1]:2" || e.Traceback[0] != "panic: at cell[1]:2" {
		t.Errorf("%+v, %+v", content, e)
	}
}
