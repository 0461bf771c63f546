package kernel

import (
	"os"
	"strconv"
	"time"
)

// launcher returns the process that has started the kernel and says so in the
// variable with which Jupyter's clients do, or 0: then the kernel lives until it is
// told to end. Behind a wrapper the variable names another process than our parent,
// and the wrapper's end says nothing.
func launcher() int {
	if pid, err := strconv.Atoi(os.Getenv("JPY_PARENT_PID")); err == nil && pid == os.Getppid() {
		return pid
	}
	return 0
}

// endWith ends the kernel when that process, its parent, has ended: nobody else
// would. It does not wait. abandoned is true from then on.
func (k *kernel) endWith(parent int) {
	if parent == 0 {
		return
	}
	go func() {
		awaitParent(parent)
		k.abandoned.Store(true)
		k.end()
	}()
}

// pollParent returns when parent is our parent no longer, a second later at most.
func pollParent(parent int) {
	for os.Getppid() == parent {
		time.Sleep(time.Second)
	}
}
