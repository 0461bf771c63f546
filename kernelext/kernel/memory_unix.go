//go:build unix && !linux

package kernel

// machineMemory is not asked for here: it is taken for 8 GB.
func machineMemory() uint64 { return 8e9 }

func withSmallStacks(start func() error) error { return start() }
