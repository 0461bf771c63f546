package build_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"seminar/kernelext/kernel/pipe"
)

func TestSpecialCommands(t *testing.T) {
	both(t, func(t *testing.T, s *session, compiled bool) {
		dir, err := filepath.EvalSymlinks(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ cell, stdout, stderr, failure string }{
			{"%help", "%timeit STATEMENT", "", ""},
			{"%version", "gophernotes 0.7.5", "", ""},
			{"%cd " + dir, dir + "\n", "", ""},
			{"%cd nowhere", "", "", "nowhere"},
			{"$ pwd", dir + "\n", "", ""},
			{"$ echo 'a  b' | tr a-z A-Z; echo wrong >&2", "A  B\n", "wrong\n", ""},
			{"$ exit 3", "", "", "exit status 3"},
			{"$ nonesuch-command", "", "nonesuch-command", "exit status 127"},
			{"$", "", "", "a command of the shell is missing"},
			{"%timit 1", "", "", "is %timeit meant?"},
			{"%nonesuch", "", "", "there is no such command; %help"},
			{"%timeit", "", "", "a statement is missing"},
			{"%timeit 1 + 1", " ns each: best of 7 rounds of ", "", ""},
			{"\n%cd " + dir + "\n$ echo two\n1 + 1", dir + "\ntwo\n", "", ""},
			{"x := 1\n%goroutines", "", "", "%goroutines is a special command"},
			{"%goroutines", "No goroutine of a cell is left.\n", "", ""},
		} {
			a := s.execute(c.cell)
			failure := ""
			if a.err != nil {
				failure = a.err.Value
			}
			if !strings.Contains(a.stdout, c.stdout) || !strings.Contains(a.stderr, c.stderr) || !strings.Contains(failure, c.failure) || (failure == "") != (c.failure == "") {
				t.Errorf("%s\n%+v\nfailed by %q", c.cell, a, failure)
			}
			if a.err != nil && strings.HasPrefix(c.cell, "x :=") && !strings.Contains(a.err.Traceback[0], "cell[15]:2:1: %goroutines is a special command: it stands at the top") {
				t.Errorf("%q", a.err.Traceback)
			}
		}
		if a := s.execute("%race on"); !compiled && (a.err == nil || !strings.Contains(a.err.Value, "it needs compiled cells")) {
			t.Errorf("%+v", a)
		}
		if a := s.execute("%restart"); a.restart != pipe.Host || a.forget {
			t.Errorf("%+v", a)
		}
		if a := s.execute("%reset"); a.restart != pipe.Host || !a.forget || a.folder != dir {
			t.Errorf("%+v", a)
		}
	})
}

// What is timed may be a value as well as a statement. What is said of it is display's own test.
func TestTimeValuesAndStatements(t *testing.T) {
	s := newHostSession(t)
	s.execute("n := 1")
	for _, statement := range []string{"n", "make([]byte, 1000)[0]++"} {
		if a := s.execute("%timeit " + statement); !strings.Contains(a.stdout, " each: best of 7 rounds of ") || a.err != nil {
			t.Errorf("%s: %q, %v", statement, a.stdout, a.err)
		}
	}
}

// A folder that a cell has left the worker in, and then removed, ends nothing.
func TestRemovedFolder(t *testing.T) {
	both(t, func(t *testing.T, s *session, compiled bool) {
		dir := filepath.Join(t.TempDir(), "gone")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		s.execute("%cd " + dir)
		if err := os.Remove(dir); err != nil {
			t.Fatal(err)
		}
		if a := s.execute("import \"os\"\nx := 1\n_, err := os.Getwd()\nerr != nil"); a.text() != "true" || a.folder != "" {
			t.Errorf("%+v", a)
		}
	})
}
