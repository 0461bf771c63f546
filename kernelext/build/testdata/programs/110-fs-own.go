// io/fs: a file system of one's own by embedding MapFS, sub-trees, globs, a read-only wrapper.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"testing/fstest"
)

type shouting struct{ fs.FS }

type loudFile struct{ fs.File }

func (f loudFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	copy(p, strings.ToUpper(string(p[:n])))
	return n, err
}

func (s shouting) Open(name string) (fs.File, error) {
	f, err := s.FS.Open(name)
	if err != nil {
		return nil, fmt.Errorf("shouting: %w", err)
	}
	if path.Ext(name) != ".txt" {
		return f, nil
	}
	return loudFile{f}, nil
}

var (
	_ fs.FS = shouting{}
	_ interface {
		io.ReadCloser
		Stat() (fs.FileInfo, error)
	} = loudFile{}
)

var files = fstest.MapFS{
	"docs/a.txt":   {Data: []byte("alpha")},
	"docs/b.md":    {Data: []byte("beta"), Mode: 0o600},
	"docs/x/c.txt": {Data: []byte("gamma")},
	"top":          {Data: []byte("top")},
}

func main() {
	s := shouting{files}
	for _, name := range []string{"docs/a.txt", "docs/b.md", "docs", "none", "/bad"} {
		b, err := fs.ReadFile(s, name)
		fmt.Printf("%s %q %v %t\n", name, b, err, errors.Is(err, fs.ErrNotExist))
	}
	sub, err := fs.Sub(s, "docs")
	found, _ := fs.Glob(sub, "*.?*")
	fmt.Println(found, err)
	fs.WalkDir(sub, ".", func(p string, d fs.DirEntry, err error) error {
		if p == "x" {
			return fs.SkipAll
		}
		info, _ := d.Info()
		fmt.Print(p, " ", info.Mode(), " ", fs.FormatDirEntry(d), "; ")
		return err
	})
	fmt.Println(fs.ValidPath("a/../b"), fs.ValidPath("a/b"))
	fmt.Println(fstest.TestFS(files, "docs/a.txt", "top"))
}
