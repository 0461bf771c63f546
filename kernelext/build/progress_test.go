package build_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"seminar/kernelext/kernel/pipe"
)

// Work of over a second says how far it is, in one place, and in the end how long it took.
func TestProgress(t *testing.T) {
	both(t, func(t *testing.T, s *session, _ bool) {
		s.execute(`import ("seminar/kernelext"; "time")`)
		a := s.execute("kernelext.Sequential(2, func(i int) { time.Sleep(600 * time.Millisecond) })")
		if len(a.displays) != 2 || a.updates[0] || !a.updates[1] || a.err != nil || a.stdout+a.stderr != "" {
			t.Fatalf("%+v, %v", a, a.err)
		}
		for i, want := range []string{`^Sequential: 2 of 2 tasks begun$`, `^Sequential: 2 tasks in \d\.\d\d s$`} {
			said := a.displays[i]
			if text := said.Data["text/plain"].(string); !regexp.MustCompile(want).MatchString(text) || said.Transient["display_id"] != a.displays[0].Transient["display_id"] {
				t.Errorf("said %+v, want %s", said, want)
			}
		}
		if a := s.execute("kernelext.Sequential(2, func(i int) { time.Sleep(time.Millisecond) })"); len(a.displays) != 0 {
			t.Errorf("of work that takes no time: %+v", a.displays)
		}
	})
}

// What waits for ever has said where it stood before its interrupted cell ends.
func TestInterruptedProgress(t *testing.T) {
	both(t, func(t *testing.T, s *session, _ bool) {
		s.execute("import \"seminar/kernelext\"\nnever := make(chan int)")
		s.id++
		s.cell++
		s.requests.Write(pipe.Request{ID: s.id, Kind: pipe.Execute, Cell: s.cell, Code: "kernelext.Pool(2, 5, func(i int) { <-never })"})
		said := s.saidBy(t, "Pool: ")
		if said.text != "Pool: 2 of 5 tasks begun" || said.update {
			t.Errorf("said %+v", said)
		}
		s.requests.Write(pipe.Request{Kind: pipe.Interrupt})
		last := s.saidBy(t, "Pool: ")
		if want := regexp.MustCompile(`^Pool: stopped after \d\.\d\d s; of 5 tasks, 2 had begun$`); !want.MatchString(last.text) || !last.update || last.id != said.id {
			t.Errorf("said %+v after %+v", last, said)
		}
	})
}

// saidBy passes over what a stuck cell says of itself.
func (s *session) saidBy(t *testing.T, who string) shown {
	for {
		if said := s.display(t); strings.HasPrefix(said.text, who) {
			return said
		}
	}
}

func TestHandles(t *testing.T) {
	both(t, func(t *testing.T, s *session, compiled bool) {
		text := func(a answer, i int) (string, string) {
			id, _ := a.displays[i].Transient["display_id"].(string)
			return fmt.Sprint(a.displays[i].Data["text/plain"]), id
		}
		a := s.execute("h := display.Show(\"first\")\ng := display.Show(2)\nh.Update(3)")
		if len(a.displays) != 3 || a.updates[0] || a.updates[1] || !a.updates[2] || a.err != nil || a.result != nil {
			t.Fatalf("%+v, %v", a, a.err)
		}
		said, id := text(a, 0)
		other, otherID := text(a, 1)
		again, againID := text(a, 2)
		if said != "first" || other != "2" || again != "3" || id == "" || id == otherID || id != againID {
			t.Errorf("%+v", a.displays)
		}
		if a := s.execute("h.Update(display.HTML(\"<b>later</b>\"))"); len(a.displays) != 1 || !a.updates[0] || a.displays[0].Transient["display_id"] != id || a.displays[0].Data["text/html"] != "<b>later</b>" {
			t.Errorf("of a later cell: %+v", a)
		}
		if a := s.execute("display.Show(\"last line\")"); len(a.displays) != 1 || a.result != nil {
			t.Errorf("of a last line: %+v", a)
		}
		if a := s.execute("display.Clear(true)\ndisplay.Clear(false)"); len(a.clears) != 2 || !a.clears[0] || a.clears[1] || a.result != nil {
			t.Errorf("%+v", a)
		}
		if a := s.execute("h.Update(display.MIME(display.MIMEMap{\"text/plain\": make(chan int)}, nil))"); a.err == nil || !strings.Contains(a.err.Value, "cannot be shown: json: unsupported type: chan int") {
			t.Errorf("of a channel: %+v", a)
		}
	})
}

// Many goroutines may update one handle, and show handles of their own.
func TestHandlesFromGoroutines(t *testing.T) {
	both(t, func(t *testing.T, s *session, _ bool) {
		a := s.execute(`import "seminar/kernelext"
h := display.Show("")
kernelext.Pool(20, 100, func(i int) { h.Update(i); g := display.Show(i); g.Update(-i) })
h.Update("done")`)
		ids, updates := map[any]int{}, 0
		for i, d := range a.displays {
			ids[d.Transient["display_id"]]++
			if a.updates[i] {
				updates++
			}
		}
		last := a.displays[len(a.displays)-1]
		if a.err != nil || len(ids) != 101 || updates != 201 || last.Data["text/plain"] != "done" || ids[last.Transient["display_id"]] != 102 {
			t.Errorf("%d places, %d updates, last %+v, %v", len(ids), updates, last, a.err)
		}
	})
}
