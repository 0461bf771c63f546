//go:build unix && !linux

package toolchain

import "syscall"

func endWithUs(*syscall.SysProcAttr) {}
