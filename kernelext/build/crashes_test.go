package build_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"gotest.tools/v3/golden"

	"seminar/kernelext/toolchain"
)

// TestCrashes runs the catalogue of what students do to a process, end to end: a
// kernel, its workers, and a reader, on both ways to run a cell. Every file of
// testdata/crashes is a notebook of its own; beside it stands, for each way, what
// the reader must see. Cells are apart by a line ===, which says what comes after
// the cell has printed "begun":
//
//	=== interrupt    the reader interrupts it
//	=== later        the error comes after the cell's end, and is waited for
func TestCrashes(t *testing.T) {
	files, err := filepath.Glob("testdata/crashes/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no catalogue: %v, %v", files, err)
	}
	for way, program := range map[string]func() (string, error){"interpreted": alone, "compiled": beside} {
		path, err := program()
		if errors.Is(err, toolchain.ErrUnsupported) {
			t.Log(err)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+way, func(t *testing.T) {
				t.Parallel()
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				got := plain(newReader(t, path, "SEMINAR_MEMORY="+memoryOf[filepath.Base(file)]).notebook(string(text)))
				golden.Assert(t, got, "crashes/"+strings.TrimSuffix(filepath.Base(file), "txt")+way)
			})
		}
	}
}

// memoryOf is what cells may use: little where they use it up.
var memoryOf = map[string]string{"deaths.txt": "500MB"}

// beside is the kernel beside whose binary the worker for compiled cells lies.
func beside() (string, error) {
	if _, err := host(); err != nil {
		return "", err
	}
	return binary()
}

// alone is the kernel in a folder of its own: its cells are interpreted.
func alone() (string, error) {
	path, err := binary()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(scratch, "alone")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	link := filepath.Join(folder, "gophernotes")
	os.Remove(link)
	return link, os.Link(path, link)
}

// notebook runs cells one after the other and writes down what their reader sees.
func (r *reader) notebook(text string) string {
	r.t.Helper()
	var b strings.Builder
	defer func() { // a test that gives up has shown what was seen
		if r.t.Failed() {
			r.t.Log(b.String())
		}
	}()
	for part := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n===\n") {
		code, then, _ := strings.Cut(part, "\n=== ")
		b.WriteString(">>> " + strings.ReplaceAll(code, "\n", "\n... ") + "\n")
		r.cell(&b, code, then)
	}
	return b.String()
}

// cell runs one cell.
func (r *reader) cell(b *strings.Builder, code, then string) {
	r.t.Helper()
	id, begun := r.run(code), time.Now()
	defer func() { r.t.Logf("%.2f s: %s", time.Since(begun).Seconds(), code) }()
	var interrupted time.Time
	failed := false
	printed := ""
	for {
		s := r.next()
		if s.of != id {
			continue
		}
		switch s.kind {
		case "stream":
			b.WriteString(s.content.Text)
			printed += s.content.Text
		case "execute_result": // how long nothing has moved, a display, depends on the machine
			b.WriteString("= " + s.content.Data["text/plain"].(string) + "\n")
		case "error":
			failed = true
			b.WriteString("error " + s.content.EName + ": " + s.content.EValue + "\n")
			for _, line := range s.content.Traceback {
				b.WriteString("| " + strings.ReplaceAll(line, "\n", "\n| ") + "\n")
			}
		}
		if then == "interrupt" && interrupted.IsZero() && strings.Contains(printed, "begun") {
			interrupted = time.Now()
			r.interrupt()
		}
		if s.content.ExecutionState == "idle" && (then != "later" || failed) || then == "later" && failed {
			break
		}
	}
	if !interrupted.IsZero() {
		r.t.Logf("%.2f s after the interrupt: %s", time.Since(interrupted).Seconds(), code)
	}
}

// What is another each time.
var varying = []struct {
	pattern *regexp.Regexp
	said    string
}{
	{regexp.MustCompile(`goroutine \d+`), "goroutine N"},
	{regexp.MustCompile(`\d\.\d s\b`), "N s"},
	{regexp.MustCompile(`, \d{5,} times`), ", many times"},
	{regexp.MustCompile(`(?m)(fatal error\S*: ).*(?:out of memory|cannot allocate memory).*$`), "${1}out of memory"}, // for what, depends on which request is the last
}

// plain is a text without what is another each time.
func plain(text string) string {
	for _, v := range varying {
		text = v.pattern.ReplaceAllString(text, v.said)
	}
	return text
}
