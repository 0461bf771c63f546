package main

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"
)

// size is the sum of all files in a folder. What cannot be read counts nothing, and neither does a
// file that has another name elsewhere: the Go tree for cells shares most of its files with Go's
// own.
func size(folder string) (bytes int64) {
	filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return nil
		}
		if s, ok := info.Sys().(*syscall.Stat_t); !ok || s.Nlink == 1 {
			bytes += info.Size()
		}
		return nil
	})
	return bytes
}

// megabytes writes a size as people say it.
func megabytes(bytes int64) string {
	return fmt.Sprintf("%.0f MB", float64(bytes)/1e6)
}
