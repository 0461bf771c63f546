package history

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// opened is a history of a file that is closed with the test.
func opened(t *testing.T, path string) *History {
	t.Helper()
	h := Open(path, func(line string) { t.Error(line) })
	h.wait = time.Minute // the race detector takes seconds for a large file
	t.Cleanup(h.Close)
	return h
}

func where(t *testing.T) string { return filepath.Join(t.TempDir(), "state", "history.jsonl") }

// session adds cells to a history of its own.
func session(t *testing.T, path string, cells ...string) *History {
	t.Helper()
	h := opened(t, path)
	for i, code := range cells {
		h.Add(i+1, code)
	}
	h.all() // all have been written
	return h
}

func TestASessionFollowsTheOneBefore(t *testing.T) {
	path := where(t)
	session(t, path, "a := 1", "a + 1")
	h := session(t, path, "b := 2")
	want := []Entry{{1, 1, "a := 1"}, {1, 2, "a + 1"}, {2, 1, "b := 2"}}
	if diff := cmp.Diff(want, h.Tail(10)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want[1:], h.Tail(2)); diff != "" {
		t.Error(diff)
	}
	if got := h.Tail(-1); len(got) != 0 {
		t.Errorf("the last -1 are %v", got)
	}
}

func TestARangeIsOfOneSession(t *testing.T) {
	path := where(t)
	session(t, path, "a1", "a2", "a3", "a4")
	session(t, path, "b1")
	h := session(t, path, "c1", "c2")
	for _, c := range []struct {
		session, start, stop int
		want                 string
	}{
		{0, 1, 0, "c1 c2"}, {0, 2, 0, "c2"}, {0, 1, 2, "c1"}, {-1, 0, 0, "b1"}, {-2, 2, 4, "a2 a3"},
		{1, 0, 2, "a1"}, {3, 0, 0, "c1 c2"}, {-3, 0, 0, ""}, {9, 0, 0, ""}, {0, 5, 2, ""},
	} {
		if got := codes(h.Range(c.session, c.start, c.stop)); got != c.want {
			t.Errorf("session %d from %d to %d: %q, want %q", c.session, c.start, c.stop, got, c.want)
		}
	}
	if got := codes(session(t, path).Range(0, 0, 0)); got != "" {
		t.Errorf("a session without cells has %q", got)
	}
	if got := codes(session(t, path).Range(-1, 0, 0)); got != "c1 c2" {
		t.Errorf("before a session without cells were %q", got)
	}
}

func codes(entries []Entry) string {
	var s []string
	for _, e := range entries {
		s = append(s, e.Code)
	}
	return strings.Join(s, " ")
}

func TestSearchMatchesWholeCells(t *testing.T) {
	h := session(t, where(t), "x1", "y", "x2\ny", "x1", "x[1]/z")
	for _, c := range []struct {
		pattern string
		n       int
		unique  bool
		want    string
	}{
		{"x*", 0, false, "x1 x2\ny x1 x[1]/z"}, {"x*", 0, true, "x2\ny x1 x[1]/z"}, {"x?", 0, false, "x1 x1"},
		{"x?", 1, false, "x1"}, {"*y", 0, false, "y x2\ny"}, {"x[1]*", 0, false, "x[1]/z"}, {"", 0, false, ""}, {"z", 3, true, ""},
	} {
		if got := codes(h.Search(c.pattern, c.n, c.unique)); got != c.want {
			t.Errorf("%q, %d, %v: %q, want %q", c.pattern, c.n, c.unique, got, c.want)
		}
	}
}

func TestWithoutAFileThePresentSessionIsThere(t *testing.T) {
	h := session(t, "", "a", "b")
	if diff := cmp.Diff([]Entry{{1, 1, "a"}, {1, 2, "b"}}, h.Range(0, 0, 0)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatNobodyWouldRecallIsNotKept(t *testing.T) {
	h := session(t, where(t), " \n", strings.Repeat("x", MaxCode+1), "kept")
	if got := codes(h.Tail(9)); got != "kept" {
		t.Errorf("kept %.20q", got)
	}
}

func TestOnlyItsOwnerReadsTheFile(t *testing.T) {
	path := where(t)
	session(t, path, "secret")
	for path, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v", path, info.Mode(), err)
		}
	}
}

