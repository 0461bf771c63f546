// Package check holds concurrent code to what was asked of it, and says in words
// what it saw instead, what was expected and where.
//
//		check.AtMost(4, 20, func(task func(i int)) { kernelext.Pool(4, 20, task) })
//
//	  - [AtMost], [Once], [InOrder] look at how tasks are done: how many at once, each how often,
//	    results in which order.
//	  - [Within], [Cancelled], [NothingLeft] look at how a call ends: how soon, also when its context
//	    is canceled, and whether it leaves goroutines behind.
//	  - [NoRace] and [Schedules] look for what goes wrong only now and then: with the race detector, and
//	    under many orders of the same statements.
//	  - [Faster] measures; [Equal], [Wraps] and [Fails] look at a result, an error, a panic.
//
// A check that holds returns. One that does not panics with a [*Failure]; misuse panics with a
// sentence that begins with "check:". What cannot be judged, such as a speed-up on a machine that
// was busy, does not fail: it prints a sentence that says so.
//
// But for Faster, Equal, Wraps and Fails, the code runs in a bubble of testing/synctest, one call at a time: its
// clock is a false one, which moves when every goroutine of the bubble waits, and at once. So a
// task that sleeps an hour costs nothing, times are exact, and "nothing can move any more" is a
// fact and no guess. A wait for the network or for the system does not count as waiting: give the
// code functions that sleep. What has come to no end within [Patience] of real time fails, with
// the places where it is.
//
// In a notebook, a cell that uses the package is run in processes of its own, in which the declarations of
// the other cells are new and their variables have their first values: what breaks there costs that
// cell only. There, the names of imported packages and those that Go predeclares mean what they say, whatever
// cell has given one to something else; and what the cell declares is its own: a function of the other cells
// that uses a page goes on with its own page when the test has one, too.
//
// In any other program everything happens in that program. Then NoRace looks for races only
// if it was built with -race, Schedules has the order of statements that Go's scheduler gives,
// places are missing from what is said, and in a bubble a wait for a sync.Mutex, or for a channel of a
// package-level variable, is none, as testing/synctest has it.
//
// The package starts no process and compiles nothing. It is no testing framework: it has no names of
// tests, no set-up, and no report but the first failure.
package check
