package progress

import (
	"io"
	"os"
	"strings"
	"testing"
)

// printed returns what f writes to stdout while stderr is a pipe, too.
func printed(t *testing.T, f func()) (stdout, stderr string) {
	t.Helper()
	var read, write [2]*os.File
	for i := range read {
		var err error
		if read[i], write[i], err = os.Pipe(); err != nil {
			t.Fatal(err)
		}
	}
	was := [2]*os.File{os.Stdout, os.Stderr}
	os.Stdout, os.Stderr = write[0], write[1]
	f()
	os.Stdout, os.Stderr = was[0], was[1]
	var texts [2]string
	for i := range read {
		write[i].Close()
		text, err := io.ReadAll(read[i])
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = string(text)
	}
	return texts[0], texts[1]
}

func bundle(text string) map[string]any { return map[string]any{"text/plain": text} }

func TestPipeGetsTheLastState(t *testing.T) {
	stdout, stderr := printed(t, func() {
		p := NewPlace()
		p.Show(bundle("first"), Running)
		p.Show(bundle("second"), Running)
		p.Show(bundle("third\nand more\n"), Ended)
	})
	if stdout != "third\nand more\n" || stderr != "" {
		t.Errorf("stdout %q, stderr %q", stdout, stderr)
	}
}

func TestTerminalLineIsRewritten(t *testing.T) {
	var b strings.Builder
	long := strings.Repeat("ö", 100)
	draw(&b, long+"\nand more", Running)
	draw(&b, "done\nand more", Ended)
	want := "\r" + strings.Repeat("ö", 78) + "…" + erase + "\r" + erase + "done\nand more\n"
	if b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}

// A dumb terminal cannot write over a line.
func TestDumbTerminal(t *testing.T) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	was := os.Stderr
	defer func() { os.Stderr = was }()
	os.Stderr = null
	if terminal() != null {
		t.Error("a device is no terminal")
	}
	t.Setenv("TERM", "dumb")
	if f := terminal(); f != nil {
		t.Errorf("%s is a terminal although it is dumb", f.Name())
	}
}
