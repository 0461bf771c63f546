package build

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"seminar/kernelext/internal/toolchain/patches"
)

// A workspace is the folder in which one build happens: the two copied modules
// and a go.mod that is the project's own with two replace lines more.
type workspace struct {
	gophernotes, gomacro string
	modfile              string
}

// flags are those of every go command: what one compiles is there for the next.
func (w *workspace) flags() []string {
	return []string{"-modfile", w.modfile, "-trimpath"}
}

func (in *inputs) workspace(dir string) (*workspace, error) {
	w := &workspace{
		gophernotes: filepath.Join(dir, "gophernotes"),
		gomacro:     filepath.Join(dir, "gomacro"),
		modfile:     filepath.Join(dir, "go.mod"),
	}
	for _, step := range []func() error{
		func() error { return copyModule(in.gophernotes, w.gophernotes, notOfGophernotes) },
		func() error { return copyModule(in.gomacro, w.gomacro, notOfGomacro) },
		func() error { return patch(w.gomacro, "gomacro") },
		func() error { return patch(w.gophernotes, "gophernotes") },
		func() error { return addFiles(filepath.Join(in.seminar, "kernelext/worker"), w.gophernotes) },
		func() error {
			return addFiles(filepath.Join(in.seminar, "kernelext/worker/gomacro/fast"), filepath.Join(w.gomacro, "fast"))
		},
		func() error {
			return addFiles(filepath.Join(in.seminar, "kernelext/worker/gomacro/xreflect"), filepath.Join(w.gomacro, "xreflect"))
		},
		func() error { return w.writeModfile(in.seminar) },
	} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("build: %w", err)
		}
	}
	return w, nil
}

// notOfGophernotes leaves out its main.go, which the worker replaces, and what
// no build needs.
func notOfGophernotes(path string) bool {
	return path == "main.go" || path == "examples" || path == "files" || path == "fixtures" || path == "paper" || path == "kernel"
}

// notOfGomacro leaves out its commands, its documents and its bindings of an
// older standard library, which bindings of the present one replace.
func notOfGomacro(path string) bool {
	switch path {
	case "main.go", "cmd", "cmd_classic", "classic", "doc", "fast/attic", "fast/debug":
		return true
	}
	return strings.HasPrefix(path, "_") ||
		strings.HasPrefix(path, "imports/") && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "/a_package.go") && path != "imports/util/util.go"
}

// copyModule copies a module's Go and assembly sources and its go.mod, writable.
func copyModule(from, to string, leaveOut func(path string) bool) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if leaveOut(filepath.ToSlash(rel)) {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		if ext := filepath.Ext(path); ext != ".go" && ext != ".s" && ext != ".h" && ext != ".mod" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		return copyFile(path, filepath.Join(to, rel))
	})
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o644)
}

// addFiles adds files of the worker, none of which may hide one that is there.
func addFiles(from, to string) error {
	files, err := filepath.Glob(filepath.Join(from, "*.go"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		target := filepath.Join(to, filepath.Base(file))
		if _, err := os.Stat(target); err == nil {
			return fmt.Errorf("the worker's %s would hide a file of %s: give it another name", filepath.Base(file), filepath.Base(to))
		}
		if err := copyFile(file, target); err != nil {
			return err
		}
	}
	return nil
}

// patch applies our patches to the copy of a module.
func patch(dir, module string) error {
	changed, err := patches.Module(module).Apply(dir)
	if err != nil {
		return fmt.Errorf("go.mod asks for another version of %s than this program knows: %w", module, err)
	}
	for name, text := range changed {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// writeModfile writes the project's go.mod with the two copies in the place of
// the modules, and its go.sum beside it, where -modfile looks for it.
func (w *workspace) writeModfile(seminar string) error {
	text, err := os.ReadFile(filepath.Join(seminar, "go.mod"))
	if err != nil {
		return err
	}
	text = fmt.Appendf(text, "\nreplace %s => %s\n\nreplace %s => %s\n", gophernotes, w.gophernotes, gomacro, w.gomacro)
	if err := os.WriteFile(w.modfile, text, 0o644); err != nil {
		return err
	}
	return copyFile(filepath.Join(seminar, "go.sum"), strings.TrimSuffix(w.modfile, ".mod")+".sum")
}
