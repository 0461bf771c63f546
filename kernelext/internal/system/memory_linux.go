package system

import (
	"os"

	"golang.org/x/sys/unix"
)

// freeMemory takes a limit of memory from a program that we have started: a worker has
// one for what cells do, and a compiler that runs into it would say nothing that
// a reader understands.
func freeMemory(p *os.Process) {
	var r unix.Rlimit
	if unix.Prlimit(p.Pid, unix.RLIMIT_DATA, nil, &r) == nil && r.Cur < r.Max {
		r.Cur = r.Max
		unix.Prlimit(p.Pid, unix.RLIMIT_DATA, &r, nil)
	}
}
