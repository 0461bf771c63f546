package kernelext

import (
	"slices"
	"testing"
	"time"

	"seminar/kernelext/timeline"
)

// A machine that was busy with something else is told of, if that can be known.
func TestShortOfCPU(t *testing.T) {
	const s = time.Second
	for name, test := range map[string]struct {
		of   timeline.Timeline
		want []string
	}{
		"all they needed":  {timeline.Timeline{Elapsed: 10 * s, Traced: 10*s + 1, Busy: 20 * s, CPU: 19 * s}, nil},
		"too little":       {timeline.Timeline{Elapsed: 10 * s, Traced: 10*s + 1, Busy: 20 * s, CPU: 12 * s}, []string{"The machine gave 1.20 CPUs to 2.00 running goroutines, so something else was using it."}},
		"mostly waiting":   {timeline.Timeline{Elapsed: 10 * s, Traced: 10 * s, Busy: s, CPU: 0}, nil},
		"recorded in part": {timeline.Timeline{Elapsed: 10 * s, Traced: 5 * s, Busy: 20 * s, CPU: 5 * s}, nil},
	} {
		if got := shortOfCPU(&test.of); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
