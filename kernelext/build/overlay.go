package build

import (
	"bytes"
	"encoding/json"
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

// overlay writes Go's package os with those edits, and the file that makes the go
// command use it. Where an edit finds nothing to change, this Go release is not
// known, and the worker does without: what goroutines of earlier cells print is then
// shown below the cell that runs, and a cell that reads gets nothing.
func (w *workspace) overlay(dir string, in *inputs) error {
	from, to := filepath.Join(in.goroot, "src", "os"), filepath.Join(dir, "os")
	if err := os.Mkdir(to, 0o755); err != nil {
		return err
	}
	replace := map[string]string{}
	for _, e := range osEdits {
		if original := filepath.Join(from, e.file); replace[original] == "" {
			replace[original] = filepath.Join(to, e.file)
			if err := copyFile(original, replace[original]); err != nil {
				return err
			}
		}
	}
	if err := apply(to, osEdits); err != nil {
		return err
	}
	const added = "notebook.go"
	text, err := os.ReadFile(filepath.Join(in.seminar, "kernelext/worker/os", added))
	if err != nil {
		return err
	}
	replace[filepath.Join(from, added)] = filepath.Join(to, added)
	if err := os.WriteFile(filepath.Join(to, added), bytes.TrimPrefix(text, []byte("//go:build gophernotes\n")), 0o644); err != nil {
		return err
	}
	if text, err = json.Marshal(map[string]any{"Replace": replace}); err != nil {
		return err
	}
	file := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		return err
	}
	w.overlayFile = file
	return nil
}
