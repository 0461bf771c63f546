package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// work is a story of three steps, the second of which fails.
func work(p *progress) {
	p.step("first", func(func(string)) error { time.Sleep(1200 * time.Millisecond); return nil })
	p.step("second", func(say func(string)) error {
		say("fetching a")
		time.Sleep(11 * time.Second)
		say("fetching b\n")
		time.Sleep(11 * time.Second)
		return errors.New("no")
	})
	p.line("a line")
}

func TestProgressInALog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		work(newProgress(&out))
		want := `✓ first  1.2 s
· second: fetching a  10 s
· second: fetching b  20 s
✗ second  22 s
a line
`
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}

// On a terminal what stays is the same, without the lines of what is under way.
func TestProgressOnATerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		p := newProgress(&out)
		p.width = 40
		work(p)
		out.Truncate(strings.LastIndex(out.String(), "a line"))
		var stays strings.Builder
		for line := range strings.Lines(out.String()) {
			_, last, _ := strings.Cut(line[strings.LastIndex(line, "\r")+1:], "\x1b[K")
			stays.WriteString(last)
		}
		if diff := cmp.Diff("✓ first  1.2 s\n✗ second  22 s\n", stays.String()); diff != "" {
			t.Errorf("what stays: -want +got:\n%s", diff)
		}
		if !strings.Contains(out.String(), "\r\x1b[K· second: fetching a  4.0 s") {
			t.Errorf("the line under way is not redrawn with its time:\n%q", out.String())
		}
	})
}

func TestCut(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"short", "short"}, {"äöüäöüäöüä", "äöüäöüäöüä"}, {"äöüäöüäöüäö", "äöüäöüäöü…"}, {"one\ntwo", "one"},
	} {
		if got := cut(test.text, 10); got != test.want {
			t.Errorf("cut(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestTook(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0.0 s", 1234 * time.Millisecond: "1.2 s", 9960 * time.Millisecond: "10 s", 99 * time.Second: "99 s", 125 * time.Second: "2 min 5 s", 3600 * time.Second: "60 min 0 s",
	} {
		if got := took(d); got != want {
			t.Errorf("took(%v) = %q, want %q", d, got, want)
		}
	}
}
