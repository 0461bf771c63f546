//go:build gophernotes

package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

func init() { letGo = dropBinary }

// dropBinary drops the pages that were read from the process's own binary.
// Everything that a cell may import is in it, 65 MB, of which the start touches a
// little everywhere; a recent Linux counts the 2 MB around each place as resident,
// 80 MB for a kernel and its worker together instead of 35. The pages are in the
// system's cache and come back as they are needed, for the next cell within a
// millisecond or two. What cells have allocated is left to Go's garbage collector.
//
// Pages that were written and protected after that, as the dynamic linker does with
// what it has relocated, would come back unwritten: a mapping with one of them
// stays. All is advice: where the system does not take it, nothing is lost.
func dropBinary() {
	self, err := os.Executable()
	if err != nil {
		return
	}
	text, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		return
	}
	var from, to uintptr
	for line := range strings.Lines(string(text)) {
		switch fields := strings.Fields(line); {
		case len(fields) >= 6 && strings.Contains(fields[0], "-"):
			from, to = mapping(fields, self)
		case len(fields) > 1 && fields[0] == "Anonymous:" && fields[1] == "0" && from < to:
			syscall.Syscall(syscall.SYS_MADVISE, from, to-from, syscall.MADV_DONTNEED)
		}
	}
}

// mapping returns where a mapping lies that is of the file and cannot be written,
// or an empty range.
func mapping(fields []string, file string) (from, to uintptr) {
	if fields[5] == file && !strings.Contains(fields[1], "w") {
		fmt.Sscanf(fields[0], "%x-%x", &from, &to)
	}
	return from, to
}
