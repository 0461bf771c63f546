package main

import (
	"fmt"
	"io/fs"
	"path/filepath"
)

// size is the sum of all files in a folder; what cannot be read counts nothing.
func size(folder string) (bytes int64) {
	filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		if info, err := d.Info(); err == nil {
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
