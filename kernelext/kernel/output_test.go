package kernel

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"seminar/kernelext/kernel/pipe"
)

func TestDisplaysAndPrintsKeepTheirOrder(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	var script []string
	want := "busy\nin 1\n"
	for i := range 100 {
		script = append(script, fmt.Sprintf("print %d", i), fmt.Sprintf("display %d", i))
		want += fmt.Sprintf("stdout: %d\ndisplay_data %d\n", i, i)
	}
	expect(t, c.run(script...), want+"idle\nreply ok 1\n")
}

func TestAllOutputOfACellComesBeforeItsIdle(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	got := c.run("flood 4", `write "the end"`)
	want := "busy\nin 1\nstdout: " + strings.Repeat(strings.Repeat("x", 1023)+"\n", 4<<10) + "the end" + "idle\nreply ok 1\n"
	if got != want {
		t.Errorf("got %d bytes, want %d, ending in %.200q", len(got), len(want), got[max(0, len(got)-200):])
	}
}

func TestOutputThatComesLateGoesToItsOwnCell(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	fifo := newFifo(t)
	id := c.send("shell", "execute_request", object{"code": "after await " + fifo + "\nafter print late\nafter display late, too"})
	expect(t, c.story(id), "busy\nin 1\nidle\nreply ok 1\n")
	f, err := os.OpenFile(fifo, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	for _, want := range []string{"stdout: late\n", "display_data late, too\n"} {
		if m := c.next("iopub"); m.line() != want || m.parent.MsgID != id {
			t.Errorf("got %q under %s, want %q under %s", m.line(), m.parent.MsgID, want, id)
		}
	}
}

func TestAFloodIsCutWithASentence(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	got := c.run("flood 32", "display after")
	if !strings.HasSuffix(got, "x\n"+tooMuch+"display_data after\nidle\nreply ok 1\n") {
		t.Errorf("ends in %q", got[max(0, len(got)-300):])
	}
	if len(got) > maxOutput+500 {
		t.Errorf("%d bytes are shown", len(got))
	}
	expect(t, c.run("print next"), "busy\nin 2\nstdout: next\nidle\nreply ok 2\n")
}

// gathered collects what an output shows.
func gathered() (*output, *[]string) {
	var shown []string
	o := newOutput(func(_ *cell, stream, text string) { shown = append(shown, stream+": "+text) }, nil)
	o.belongTo(&cell{})
	return o, &shown
}

// A goroutine of an earlier cell prints between the words of the one that runs.
func TestTheWorkerSaysWhoseTextItIs(t *testing.T) {
	var shown strings.Builder
	o := newOutput(func(c *cell, stream, text string) { fmt.Fprintf(&shown, "%d %s %q\n", c.number, stream, text) }, nil)
	earlier, running := &cell{number: 1}, &cell{number: 2}
	o.belongTo(running)
	for _, part := range []struct {
		of   *cell
		text string
	}{{running, "a"}, {earlier, "late \xe4\xb8"}, {running, "b"}, {running, "c"}, {nil, "of a cell that is forgotten"}, {earlier, "later"}} {
		o.own("stdout", part.of)
		o.write("stdout", []byte(part.text))
	}
	o.write("stderr", []byte("unsaid"))
	o.end()
	expect(t, shown.String(), `
		2 stdout "a"
		1 stdout "late \xe4\xb8"
		2 stdout "bc"
		1 stdout "later"
		2 stderr "unsaid"
	`)
}

func TestADeathIsShownWhereItBegan(t *testing.T) {
	w := &worker{cells: map[uint64]*cell{}}
	for number := range 4 {
		w.remember(uint64(10+number), &cell{number: number})
	}
	w.remember(14, &cell{number: 4, test: true}) // it has ended no process but its own
	for line, want := range map[string]int{"cell[2]:5 in f": 2, "main.main()": 3, "cell[77]:1": 3} {
		w.cause = &pipe.Error{Traceback: []string{"panic: boom", "goroutine 7 [running]:", "    " + line, "    created at cell[1]:3"}}
		if strings.HasPrefix(line, "main") {
			w.cause.Traceback = w.cause.Traceback[:3]
		}
		if got := w.blamed(); got.number != want {
			t.Errorf("%s: cell %d, want %d", line, got.number, want)
		}
	}
}

func TestManyShortWritesBecomeFewMessages(t *testing.T) {
	o, shown := gathered()
	for range 10_000 {
		o.write("stdout", []byte("0123456789abcde\n"))
	}
	o.end()
	if want := 10_000 * 16 / flushSize; len(*shown) < want || len(*shown) > want+2 {
		t.Errorf("%d messages, want about %d", len(*shown), want)
	}
}

func TestASlowPrinterIsSeenSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, shown := gathered()
		o.write("stdout", []byte("tick"))
		count := func() int {
			synctest.Wait()
			o.mu.Lock()
			defer o.mu.Unlock()
			return len(*shown)
		}
		time.Sleep(flushAfter - 1)
		if n := count(); n != 0 {
			t.Error("shown too early")
		}
		time.Sleep(time.Nanosecond)
		if n := count(); n != 1 {
			t.Errorf("%d messages, want 1", n)
		}
	})
}

func TestARuneIsNeverCut(t *testing.T) {
	o, shown := gathered()
	text := strings.Repeat("a世界𝄞é", 5000)
	for i := range len(text) {
		o.write("stdout", []byte(text[i:i+1]))
		if i%997 == 0 {
			o.flush()
		}
	}
	o.write("stderr", []byte("x"))
	o.end()
	for _, m := range *shown {
		if !utf8.ValidString(m) {
			t.Fatalf("cut: %.40q", m)
		}
	}
	if got := strings.ReplaceAll(strings.Join(*shown, ""), "stdout: ", ""); got != text+"stderr: x" {
		t.Errorf("lost something")
	}
}

