//go:build gophernotes && unix && !linux

package main

import "os"

func offerToOOMKiller() {}

func freeStack() {}

func limitData(uint64) bool { return false }

func unlimited(*os.Process) {}

func usedMemory() uint64 { return goMemory() }
