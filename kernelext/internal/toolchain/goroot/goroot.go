// Package goroot makes a Go tree of our own out of the tree of a release: the same files, some of
// them changed.
//
// The tools for cells, the worker and a reader's modules are built from such a tree. It lies in
// the user's cache and needs nothing of the tree that it was made from, which a package manager may
// replace, another user may own, or Go's module cache may hold. Files are hard links where the
// file system and the owner allow it, and copies elsewhere; a changed file is written anew, so that
// no link leads back to the original.
//
// Rejected: go build -overlay, which refuses to replace files of the module cache, and symbolic
// links, which break when the release goes and which the pattern std does not follow.
package goroot

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Options say what Make makes. From and To are needed.
type Options struct {
	From    string            // the GOROOT of a release; it is only read
	To      string            // a folder that does not exist
	Changed map[string][]byte // the text of changed and of added files, by slash-separated path
}

// sums is the file in a tree with the SHA-256 of every other file, in the form of sha256sum.
const sums = "SHA256SUMS"

// Make makes the tree To: the go command, the tools that go build calls, and all source without
// its tests. Links, also of folders, are followed: Debian has the source elsewhere. It blocks for
// half a second, or as long as a copy of 130 MB takes; ctx ends it. After an error, To is to be
// removed.
func Make(ctx context.Context, o Options) error {
	if o.From == "" || o.To == "" {
		panic("goroot: Make needs Options.From and Options.To")
	}
	t := tree{ctx: ctx, o: o, sums: map[string]string{}}
	for _, part := range []string{"VERSION", "go.env", "bin", "pkg", "src"} {
		if err := t.add(part); err != nil && !(part == "go.env" && errors.Is(err, fs.ErrNotExist)) {
			return fmt.Errorf("goroot: %w", err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o.Changed)) {
		if err := t.write(name, o.Changed[name]); err != nil {
			return fmt.Errorf("goroot: %w", err)
		}
	}
	return t.writeSums()
}

// A tree is one that is being made.
type tree struct {
	ctx  context.Context
	o    Options
	sums map[string]string
}

// wanted tells whether a file or folder of a release belongs into a tree.
func wanted(name string, folder bool) bool {
	dir, base := path.Split(name)
	switch {
	case folder:
		return base != "testdata" && name != "src/cmd/vendor/github.com" && !(dir == "pkg/" && base != "include" && base != "tool")
	case dir == "bin/":
		return base == "go"
	case strings.HasPrefix(dir, "pkg/tool/"):
		return slices.Contains([]string{"asm", "cgo", "compile", "link"}, base)
	}
	return !strings.HasSuffix(base, "_test.go")
}

// add adds a file, or a folder with all that belongs in it.
func (t *tree) add(name string) error {
	if err := t.ctx.Err(); err != nil {
		return err
	}
	from := filepath.Join(t.o.From, filepath.FromSlash(name))
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if _, changed := t.o.Changed[name]; changed || !wanted(name, info.IsDir()) {
		return nil
	}
	if !info.IsDir() {
		return t.addFile(name, from, info.Mode())
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := t.add(path.Join(name, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

func (t *tree) to(name string) string { return filepath.Join(t.o.To, filepath.FromSlash(name)) }

// addFile links a file, or copies it where it cannot be linked: to another file system, or in
// Linux one of another user.
func (t *tree) addFile(name, from string, mode fs.FileMode) error {
	real, err := filepath.EvalSymlinks(from) // a link to a symbolic link would be one, too
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(t.to(name)), 0o755); err != nil {
		return err
	}
	if os.Link(real, t.to(name)) != nil {
		if err := copyFile(real, t.to(name), mode.Perm()|0o600); err != nil {
			return err
		}
	}
	t.sums[name], err = sum(t.to(name))
	return err
}

func copyFile(from, to string, mode fs.FileMode) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

func (t *tree) write(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(t.to(name)), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(t.to(name), text, 0o644); err != nil {
		return err
	}
	t.sums[name] = fmt.Sprintf("%x", sha256.Sum256(text))
	return nil
}

func (t *tree) writeSums() error {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(t.sums)) {
		fmt.Fprintf(&b, "%s  %s\n", t.sums[name], name)
	}
	if err := os.WriteFile(t.to(sums), []byte(b.String()), 0o644); err != nil {
		return fmt.Errorf("goroot: %w", err)
	}
	return nil
}

func sum(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}

// Replace puts a file that was made into a tree, in the place of the one of that name, and Drop
// removes a folder from it. Both keep Verify right.
func Replace(dir, name, made string) error {
	return edit(dir, func(all map[string]string) (err error) {
		if err = os.Rename(made, filepath.Join(dir, filepath.FromSlash(name))); err == nil {
			all[name], err = sum(filepath.Join(dir, filepath.FromSlash(name)))
		}
		return err
	})
}

// Drop removes a folder from a tree.
func Drop(dir, name string) error {
	return edit(dir, func(all map[string]string) error {
		maps.DeleteFunc(all, func(file, _ string) bool { return strings.HasPrefix(file, name+"/") })
		return os.RemoveAll(filepath.Join(dir, filepath.FromSlash(name)))
	})
}

func edit(dir string, change func(map[string]string) error) error {
	all, err := read(dir)
	if err == nil {
		err = change(all)
	}
	if err != nil {
		return fmt.Errorf("goroot: %w", err)
	}
	t := tree{o: Options{To: dir}, sums: all}
	return t.writeSums()
}

// Verify compares every file of a tree with what Make, Replace and Drop left. It takes a quarter
// of a second. The error names the first file that is gone or reads otherwise: what it was linked
// from has been changed in its place.
func Verify(ctx context.Context, dir string) error {
	all, err := read(dir)
	if err != nil {
		return fmt.Errorf("goroot: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch is, err := sum(filepath.Join(dir, filepath.FromSlash(name))); {
		case err != nil:
			return fmt.Errorf("goroot: %w", err)
		case is != all[name]:
			return fmt.Errorf("goroot: %s was changed", filepath.Join(dir, filepath.FromSlash(name)))
		}
	}
	return nil
}

func read(dir string) (map[string]string, error) {
	f, err := os.Open(filepath.Join(dir, sums))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all := map[string]string{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		hash, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok {
			return nil, fmt.Errorf("%s is damaged", f.Name())
		}
		all[name] = hash
	}
	return all, lines.Err()
}
