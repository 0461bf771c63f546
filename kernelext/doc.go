// Package kernelext is what the seminar's notebooks import: the ways to get
// many tasks done, a fair way to measure them, and something to wait for.
//
//   - [Sequential], [Pool], [Threads] under a simulated GIL, [Loop] and
//     [Processes] do the same tasks in five ways. A [LoopLog] is what a Loop can tell of itself.
//   - [Compare] measures cases against each other and says how sure it is, and how far off
//     a prediction was; a [Sweep] does it for one piece of work and many numbers of workers.
//   - [Trace] records when each goroutine of a call ran, and when it waited.
//   - [Sites] are four web sites on loopback that are slow in a known way;
//     [Makespan] says how long fetching them must take at least.
//
// What takes over a second says how far it is, in one line that changes in its place and
// ends as "Compare: 12 runs in 3.40 s"; see package progress. That costs a task
// 8 ns at most and a measured run nothing that can be seen: with five changes a second it
// took 1.00 times as long as with none (BenchmarkProgress).
//
// A failure has one shape: the task's panic, a site that answers 500, a child
// process that dies. The tasks that have begun come to their end, no other
// begins, and then the call panics in the caller's goroutine with one error
// value, mostly a [*Panic]. Misuse panics with a sentence that begins with
// "kernelext:". Nothing is left running either way.
//
// The package works in any Go program on a Unix system and knows nothing of
// Jupyter. It is no library for production: a pool that returns errors and
// obeys a context is golang.org/x/sync/errgroup, a benchmark with a history is
// golang.org/x/perf/cmd/benchstat. No call takes a context, because a notebook
// stops a cell as a whole; nothing here has type parameters, because the
// notebook's interpreter has none.
package kernelext
