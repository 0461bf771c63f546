package kernel

import "time"

// interrupt ends the cell that runs. A worker that can end it by itself, with all
// variables left as they are, gets some time for that; then, or at once where
// it cannot, the worker is killed. When no cell runs, interrupt does nothing.
func (s *session) interrupt() {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.run
	if r == nil || !r.interrupted.IsZero() {
		return
	}
	r.interrupted = time.Now()
	close(r.stop)
	switch w := r.asked; {
	case w == nil:
	case w.soft:
		go s.press(r, w)
	default:
		w.kill()
	}
}

// againAfter is how soon a worker is asked once more to end a cell: the first time
// may have been before the cell has reached it.
const againAfter = 100 * time.Millisecond

// press asks w to end r until it has, or until the grace is over: then it kills w.
func (s *session) press(r *run, w *worker) {
	for end := r.interrupted.Add(s.grace); s.askToEnd(r, w, end); {
		time.Sleep(min(againAfter, time.Until(end)))
	}
}

// askToEnd asks w once, and returns false when it need not be asked again. While
// the lock is held no other cell begins, so none is meant by mistake.
func (s *session) askToEnd(r *run, w *worker, end time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.run != r || r.asked != w:
		return false
	case time.Now().Before(end):
		w.interrupt()
		return true
	}
	w.kill()
	return false
}
