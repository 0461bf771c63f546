//go:build unix && !linux

package kernel

func awaitParent(parent int) { pollParent(parent) }
