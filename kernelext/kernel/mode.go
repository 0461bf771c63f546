package kernel

import (
	"os"
	"path/filepath"
	"strings"

	"seminar/kernelext/kernel/pipe"
)

// argv returns the program that runs cells: the one for the mode, or for compiled cells, where it lies beside the kernel's own, else
// the kernel's own, which interprets them. It is looked for at each start: set-up
// may have come in between.
func (s *session) argv(mode string) []string {
	for _, m := range []string{mode, pipe.Host} {
		host := filepath.Join(filepath.Dir(s.program[0]), "gophernotes."+m, "worker")
		if info, err := os.Stat(host); err == nil && !info.IsDir() {
			return append([]string{host}, s.program[1:]...)
		}
	}
	return s.program
}

// renew replaces a worker at the wish of the cell that it has just run, and tells
// the cell what is gone.
func (s *session) renew(r *run, w *worker, done pipe.Event) {
	s.mu.Lock()
	s.mode = done.Restart
	if done.Forget {
		s.keeps = nil
	}
	s.mu.Unlock()
	w.kill()
	<-w.dead
	s.mu.Lock()
	r.asked = nil
	if s.life.Err() != nil || !s.rise.is(w) {
		s.mu.Unlock()
		return
	}
	f := s.fallen(w)
	f.all = done.Forget
	s.mu.Unlock()
	s.stream(r.cell, "stdout", strings.Join(f.consequences(), "\n")+"\n")
}