func TestTheLimitDoesNotCutARune(t *testing.T) {
	c := &cell{shown: maxOutput - 2}
	if got := string(c.allow([]byte("a世"))); got != "a"+tooMuch {
		t.Errorf("got %q", got)
	}
	if got := c.allow([]byte("more")); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}

// However the pipe cuts marks and text into pieces, they are told apart.
func TestMarksAreFoundHoweverTheyAreCut(t *testing.T) {
	stream := "a" + pipe.Mark("s", 1) + "\x00b\x00s:" + pipe.Mark("s", 23) + pipe.Mark("other", 4) + pipe.Owner("s", 5) + "\x00s!6\x00" + pipe.Mark("s", 18446744073709551615)
	const want = "a[1]\x00b\x00s:[23]\x00other:4\x00<5>\x00s!6\x00[18446744073709551615]"
	for size := 1; size <= len(stream); size++ {
		var got strings.Builder
		s := newMarkScanner("s", func(n uint64) { fmt.Fprintf(&got, "[%d]", n) }, func(n uint64) { fmt.Fprintf(&got, "<%d>", n) })
		for rest := stream; rest != ""; {
			n := min(size, len(rest))
			s.scan([]byte(rest[:n]), func(b []byte) { got.Write(b) })
			rest = rest[n:]
		}
		if got.String() != want {
			t.Errorf("pieces of %d: got %q, want %q", size, got.String(), want)
		}
	}
}

func TestAMarkWhoseEventNeverComesStopsNothingForGood(t *testing.T) {
	g := newGate()
	done := make(chan struct{})
	for i := range 2 {
		go func() { g.arrive(i, 1); g.arrive(i, 2); done <- struct{}{} }()
	}
	g.await(2)
	g.release(2)
	<-done
	<-done
}

// A student's loop that clears and prints, or updates a display, as fast as it can.
func TestWhatNobodyCouldSeeIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var shown strings.Builder
		o := newOutput(func(_ *cell, _, text string) { fmt.Fprintf(&shown, "%q ", text) },
			func(_ *cell, wait bool) { fmt.Fprint(&shown, "clear ", wait, " ") })
		c := &cell{}
		o.belongTo(c)
		for i := range 100 {
			o.clear(c, true)
			o.write("stdout", fmt.Append(nil, i))
			time.Sleep(700 * time.Microsecond)
		}
		o.end()
		if got, want := shown.String(), `clear true clear true "28" clear true "57" clear true "86" clear true "99" `; got != want {
			t.Errorf("got %s", got)
		}
	})
}

func TestClearing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var shown strings.Builder
		o := newOutput(func(c *cell, _, text string) { fmt.Fprintf(&shown, "[%d]%q ", c.number, text) },
			func(c *cell, wait bool) { fmt.Fprintf(&shown, "[%d]clear(%v) ", c.number, wait) })
		one, two := &cell{number: 1}, &cell{number: 2}
		told := func(want string) {
			t.Helper()
			time.Sleep(flushAfter + 1)
			synctest.Wait()
			if got := strings.TrimSpace(shown.String()); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			shown.Reset()
		}
		o.belongTo(one)
		o.write("stdout", []byte("a"))
		o.clear(one, false)
		told(`[1]clear(false)`)
		o.clear(one, true)
		o.clear(one, false)
		told(`[1]clear(false)`)
		o.clear(one, false)
		o.clear(one, true)
		told(`[1]clear(false)`)
		o.belongTo(two)
		o.write("stdout", []byte("b"))
		o.clear(one, true) // by a goroutine of the cell before
		told(`[2]"b" [1]clear(true)`)
		o.clear(one, true)
		o.clear(two, false)
		told(`[1]clear(true) [2]clear(false)`)
		one.shown = maxOutput
		o.clear(one, true)
		if one.shown != 0 {
			t.Error("a cell that clears its output may not print again")
		}
		o.end()
	})
}

func TestUpdatesAreThinned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var shown strings.Builder
		u := newUpdates(func(_ *cell, e pipe.Event) {
			fmt.Fprintf(&shown, "%v%v ", e.Bundle.Transient["display_id"], e.Bundle.Data["text/plain"])
		})
		put := func(id string, i int) {
			u.put(&cell{}, id, pipe.Event{Bundle: &pipe.Bundle{Data: map[string]any{"text/plain": i}, Transient: map[string]any{"display_id": id}}})
		}
		for i := range 200 {
			put("a", i)
			if i%30 == 0 {
				put("b", i)
			}
			time.Sleep(700 * time.Microsecond)
		}
		u.flush()
		if got, want := shown.String(), "a0 b0 a72 b60 a144 b120 a199 b180 "; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

func TestTooManyDisplaysAreCutWithASentence(t *testing.T) {
	c := &cell{}
	if said, ok := c.admit(maxShown - fewShown); said != "" || !ok {
		t.Error("the first is too much")
	}
	if said, ok := c.admit(10); said != "" || !ok {
		t.Error("32 MB are too much")
	}
	if said, ok := c.admit(10); said != tooManyShown || ok {
		t.Errorf("said %q", said)
	}
	if said, ok := c.admit(10); said != "" || ok {
		t.Errorf("said %q again", said)
	}
}

func TestClearAndUpdateReachTheClient(t *testing.T) {
	c := serve(t, "fake-worker").connect(t)
	expect(t, c.run("print x", "sync", "clear", "display a", "update b"), `
		busy
		in 1
		stdout: x
		clear_output true
		display_data a
		update_display_data b
		idle
		reply ok 1
	`)
}
