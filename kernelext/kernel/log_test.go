package kernel

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestALogIsShortEnoughToBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b strings.Builder
		l := &log{w: &b}
		for i := range 1000 {
			l.line(fmt.Sprint("refused ", i, "\n\xff"))
		}
		if got := strings.Count(b.String(), "\n"); got != maxLines {
			t.Errorf("%d lines", got)
		}
		time.Sleep(window + 1)
		b.Reset()
		l.line(strings.Repeat("世", 200))
		lines := strings.Split(b.String(), "\n")
		if lines[0] != "seminar kernel: 900 lines like the last ones were left out" || len(lines) != 3 || len(lines[1]) > maxLine+30 || !strings.HasSuffix(lines[1], "世 …") {
			t.Errorf("%q", lines)
		}
	})
}
