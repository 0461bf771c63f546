//go:build unix && !linux

package kernel

import "syscall"

// ownGroup puts a worker into a process group of its own, so that it can be
// killed with all that it started. Of the kernel's death it learns by the end
// of its requests.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

func killGroup(pid int) { syscall.Kill(-pid, syscall.SIGKILL) }
