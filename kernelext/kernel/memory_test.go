package kernel

import (
	"strings"
	"testing"
)

func TestTheMemoryOfCellsIsWhatTheReaderSays(t *testing.T) {
	const machine = 8e9
	for written, want := range map[string]memory{
		"":          {limit: 4e9},
		"2GB":       {limit: 2e9},
		"1.5 g":     {limit: 15e8},
		"500MB":     {limit: 500e6},
		"700mib":    {limit: 700e6},
		"100000000": {limit: 1e8},
		"none":      {},
		"None":      {},
	} {
		if got := memoryOf(written, machine); got != want {
			t.Errorf("%q: got %+v, want %+v", written, got, want)
		}
	}
	for _, wrong := range []string{"much", "-1GB", "10MB", "0", "1e9", "GB", "99999999999999999999GB"} {
		got := memoryOf(wrong, machine)
		if got.limit != 4e9 || !strings.Contains(got.wrong, "write 2GB, 500MB or none. Until then the cells may use 4 GB.") {
			t.Errorf("%q: got %+v", wrong, got)
		}
	}
}

func TestASmallMachineKeepsHalfAGigabyteForCells(t *testing.T) {
	for machine, want := range map[uint64]uint64{64e9: 32e9, 800 << 20: 512 << 20, 256 << 20: 256 << 20, 0: 0} {
		if got := memoryOf("", machine).limit; got != want {
			t.Errorf("%d: got %d, want %d", machine, got, want)
		}
	}
}

func TestNoMemoryLeftIsExplained(t *testing.T) {
	m := memory{limit: 15e8}
	for _, value := range []string{"runtime: out of memory", "runtime: cannot allocate memory", "out of memory (stackalloc)", "runtime/cgo: pthread_create failed: Resource temporarily unavailable"} {
		if got := strings.Join(m.explain("fatal error", value), "\n"); !strings.Contains(got, "1.5 GB") || !strings.Contains(got, "SEMINAR_MEMORY=4GB go tool seminar lab") {
			t.Errorf("%s: %q", value, got)
		}
	}
	if got := m.explain("panic", "out of memory"); got != nil {
		t.Errorf("of a panic: %q", got)
	}
	if got := m.explain("fatal error", "stack overflow"); got != nil {
		t.Errorf("of another error: %q", got)
	}
}

func TestWhatIsWrongWithTheLimitIsSaidInTheFirstCell(t *testing.T) {
	t.Setenv(memoryVariable, "2 gigs")
	c := serve(t, "fake-worker-with-notes").connect(t)
	got := c.run("print x")
	if !strings.Contains(got, `SEMINAR_MEMORY is "2 gigs", which is no amount of memory`) || !strings.Contains(got, "No toolchain was found.") {
		t.Errorf("got\n%s", got)
	}
	if got := c.run("print y"); strings.Contains(got, "SEMINAR_MEMORY") {
		t.Errorf("said twice:\n%s", got)
	}
}

func TestTheWorkerIsToldItsLimit(t *testing.T) {
	t.Setenv(memoryVariable, "2GB")
	c := serve(t, "fake-worker").connect(t)
	expect(t, c.run("environment SEMINAR_MEMORY_BYTES"), "busy\nin 1\nstdout: 2000000000\nidle\nreply ok 1\n")
}
