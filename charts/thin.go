package charts

import (
	"time"

	"seminar/kernelext/timeline"
)

// thinned makes one span of neighbours that are shorter than least, until they are as long
// together: it is in the state that took most of it. To leave short ones out was
// rejected: work that is cut in small pieces would seem to wait.
func thinned(spans []timeline.Span, least time.Duration) []timeline.Span {
	var out []timeline.Span
	begin := 0 // of the neighbours that become one
	for i, s := range spans {
		long := s.End-s.Start >= least
		if begin < i && (long || s.End-spans[begin].Start > least) {
			out = joined(out, prevailing(spans[begin:i]))
			begin = i
		}
		if long {
			out = joined(out, s)
			begin = i + 1
		}
	}
	if begin < len(spans) {
		out = joined(out, prevailing(spans[begin:]))
	}
	return out
}

// joined appends a span, or makes the last one longer when they are alike.
func joined(spans []timeline.Span, s timeline.Span) []timeline.Span {
	if last := len(spans) - 1; last >= 0 {
		if p := &spans[last]; p.State == s.State && p.Processor == s.Processor && p.Why == s.Why && p.At == s.At && p.End == s.Start {
			p.End = s.End
			return spans
		}
	}
	return append(spans, s)
}

// prevailing is the state that took most of some spans' time, from the first to the last.
func prevailing(spans []timeline.Span) timeline.Span {
	var took [timeline.Syscall + 1]time.Duration
	most := spans[0]
	for _, s := range spans {
		state := min(s.State, timeline.Syscall)
		took[state] += s.End - s.Start
		if took[state] > took[min(most.State, timeline.Syscall)] {
			most = s
		}
	}
	most.Start, most.End = spans[0].Start, spans[len(spans)-1].End
	return most
}
