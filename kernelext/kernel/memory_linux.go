package kernel

import (
	"os"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// machineMemory is how many bytes of memory there are for this process: those of the
// machine or, in a container, of its control group.
func machineMemory() uint64 {
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) != nil {
		return 0
	}
	most := uint64(info.Totalram) * uint64(info.Unit)
	for _, file := range groupLimits() {
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		if n, err := strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64); err == nil { // or the word max
			most = min(most, n)
		}
	}
	return most
}

// groupLimits are the files in which the limits of our control group stand, and of
// those that it is in, for both versions of control groups.
func groupLimits() []string {
	files := []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}
	text, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return files
	}
	for line := range strings.Lines(string(text)) {
		group, ok := strings.CutPrefix(strings.TrimSpace(line), "0::/")
		for ; ok && group != ""; group = group[:max(strings.LastIndexByte(group, '/'), 0)] {
			files = append(files, "/sys/fs/cgroup/"+group+"/memory.max")
		}
	}
	return files
}

// stacks guards the limit that withSmallStacks changes.
var stacks sync.Mutex

// threadStack is the stack of a thread of a worker. The C library takes the limit that
// holds when the process starts; Go's own threads need a hundredth of it. With
// the usual 8 MB, a hundred threads would use up the limit of a worker's memory.
const threadStack = 1 << 20

// withSmallStacks calls start, which starts a worker. Of this process only the first
// thread has a stack that a limit could hold, and it needs less.
func withSmallStacks(start func() error) error {
	stacks.Lock()
	defer stacks.Unlock()
	var was unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_STACK, &was) == nil && was.Cur > threadStack {
		unix.Setrlimit(unix.RLIMIT_STACK, &unix.Rlimit{Cur: threadStack, Max: was.Max})
		defer unix.Setrlimit(unix.RLIMIT_STACK, &was)
	}
	return start()
}
