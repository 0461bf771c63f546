package kernelext

// Sequential does the tasks 0 to n-1 one after the other on the caller's
// goroutine: the seminar's first program of each kind. It returns when the last
// has returned. A panic in a task passes through unchanged.
func Sequential(n int, do func(i int)) {
	atLeast(0, n, "Sequential needs 0 tasks or more")
	for i := range n {
		do(i)
	}
}
