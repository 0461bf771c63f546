package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"seminar/kernelext/internal/gotool"
)

const (
	ours        = "seminar"
	gophernotes = "github.com/gopherdata/gophernotes"
	gomacro     = "github.com/cosmos72/gomacro"
)

// ourPackages are those of this module that a cell can import.
var ourPackages = []string{"seminar/kernelext", "seminar/kernelext/timeline", "seminar/kernelext/check", "seminar/charts"}

// displayPath is the package that cells know as display without an import.
const displayPath = "seminar/kernelext/worker/display"

// inputs are the folders a binary is made from.
type inputs struct {
	seminar, gophernotes, gomacro string
	release                       gotool.Go // that the user has
	hash                          string    // of everything that decides what comes out
}

// findInputs asks the go command where the modules are; the first time it
// downloads them.
func findInputs(ctx context.Context, o Options) (*inputs, error) {
	g, err := gotool.Find(ctx, o.Dir)
	if err != nil {
		return nil, plain(ctx, "env", err)
	}
	in, user := &inputs{release: g}, command{g, o.Dir, nil}
	modules, err := moduleDirs(ctx, user)
	if err != nil {
		return nil, err
	}
	if modules[gophernotes] == "" || modules[gomacro] == "" {
		fmt.Fprintln(o.Log, "downloading gophernotes and gomacro")
		if _, err := user.run(ctx, "mod", "download", gophernotes, gomacro); err != nil {
			return nil, err
		}
		if modules, err = moduleDirs(ctx, user); err != nil {
			return nil, err
		}
	}
	in.seminar, in.gophernotes, in.gomacro = modules[ours], modules[gophernotes], modules[gomacro]
	in.hash, err = in.sum()
	return in, err
}

func moduleDirs(ctx context.Context, g command) (map[string]string, error) {
	out, err := g.run(ctx, "list", "-m", "-json=Path,Dir", ours, gophernotes, gomacro)
	if err != nil {
		return nil, err
	}
	dirs := map[string]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var m struct{ Path, Dir string }
		if err := dec.Decode(&m); err == io.EOF {
			return dirs, nil
		} else if err != nil {
			return nil, fmt.Errorf("build: go list -m: %w", err)
		}
		dirs[m.Path] = m.Dir
	}
}

// sum hashes the Go release, go.mod, go.sum and every source file of kernelext
// and charts. The two copied modules are named by go.sum.
func (in *inputs) sum() (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, in.release.Version, in.release.Settings())
	add := func(path string) error {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%s %d\n", path, len(text))
		h.Write(text)
		return nil
	}
	for _, root := range []string{"go.mod", "go.sum", "kernelext", "charts"} {
		err := filepath.WalkDir(filepath.Join(in.seminar, root), func(path string, d fs.DirEntry, err error) error {
			switch {
			case os.IsNotExist(err):
				return nil
			case err != nil:
				return err
			case d.IsDir() && skipFolder(d.Name()):
				return filepath.SkipDir
			case d.IsDir() || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			return add(path)
		})
		if err != nil {
			return "", fmt.Errorf("build: %w", err)
		}
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}

// skipFolder tells folders that never go into the binary.
func skipFolder(name string) bool {
	return name == "node_modules" || name == "testdata" || name == "seminar" || strings.HasPrefix(name, ".")
}

// A stamp beside the binary remembers what it was made from, and how it looked
// when it was put there.
type stamp struct {
	Inputs string
	Size   int64
	Time   int64
}

func stampOf(hash, binary string) (stamp, error) {
	info, err := os.Stat(binary)
	if err != nil {
		return stamp{}, err
	}
	return stamp{hash, info.Size(), info.ModTime().UnixNano()}, nil
}

// readStamp reads the stamp of the binary at output.
func readStamp(output string) (s stamp, err error) {
	text, err := os.ReadFile(output + ".inputs")
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	return s, err
}

// current tells whether the binary at output was made from these inputs.
func (in *inputs) current(output string) bool {
	was, err := readStamp(output)
	if err != nil {
		return false
	}
	is, err := stampOf(in.hash, output)
	return err == nil && is == was
}

// install moves the binary that was made to output, with its reference and its
// stamp. The stamp is written last: without it the binary counts as not there.
func (in *inputs) install(made, reference, output string) error {
	if err := os.MkdirAll(filepath.Dir(output), 0o755); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	if err := replace(reference, output+referenceSuffix, 0o644); err != nil {
		return fmt.Errorf("build: cannot write %s: %w", output+referenceSuffix, err)
	}
	if err := replace(made, output, 0o755); err != nil {
		return fmt.Errorf("build: cannot write %s: %w", output, err)
	}
	return in.stamp(output)
}

// stamp writes the stamp of the binary at output.
func (in *inputs) stamp(output string) error {
	is, err := stampOf(in.hash, output)
	if err != nil {
		return fmt.Errorf("build: %w", err)
	}
	text, err := json.Marshal(is)
	if err != nil {
		return fmt.Errorf("build: %w", err)
	}
	if err := os.WriteFile(output+".inputs", text, 0o644); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	return nil
}

// replace copies made into output's own folder and renames it there, because a
// rename is only atomic inside one file system.
func replace(made, output string, mode fs.FileMode) error {
	in, err := os.Open(made)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.CreateTemp(filepath.Dir(output), ".gophernotes-*")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name()) // after the rename there is nothing to remove
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	if err := os.Chmod(out.Name(), mode); err != nil {
		return err
	}
	return os.Rename(out.Name(), output)
}
