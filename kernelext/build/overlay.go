package build

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
)

// What is changed in Go's package os, so that a cell's standard files lead to the
// notebook; see kernelext/worker/os.
var osEdits = []edit{
	{"file_posix.go", `(?m)^func \(f \*File\) write\(b \[\]byte\) .*\{$`, "$0\n\tif fd := f.pfd.Sysfd; (fd == 1 || fd == 2) && notebook.before != nil {\n\t\tnotebook.before(fd)\n\t\tdefer notebook.after(fd)\n\t}"},
	{"file_posix.go", `(?m)^func \(f \*File\) read\(b \[\]byte\) .*\{$`, "$0\n\tif f.pfd.Sysfd == 0 && notebook.read != nil {\n\t\treturn notebook.read(b)\n\t}"},
	// What the system would copy itself.
	{"file.go", `(?m)^\tn, handled, e := f\.readFrom\(r\)$`, "\tif fd := f.pfd.Sysfd; (fd == 1 || fd == 2) && notebook.before != nil {\n\t\treturn genericReadFrom(f, r)\n\t}\n$0"},
	{"file.go", `(?m)^\tn, handled, e := f\.writeTo\(w\)$`, "\tif f.pfd.Sysfd == 0 && notebook.read != nil {\n\t\treturn genericWriteTo(f, w)\n\t}\n$0"},
	{"proc.go", `(?m)^func Exit\(code int\) \{$`, "$0\n\tif notebook.exit != nil {\n\t\tnotebook.exit(code)\n\t}"},
}

// What is changed in Go's runtime, so that whoever waits for another goroutine counts as waiting
// in a bubble of testing/synctest: also for a mutex, and for a channel or a wait group that was made outside of the
// bubble, as package-level variables are. In Go these do not count, because somebody outside could end the wait; in
// the process of a test cell there is nobody. Without it, a student's lock around a sleep stops the bubble's clock,
// and a check that should say "one at a time" says "no end". And so that a select can be told how to choose, see
// kernelext/worker/runtime.
var runtimeEdits = []edit{
	{"runtime2.go", `(?m)^var isIdleInSynctest = \[len\(waitReasonStrings\)\]bool\{$`, "$0\n" +
		"\twaitReasonSyncMutexLock: true,\n\twaitReasonSyncRWMutexRLock: true,\n\twaitReasonSyncRWMutexLock: true,\n\twaitReasonSyncWaitGroupWait: true,\n" +
		"\twaitReasonChanReceive: true,\n\twaitReasonChanSend: true,\n\twaitReasonSelect: true,"},
	{"select.go", `(?m)^\t\tj := cheaprandn\(uint32\(norder \+ 1\)\)$`, "\t\tj := notebookChoice(uint32(norder + 1))"},
}

// A change is what is edited in one package of Go's standard library, and what its readers lose where
// an edit finds nothing to change: then this Go release is not known, and the worker does without.
type change struct {
	pkg   string
	edits []edit
	added string // a file that is added to it, in kernelext/worker/<pkg>; or none
	lost  string
}

var changes = []change{
	{"os", osEdits, "notebook.go", "a cell's standard files do not lead to the notebook with this Go release"},
	{"runtime", runtimeEdits, "choice.go", "with this Go release, code under check that holds a mutex while it sleeps stands still, and a select chooses anew each time"},
}

// overlay writes the changed files, and the file that makes the go command use them. What cannot be changed is
// told on log.
func (w *workspace) overlay(dir string, in *inputs, log io.Writer) error {
	replace := map[string]string{}
	for _, c := range changes {
		files, err := c.write(filepath.Join(dir, c.pkg), in)
		if err != nil {
			fmt.Fprintf(log, "%s: %v\n", c.lost, err)
			continue
		}
		maps.Copy(replace, files)
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	w.overlayFile = filepath.Join(dir, "overlay.json")
	return os.WriteFile(w.overlayFile, text, 0o644)
}

// write puts the package's changed files into a folder and returns which they replace.
func (c change) write(to string, in *inputs) (replace map[string]string, err error) {
	if err := os.Mkdir(to, 0o755); err != nil {
		return nil, err
	}
	from := filepath.Join(in.goroot, "src", c.pkg)
	replace = map[string]string{}
	for _, e := range c.edits {
		if original := filepath.Join(from, e.file); replace[original] == "" {
			replace[original] = filepath.Join(to, e.file)
			if err := copyFile(original, replace[original]); err != nil {
				return nil, err
			}
		}
	}
	if err := apply(to, c.edits); err != nil || c.added == "" {
		return replace, err
	}
	text, err := os.ReadFile(filepath.Join(in.seminar, "kernelext/worker", c.pkg, c.added))
	if err != nil {
		return nil, err
	}
	replace[filepath.Join(from, c.added)] = filepath.Join(to, c.added)
	return replace, os.WriteFile(filepath.Join(to, c.added), bytes.TrimPrefix(text, []byte("//go:build gophernotes\n")), 0o644)
}
