package kernel

import "syscall"

// ownGroup puts a worker into a process group of its own, so that it can be
// killed with all that it started, and has the system kill it when the kernel
// process dies by whatever means.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func killGroup(pid int) { syscall.Kill(-pid, syscall.SIGKILL) }
