package check

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"seminar/kernelext/check/exam"
)

// Equal checks that got is want, as reflect.DeepEqual tells; what says what it is: "Sum(10)".
func Equal(what string, got, want any) {
	if !exam.Enter(exam.Plain) {
		return
	}
	defer exam.Leave()
	if reflect.DeepEqual(got, want) {
		return
	}
	if reflect.TypeOf(got) != reflect.TypeOf(want) && show(got) == show(want) {
		fail("Equal", "%s is %s of type %T; %s of type %T was expected.", what, show(got), got, show(want), want)
	}
	fail("Equal", "%s is %s; %s was expected.%s", what, show(got), show(want), firstOther(got, want))
}

// firstOther says where two slices of the same type begin to differ, when they are too long to see it.
func firstOther(got, want any) string {
	const few = 8
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	if g.Kind() != reflect.Slice || g.Type() != w.Type() || max(g.Len(), w.Len()) <= few {
		return ""
	}
	for i := range min(g.Len(), w.Len()) {
		if x, y := g.Index(i).Interface(), w.Index(i).Interface(); !reflect.DeepEqual(x, y) {
			return fmt.Sprintf(" The first that differs is number %d: %s instead of %s.", i, show(x), show(y))
		}
	}
	return fmt.Sprintf(" There are %d instead of %d.", g.Len(), w.Len())
}

// show writes a value so that a string can be told from what it says, in one line.
func show(v any) string {
	const most = 200
	text := fmt.Sprintf("%+v", v)
	if r := reflect.ValueOf(v); (r.Kind() == reflect.Slice || r.Kind() == reflect.Map) && r.Len() == 0 {
		if text = "empty"; r.IsNil() {
			text = "nil"
		}
		return text
	}
	switch v.(type) {
	case string, []string, map[string]string:
		text = fmt.Sprintf("%q", v)
	}
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

// Wraps checks that err comes from cause, as errors.Is tells, and that its text has each of the
// words: what was being done when it happened.
func Wraps(err, cause error, words ...string) {
	if !exam.Enter(exam.Plain) {
		return
	}
	defer exam.Leave()
	switch {
	case err == nil:
		fail("Wraps", "the error is nil; one that wraps %q was expected.", cause)
	case !errors.Is(err, cause):
		fail("Wraps", "the error %q does not wrap %q: errors.Is finds it only behind fmt.Errorf with %%w, or errors.Join.", err, cause)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			fail("Wraps", "the error says %q; %q is not in it: say what was being done.", err, word)
		}
	}
}

// Fails checks that f panics; what says what should: "a pool of 0 workers".
func Fails(what string, f func()) {
	if !exam.Enter(exam.Plain) {
		return
	}
	defer exam.Leave()
	panics := true
	func() {
		defer func() { recover() }()
		f()
		panics = false
	}()
	if !panics {
		fail("Fails", "%s should have panicked, and did not.", what)
	}
}
