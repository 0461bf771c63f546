package kernel

import (
	"os"

	"golang.org/x/sys/unix"
)

// awaitParent returns when parent is our parent no longer. It costs nothing while it
// waits; a kernel that looked every second would take its pages back each time.
func awaitParent(parent int) {
	fd, err := unix.PidfdOpen(parent, 0)
	if err != nil {
		pollParent(parent)
		return
	}
	defer unix.Close(fd)
	for os.Getppid() == parent {
		unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, -1)
	}
}
