package kernel

import "time"

// interrupt ends the cell that runs. A worker that can end it by itself, with all
// variables left as they are, gets some time for that; then, or at once where
// it cannot, the worker is killed. When no cell runs, interrupt does nothing.
func (s *session) interrupt() {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.run
	if r == nil || r.interrupted {
		return
	}
	r.interrupted = true
	close(r.stop)
	switch w := r.asked; {
	case w == nil:
	case w.soft:
		w.interrupt()
		time.AfterFunc(s.grace, func() { s.endRun(r, w) })
	default:
		w.kill()
	}
}

// endRun kills the worker of a cell that has not ended in time.
func (s *session) endRun(r *run, w *worker) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.run == r && r.asked == w {
		w.kill()
	}
}
