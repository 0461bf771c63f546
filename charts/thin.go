package charts

import (
	"time"

	"seminar/kernelext/timeline"
)

// thinned makes one span of neighbours that are shorter than least, until they are as long
// together. To leave short ones out was
// rejected: work that is cut in small pieces would seem to wait.
func thinned(spans []timeline.Span, least time.Duration) []timeline.Span {
	var out []timeline.Span
	begin := 0 // of the neighbours that become one
	for i, s := range spans {
		long := s.End-s.Start >= least
		if begin < i && (long || s.End-spans[begin].Start > least) {
			out = joined(out, merged(spans[begin:i], least))
			begin = i
		}
		if long {
			out = joined(out, s)
			begin = i + 1
		}
	}
	if begin < len(spans) {
		out = joined(out, merged(spans[begin:], least))
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

// merged is what neighbours are drawn as: in the state that took most of their time. Where that
// is far less than what can be seen, such as between two long waits, it is shown that
// something ran: the least that is drawn is wider than all of it.
func merged(spans []timeline.Span, least time.Duration) timeline.Span {
	whole := spans[len(spans)-1].End - spans[0].Start
	var took [timeline.Syscall + 1]time.Duration
	most := spans[0]
	for _, s := range spans {
		state := min(s.State, timeline.Syscall)
		took[state] += s.End - s.Start
		if whole < least/4 && ranks(s) > ranks(most) || whole >= least/4 && took[state] > took[min(most.State, timeline.Syscall)] {
			most = s
		}
	}
	most.Start, most.End = spans[0].Start, spans[len(spans)-1].End
	return most
}

// ranks is higher for what is to be seen rather: work, and among it what has a lane.
func ranks(s timeline.Span) int {
	switch {
	case s.State != timeline.Running:
		return 0
	case s.Processor < 0:
		return 1
	}
	return 2
}
