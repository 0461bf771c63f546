package main

import (
	"strings"
	"testing"
)

func TestCalls(t *testing.T) {
	for _, c := range []struct {
		args       []string
		says, fail string
	}{
		{[]string{"--help"}, "gophernotes CONNECTION_FILE", ""},
		{[]string{"--version"}, "gophernotes 0.7.5\n", ""},
		{nil, "", "needs exactly one argument"},
		{[]string{"a", "b"}, "", "needs exactly one argument"},
		{[]string{"-x"}, "", "needs exactly one argument"},
		{[]string{"/no/such/file.json"}, "", "/no/such/file.json"},
	} {
		var out strings.Builder
		err := run(c.args, &out)
		if (err == nil) != (c.fail == "") || err != nil && !strings.Contains(err.Error(), c.fail) || !strings.Contains(out.String(), c.says) {
			t.Errorf("%q: %v, %q; want %q, %q", c.args, err, &out, c.fail, c.says)
		}
	}
}
