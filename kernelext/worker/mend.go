//go:build gophernotes

package main

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// mend puts right what a cell has closed or set to nil of its standard files, so
// that the next cell has them, and returns what the reader should know. A file that
// a cell has put there on purpose stays: variables live from cell to cell.
func (w *worker) mend() []string {
	var notes []string
	for _, s := range []struct {
		file **os.File
		name string
		from *os.File
	}{
		{&os.Stdin, "os.Stdin", nil},
		{&os.Stdout, "os.Stdout", w.marks.files[0]},
		{&os.Stderr, "os.Stderr", w.marks.files[1]},
	} {
		if usable(*s.file) {
			continue
		}
		was := "closed"
		if *s.file == nil {
			was = "nil"
		}
		fd, err := reopened(s.name, s.from)
		if err != nil {
			notes = append(notes, s.name+" is "+was+": "+err.Error())
			continue
		}
		*s.file = os.NewFile(uintptr(fd), s.name)
		standardFiles = append(standardFiles, *s.file)
		notes = append(notes, s.name+" was "+was+"; it leads to the notebook again.")
	}
	return notes
}

// standardFiles are kept for good: the garbage collector closes a file that a cell has
// let go of, and by then its descriptor may be that of the one in its place.
var standardFiles = []*os.File{os.Stdin, os.Stdout, os.Stderr}

// descriptors are those of the standard files.
var descriptors = map[string]int{"os.Stdin": 0, "os.Stdout": 1, "os.Stderr": 2}

// reopened returns a descriptor that leads where the standard file of that name
// did: its old one, when nothing else has taken its place since.
func reopened(name string, from *os.File) (fd int, err error) {
	fd = descriptors[name]
	switch {
	case open(fd) && (from == nil || same(fd, int(from.Fd()))):
		return fd, nil
	case from == nil:
		fd, err = syscall.Open(os.DevNull, syscall.O_RDONLY|syscall.O_CLOEXEC, 0) // the lowest that is free; reads ask the reader
	case open(fd):
		fd, err = syscall.Dup(int(from.Fd()))
	default:
		err = unix.Dup2(int(from.Fd()), fd)
	}
	return fd, err
}

// usable tells whether a file is open. Asking for its Fd would make it block.
func usable(f *os.File) bool {
	if f == nil {
		return false
	}
	c, err := f.SyscallConn()
	if err != nil {
		return false
	}
	is := false
	return c.Control(func(fd uintptr) { is = open(int(fd)) }) == nil && is
}

func open(fd int) bool {
	var s syscall.Stat_t
	return syscall.Fstat(fd, &s) == nil
}

func same(a, b int) bool {
	var s, t syscall.Stat_t
	return syscall.Fstat(a, &s) == nil && syscall.Fstat(b, &t) == nil && s.Dev == t.Dev && s.Ino == t.Ino
}
