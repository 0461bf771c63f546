package check

import (
	"context"
	"testing/synctest"
	"time"

	"seminar/kernelext/check/exam"
)

// Within checks that f returns within d of the bubble's clock. Waiting is exact there: 8 sleeps
// of a second, 4 at a time, are 2 s, and computing takes no time at all.
func Within(d time.Duration, f func()) {
	if d <= 0 {
		misuse("Within needs a time above 0, not %v", d)
	}
	if !exam.Enter(exam.Plain) {
		return
	}
	defer exam.Leave()
	inBubble("Within", func(b *bubble) {
		b.call(f)
		if at := b.elapsed(); at > d {
			fail("Within", "it took %s of waiting; at most %s are allowed.", took(at), took(d))
		}
	})
}

// NothingLeft checks that no goroutine which f has started is left when f has returned. A
// goroutine that is about to end is given the time for that; one that sleeps or waits is left,
// however short. It names where each of them is and where it was started.
func NothingLeft(f func()) {
	if !exam.Enter(exam.Plain) {
		return
	}
	defer exam.Leave()
	inBubble("NothingLeft", func(b *bubble) {
		b.call(f)
		b.nothingLeft()
	})
}

func (b *bubble) nothingLeft() {
	synctest.Wait()
	left := b.others()
	if len(left) == 0 {
		return
	}
	fail(b.check, "it has returned and left %s behind:%s\nWait for them, or tell them to end and wait for that, before you return.", count(len(left), "goroutine"), listed(states(left)))
}

// On the bubble's clock: when Cancelled cancels, and how much longer than allowed it waits for an
// end, to say how late that is.
const (
	cancelAfter = time.Second
	obedience   = time.Hour // as the message says
)

// Cancelled checks that f obeys its context. It cancels the context one second, on the bubble's
// clock, after f has begun; f must return within the given time of that, and leave no goroutine
// behind. A call that returns before fails as well: it shows nothing of what was asked.
func Cancelled(within time.Duration, f func(ctx context.Context)) {
	if within < 0 {
		misuse("Cancelled needs a time of at least 0, not %v", within)
	}
	if !exam.Enter(exam.Plain) {
		return
	}
	defer exam.Leave()
	inBubble("Cancelled", func(b *bubble) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		var late time.Duration
		time.AfterFunc(cancelAfter, cancel)
		why := b.returns(cancelAfter+within+obedience, func() {
			f(ctx)
			late = b.elapsed() - cancelAfter
		})
		switch {
		case why != "" && b.elapsed() >= cancelAfter+within+obedience:
			fail("Cancelled", "its context was canceled, and an hour of the bubble's clock later it has not returned. Select on ctx.Done() wherever it waits. It is at%s", listed(b.places()))
		case why != "" && b.elapsed() <= cancelAfter+within:
			fail("Cancelled", "%s", why)
		case why != "":
			fail("Cancelled", "%s after its context was canceled, and at most %s are allowed, %s", took(b.elapsed()-cancelAfter), took(within), why)
		case late < 0:
			fail("Cancelled", "it returned after %s, before its context was canceled (after %s): it did not wait for what it had begun.", took(b.elapsed()), took(cancelAfter))
		case late > within:
			fail("Cancelled", "it returned %s after its context was canceled; at most %s are allowed. Select on ctx.Done() wherever it waits.", took(late), took(within))
		}
		b.nothingLeft()
	})
}
