//go:build gophernotes

package main

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// offerToOOMKiller has the system take this process, or one that it has started,
// rather than the kernel process when the machine has no memory left.
func offerToOOMKiller() { os.WriteFile("/proc/self/oom_score_adj", []byte("500"), 0) }

// limitData limits what cells need beside what the process has now. RLIMIT_DATA counts
// what is mapped to be written, without Go's reservations, which RLIMIT_AS counts. A
// thread's stack counts as well, with 1 MB: the kernel process sees to that.
func limitData(limit uint64) bool {
	var size, resident, shared, text, lib, data uint64
	statm, err := os.ReadFile("/proc/self/statm")
	if err == nil {
		_, err = fmt.Sscan(string(statm), &size, &resident, &shared, &text, &lib, &data)
	}
	var r unix.Rlimit
	if err != nil || unix.Getrlimit(unix.RLIMIT_DATA, &r) != nil {
		return false
	}
	r.Cur = min(data*uint64(os.Getpagesize())+limit, r.Max)
	return unix.Setrlimit(unix.RLIMIT_DATA, &r) == nil
}

// freeStack lets the main threads of the processes that cells start have what stack
// they would have had.
func freeStack() {
	var r unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_STACK, &r) == nil {
		r.Cur = min(usualStack, r.Max)
		unix.Setrlimit(unix.RLIMIT_STACK, &r)
	}
}

// usualStack is Linux's own limit.
const usualStack = 8 << 20

// unlimited lets a program that we have started for ourselves have all the memory that
// there is.
func unlimited(p *os.Process) {
	var r unix.Rlimit
	if unix.Prlimit(p.Pid, unix.RLIMIT_DATA, nil, &r) == nil {
		r.Cur = r.Max
		unix.Prlimit(p.Pid, unix.RLIMIT_DATA, &r, nil)
	}
}

// usedMemory is what this process has in memory.
func usedMemory() uint64 {
	var size, resident uint64
	statm, err := os.ReadFile("/proc/self/statm")
	if err == nil {
		_, err = fmt.Sscan(string(statm), &size, &resident)
	}
	if err != nil {
		return goMemory()
	}
	return resident * uint64(os.Getpagesize())
}
