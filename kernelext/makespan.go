package kernelext

import (
	"slices"
	"time"
)

// Makespan is how long the waits in latency take at least when workers take
// them in order, each the next as soon as it is free (list scheduling). It
// computes, it does not wait.
func Makespan(latency []time.Duration, workers int) time.Duration {
	atLeast(1, workers, "Makespan needs at least 1 worker")
	free := make([]time.Duration, max(1, min(workers, len(latency)))) // when each worker is
	for _, wait := range latency {
		first := slices.Index(free, slices.Min(free))
		free[first] += wait
	}
	return slices.Max(free)
}
