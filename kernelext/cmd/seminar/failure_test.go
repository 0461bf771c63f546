package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
)

func TestExplain(t *testing.T) {
	failed := errors.New("pip failed (exit status 1)")
	for _, test := range []struct {
		err          error
		output, want string
	}{
		{failed, "", "pip failed (exit status 1)"},
		{failed, "one\ntwo\n", "pip failed (exit status 1); it said:\n  one\n  two"},
		{&os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, "", "the disk is full"},
		{fmt.Errorf("build: link: write: no space left on device"), "", "the disk is full"},
		{failed, "npm error ENOSPC", "the disk is full"},
		{failed, "dial tcp: lookup proxy: no such host", "the network could not be reached"},
	} {
		if got := explain(test.err, test.output).Error(); !strings.HasPrefix(got, test.want) {
			t.Errorf("explain(%v, %q) = %q, want %q", test.err, test.output, got, test.want)
		}
	}
	if explain(nil, "words") != nil || explain(context.Canceled, "words") != context.Canceled {
		t.Error("a success or an interrupt became something else")
	}
	long := explain(failed, strings.Repeat("line\n", 1000)).Error()
	if n := strings.Count(long, "line"); n != 12 {
		t.Errorf("%d lines of a long output are shown, want the last 12", n)
	}
}
