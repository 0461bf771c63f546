package exam

import (
	"testing"
	"testing/synctest"
	"time"
)

// A check within a bubble, nested in another, ended "26 years ago" by the real clock, and the
// worker took the test cell for one that hangs: a right solution failed now and then.
func TestOutsideIsByTheRealClock(t *testing.T) {
	defer func() { now, inside = "", 0 }()
	Begin(Plain)
	Enter(Plain)
	synctest.Test(t, func(*testing.T) {
		Enter(Plain)
		Leave()
	})
	if d := Outside(); d != 0 {
		t.Errorf("within the outer check: outside for %v, want 0", d)
	}
	Leave()
	if d := Outside(); d < 0 || d > time.Minute {
		t.Errorf("after the outer check: outside for %v", d)
	}
	if Enter(Race) {
		t.Error("a check for another kind of process was made in this one")
	}
	if inside != 0 {
		t.Error("and counts as one that has begun")
	}
}
