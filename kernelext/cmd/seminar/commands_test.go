package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// called runs the whole command and returns what it wrote and its exit status.
func called(args ...string) (stdout, stderr string, exit int) {
	var out, err bytes.Buffer
	exit = status(run(args, &out, &err), &err)
	return out.String(), err.String(), exit
}

func TestEveryCommandExplainsItself(t *testing.T) {
	list, _, exit := called("help")
	if exit != 0 {
		t.Fatalf("help: exit status %d", exit)
	}
	for _, c := range subcommands() {
		if !strings.Contains(list, c.name) || !strings.Contains(list, c.summary) {
			t.Errorf("help does not list %s", c.name)
		}
		direct, stderr, exit := called(c.name, "--help")
		if exit != 0 || stderr != "" || !strings.HasPrefix(direct, "usage: go tool seminar "+c.name) || len(direct) < 200 {
			t.Errorf("%s --help: exit status %d, standard error %q, text:\n%s", c.name, exit, stderr, direct)
		}
		if viaHelp, _, _ := called("help", c.name); viaHelp != direct {
			t.Errorf("help %s differs from %s --help", c.name, c.name)
		}
	}
}

func TestWrongCalls(t *testing.T) {
	for _, test := range []struct {
		args string
		exit int
		says string
	}{
		{"", 2, "usage: go tool seminar COMMAND"},
		{"labb", 1, "did you mean `go tool seminar lab`?"},
		{"docter", 1, "did you mean `go tool seminar doctor`?"},
		{"hand", 1, "did you mean `go tool seminar handouts`?"},
		{"zzzzzzzz", 1, "`go tool seminar help` lists them"},
		{"lab --prot 1", 2, "`go tool seminar lab --help` lists the flags"},
		{"lab --port x", 2, "invalid value"},
		{"lab --port 70000", 1, "port 70000 does not exist"},
		{"install now", 2, `takes no "now"`},
		{"run --timeout soon", 2, "invalid value"},
		{"run --jobs 0", 2, "at least 1"},
		{"run --timeout -1s", 2, "at least 0"},
	} {
		t.Run(test.args, func(t *testing.T) {
			stdout, stderr, exit := called(strings.Fields(test.args)...)
			if exit != test.exit || stdout != "" || !strings.Contains(stderr, test.says) {
				t.Errorf("exit status %d, want %d; standard output %q; standard error %q, want %q in it", exit, test.exit, stdout, stderr, test.says)
			}
		})
	}
}

func TestFlagsStandAnywhere(t *testing.T) {
	for _, line := range []string{"--jobs 2 a b", "a --jobs 2 b", "a b --jobs=2"} {
		f := flag.NewFlagSet("x", flag.ContinueOnError)
		jobs := f.Int("jobs", 1, "")
		names, err := parse(f, strings.Fields(line), stdio{io.Discard, io.Discard})
		if err != nil || *jobs != 2 || !cmp.Equal(names, []string{"a", "b"}) {
			t.Errorf("%s: names %q, jobs %d, error %v", line, names, *jobs, err)
		}
	}
}

func TestStatus(t *testing.T) {
	for _, test := range []struct {
		err  error
		exit int
		says string
	}{
		{nil, 0, ""},
		{flag.ErrHelp, 0, ""},
		{errTold, 1, ""},
		{errUsage, 2, ""},
		{errors.New("the disk is full"), 1, "seminar: the disk is full\n"},
		{fmt.Errorf("running: %w", context.Canceled), 130, "seminar: interrupted\n"},
	} {
		var stderr bytes.Buffer
		if exit := status(test.err, &stderr); exit != test.exit || stderr.String() != test.says {
			t.Errorf("status(%v) = %d and %q, want %d and %q", test.err, exit, stderr.String(), test.exit, test.says)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "lab", 3}, {"lab", "", 3}, {"lab", "lab", 0}, {"lba", "lab", 2}, {"tests", "test", 1}, {"rum", "run", 1}} {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
