// Command probe is the smallest host of compiled cells: it opens the plugins
// whose files it reads from its stdin, one a line, and collects garbage after
// each. Cells for it do what they do in their init functions.
//
// The installation of the tools tries them out with it, and so do their tests. It
// is no part of the kernel.
package main

import (
	"bufio"
	"fmt"
	"os"
	"plugin"
	"runtime"
	"time"

	// What the cells that are tried out use.
	_ "container/heap"
	_ "errors"
	_ "fmt"
	_ "io"
	_ "iter"
	_ "maps"
	_ "net/http"
	_ "slices"
	_ "sort"
	_ "strings"
	_ "sync"
	_ "sync/atomic"
)

func main() {
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		started := time.Now()
		if _, err := plugin.Open(lines.Text()); err != nil {
			fmt.Printf("\x00%v\n", err)
			continue
		}
		took := time.Since(started)
		runtime.GC()
		fmt.Printf("\x00opened %d %d\n", took.Microseconds(), resident())
	}
}

// resident is the memory of the process in kB, as Linux counts it.
func resident() (kB int64) {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var pages int64
	fmt.Sscan(string(text), new(int64), &pages)
	return pages * int64(os.Getpagesize()) >> 10
}