// A kernel that was killed has left half a line; another program anything at all.
func TestABrokenFileIsReadAsFarAsItGoes(t *testing.T) {
	path := where(t)
	os.MkdirAll(filepath.Dir(path), 0o700)
	os.WriteFile(path, []byte(`{"session":4,"line":1,"code":"old"}`+"\n\x00\xff\n[1]\n{\"session\":5,\"li"), 0o600)
	h := session(t, path, "new")
	if diff := cmp.Diff([]Entry{{4, 1, "old"}, {5, 1, "new"}}, h.Tail(9)); diff != "" {
		t.Error(diff)
	}
}

func TestALongFileKeepsItsYoungerHalf(t *testing.T) {
	path := where(t)
	os.MkdirAll(filepath.Dir(path), 0o700)
	long := strings.Repeat("x", MaxCode)
	var text []byte
	for i := range MaxFile/MaxCode + 1 {
		text = append(text, encode(Entry{1, i + 1, long})...)
	}
	os.WriteFile(path, text, 0o600)
	got := session(t, path, "new").Tail(1000)
	if len(got) != MaxFile/2/MaxCode+1 || got[len(got)-1] != (Entry{2, 1, "new"}) || got[0].Line != MaxFile/2/MaxCode+2 {
		t.Errorf("%d are left, from line %d of session %d on", len(got), got[0].Line, got[0].Session)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("the new file has mode %v", info.Mode())
	}
}

func TestSeveralKernelsWriteOneFile(t *testing.T) {
	path := where(t)
	var kernels sync.WaitGroup
	for k := range 8 {
		h := opened(t, path)
		kernels.Go(func() {
			for i := range 20 {
				h.Add(i+1, fmt.Sprint("kernel ", k))
				h.all()
			}
		})
	}
	kernels.Wait()
	bySession := map[int]string{}
	all := opened(t, path).Tail(1000)
	for _, e := range all {
		if was := bySession[e.Session]; was != "" && was != e.Code {
			t.Fatalf("session %d is of two kernels", e.Session)
		}
		bySession[e.Session] = e.Code
	}
	if len(all) != 160 || len(bySession) != 8 {
		t.Errorf("%d cells of %d sessions", len(all), len(bySession))
	}
}

func TestAFileThatCannotBeWrittenIsSaidOnce(t *testing.T) {
	var said []string
	h := Open("/dev/null/history", func(line string) { said = append(said, line) })
	h.Add(1, "a")
	h.Add(2, "b")
	if got := codes(h.Range(0, 0, 0)); got != "a b" {
		t.Errorf("memory has %q", got)
	}
	h.Close()
	if len(said) != 1 || !strings.HasPrefix(said[0], "the history is kept in memory only: ") {
		t.Errorf("said %q", said)
	}
}

// Another process, or a file system in the network, has the file and does not let
// it go.
func TestAFileThatIsNotGivenHoldsNobodyUp(t *testing.T) {
	path := where(t)
	session(t, path, "old")
	other, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	syscall.Flock(int(other.Fd()), syscall.LOCK_EX)
	h := opened(t, path)
	h.wait = patience
	for i := range 200 {
		h.Add(i+1, "a")
	}
	if got := len(h.Tail(1000)); got != 200 {
		t.Errorf("memory has %d", got)
	}
	other.Close()
}

func TestPlace(t *testing.T) {
	for _, c := range [][4]string{
		{"", "/state", "/home/me", "/state/gophernotes/history.jsonl"},
		{"/elsewhere", "/state", "/home/me", "/elsewhere"},
		{"off", "/state", "/home/me", ""},
		{"", "", "", ""},
	} {
		t.Setenv("SEMINAR_HISTORY", c[0])
		t.Setenv("XDG_STATE_HOME", c[1])
		t.Setenv("HOME", c[2])
		if got := Place(); got != c[3] {
			t.Errorf("%q: %q", c, got)
		}
	}
	t.Setenv("HOME", "/home/me")
	if got := Place(); !strings.HasPrefix(got, "/home/me/") || !strings.HasSuffix(got, "/gophernotes/history.jsonl") {
		t.Errorf("at home it is %q", got)
	}
}
