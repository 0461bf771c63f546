// Files in a temporary folder: walking, os.Root, fs.FS, seeking, appending, renaming, errors.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func main() {
	dir := must(os.MkdirTemp("", "program-"))
	defer os.RemoveAll(dir)
	for _, name := range []string{"a.txt", "sub/b.txt", "sub/deep/c.md"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		os.MkdirAll(filepath.Dir(path), 0o755)
		os.WriteFile(path, []byte(strings.Repeat(name+"\n", 2)), 0o644)
	}
	fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		fmt.Print(path, " ", d.IsDir(), "; ")
		if d.Name() == "deep" {
			return fs.SkipDir
		}
		return err
	})
	fmt.Println()
	f := must(os.OpenFile(filepath.Join(dir, "a.txt"), os.O_RDWR|os.O_APPEND, 0))
	fmt.Fprint(f, "end")
	f.Seek(-5, io.SeekEnd)
	fmt.Printf("%q\n", must(io.ReadAll(f)))
	f.Seek(0, io.SeekStart)
	for lines, n := bufio.NewScanner(f), 1; lines.Scan(); n++ {
		fmt.Print(n, lines.Text(), " ")
	}
	fmt.Println(must(f.Stat()).Size(), f.Close(), errors.Is(f.Close(), os.ErrClosed))
	root := must(os.OpenRoot(dir))
	defer root.Close()
	_, err := root.Open("../outside")
	fmt.Println(err)
	fmt.Println(string(must(fs.ReadFile(root.FS(), "sub/deep/c.md")))[:3], must(fs.Glob(root.FS(), "*/*.txt")))
	fmt.Println(os.Rename(filepath.Join(dir, "a.txt"), filepath.Join(dir, "z.txt")), len(must(os.ReadDir(dir))))
	_, err = os.Stat(filepath.Join(dir, "a.txt"))
	var pe *fs.PathError
	fmt.Println(errors.As(err, &pe), errors.Is(err, fs.ErrNotExist), pe.Op, filepath.Base(pe.Path))
	defer func() { fmt.Println(errors.Is(recover().(error), fs.ErrExist)) }()
	must(0, os.Mkdir(filepath.Join(dir, "sub"), 0o755))
}
