package history

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// A file holds the entries of all sessions. It is opened anew for each use, so that
// several processes can share it and its folder may be made or lost meanwhile.
type file struct {
	path string
	err  error // why it could not be used the last time
}

// add appends e and returns the number of its session. One that has none yet, 0,
// gets the one after the file's last.
func (f *file) add(e Entry) (session int) {
	if f.path == "" {
		return e.Session
	}
	f.err = f.use(os.O_RDWR|os.O_CREATE, syscall.LOCK_EX, func(open *os.File) error {
		numbered, err := f.number(open, e)
		if err != nil {
			return err
		}
		e = numbered
		return f.append(open, e)
	})
	return e.Session
}

// number gives e a session, if it has none.
func (f *file) number(open *os.File, e Entry) (Entry, error) {
	if e.Session > 0 {
		return e, nil
	}
	entries, err := parse(open)
	e.Session = 1
	for _, earlier := range entries {
		e.Session = max(e.Session, earlier.Session+1)
	}
	return e, err
}

// append writes e behind what is there. A file that has grown too long is replaced
// by its younger half.
func (f *file) append(open *os.File, e Entry) error {
	size, err := open.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if size > MaxFile {
		open.Seek(0, io.SeekStart)
		entries, err := parse(open)
		if err != nil {
			return err
		}
		return f.replace(append(youngest(entries, MaxFile/2), e))
	}
	line, end := encode(e), []byte{'\n'}
	if open.ReadAt(end, max(size-1, 0)); end[0] != '\n' { // whoever wrote the last line was killed
		line = append([]byte("\n"), line...)
	}
	_, err = open.Write(line)
	return err
}

// replace puts a new file in the place of the old one, so that a process that is
// killed meanwhile leaves the old one or the new one.
func (f *file) replace(entries []Entry) error {
	fresh, err := os.CreateTemp(filepath.Dir(f.path), "history-*") // 0600
	if err != nil {
		return err
	}
	var text []byte
	for _, e := range entries {
		text = append(text, encode(e)...)
	}
	_, err = fresh.Write(text)
	if err = errors.Join(err, fresh.Close()); err == nil {
		err = os.Rename(fresh.Name(), f.path)
	}
	if err != nil {
		os.Remove(fresh.Name())
	}
	return err
}

func encode(e Entry) []byte {
	line, _ := json.Marshal(e)
	return append(line, '\n')
}

// youngest returns the last entries, of so many bytes of code at most.
func youngest(entries []Entry, size int) []Entry {
	for i := len(entries) - 1; i >= 0; i-- {
		if size -= len(entries[i].Code); size < 0 {
			return entries[i+1:]
		}
	}
	return entries
}

// read returns all entries, or nil when there is no file to read.
func (f *file) read() (entries []Entry) {
	if f.path == "" {
		return nil
	}
	err := f.use(os.O_RDONLY, syscall.LOCK_SH, func(open *os.File) (err error) {
		entries, err = parse(open)
		return err
	})
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		f.err = err
	}
	return entries
}

// use opens the file, locks it and calls do. It blocks while another process has the
// lock, and tries again when that has replaced the file.
func (f *file) use(flags, lock int, do func(*os.File) error) error {
	if flags&os.O_CREATE != 0 {
		if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
			return err
		}
	}
	for {
		open, err := os.OpenFile(f.path, flags, 0o600)
		if err != nil {
			return err
		}
		if err := syscall.Flock(int(open.Fd()), lock); err != nil {
			open.Close()
			return fmt.Errorf("locking %s: %w", f.path, err)
		}
		if f.replaced(open) {
			open.Close()
			continue
		}
		return errors.Join(do(open), open.Close())
	}
}

// replaced tells whether the path leads elsewhere by now.
func (f *file) replaced(open *os.File) bool {
	opened, err := open.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(f.path)
	return err != nil || !os.SameFile(opened, there)
}

// parse reads all lines. What is no entry is left out.
func parse(r io.Reader) (entries []Entry, err error) {
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadBytes('\n')
		var e Entry
		if len(line) > 0 && json.Unmarshal(line, &e) == nil && e.Code != "" && e.Session > 0 {
			entries = append(entries, e)
		}
		if errors.Is(err, io.EOF) {
			return entries, nil
		}
		if err != nil {
			return nil, err
		}
	}
}
