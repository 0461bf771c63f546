package kernel

import (
	"regexp"
	"strings"

	"seminar/kernelext/check/exam"
	"seminar/kernelext/kernel/pipe"
)

// examine runs a test cell in processes of its own, one of each kind that it asks for, and returns
// how it failed, or nil. Whatever the cell does to such a process, by a crash, os.Exit or a loop without
// end, is this cell's failure and nobody else's; the process ends with the cell. What it writes to
// stderr is shown as output: whoever grades takes stderr for a failure, and it is none.
func (s *session) examine(r *run, code, needs string) *pipe.Error {
	s.mu.Lock()
	r.cell.test = true
	s.mu.Unlock()
	done, failure := s.examineIn(r, exam.Plain, code, needs)
	if failure != nil {
		return failure
	}
	for _, kind := range done.Wanted {
		if _, failure := s.examineIn(r, exam.Kind(kind), code, needs); failure != nil {
			return failure
		}
	}
	return nil
}

// examineIn runs it in one process. It blocks until that has ended.
func (s *session) examineIn(r *run, kind exam.Kind, code, needs string) (pipe.Event, *pipe.Error) {
	mode := pipe.Host
	if kind == exam.Race {
		mode = pipe.Race
	}
	w, failure := s.startIn(mode, func(c *cell, _, text string) { s.stream(c, "stdout", text) })
	if failure != nil {
		return pipe.Event{}, failure
	}
	defer func() { w.kill(); <-w.dead }()
	done, ok := w.ask(pipe.Request{Kind: pipe.Replay, Keeps: []pipe.Keep{{Text: needs}}, Exam: string(kind)}, r.cell, r.stop)
	if failure := s.howItEnded(r, w, done, ok); failure != nil {
		return done, failure
	}
	done, ok = w.ask(pipe.Request{Kind: pipe.Execute, Code: code, Cell: r.cell.number}, r.cell, r.stop)
	return done, s.howItEnded(r, w, done, ok)
}

// howItEnded is the failure of a request to such a process, or nil.
func (s *session) howItEnded(r *run, w *worker, done pipe.Event, answered bool) *pipe.Error {
	if answered {
		return done.Error
	}
	select {
	case <-r.stop:
		return interrupted()
	default:
	}
	<-w.dead
	if s.life.Err() != nil {
		return shutDown()
	}
	return apart(w.cause)
}

// apart says a death in the words of a test cell: it was no process in which other cells live, and that a
// bubble was in it is nobody's business.
func apart(cause *pipe.Error) *pipe.Error {
	failure := &pipe.Error{Name: cause.Name, Value: bubbles.ReplaceAllString(cause.Value, "")}
	for _, line := range cause.Traceback {
		if !strings.Contains(line, whereAllLive) {
			failure.Traceback = append(failure.Traceback, bubbles.ReplaceAllString(line, ""))
		}
	}
	failure.Traceback = append(failure.Traceback, examsOwn)
	return failure
}

// bubbles is what Go adds to the words of a panic that has passed through a bubble.
var bubbles = regexp.MustCompile(`, synctest bubble \d+| \[recovered, repanicked\]`)

// examsOwn is said below the failure of a test cell that has ended its process.
const examsOwn = "The test ran in a process of its own: nothing else is lost."
