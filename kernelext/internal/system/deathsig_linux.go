package system

import "syscall"

// endWithUs has the system kill a process when we die by whatever means: it is in a
// group of its own, which nobody else would kill.
func endWithUs(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGKILL }
