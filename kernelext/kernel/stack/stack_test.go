package stack_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"seminar/kernelext/kernel/stack"
)

func TestAFunctionIsNamedAsTheReaderWroteIt(t *testing.T) {
	for symbol, want := range map[string]string{
		"main.worker":                           "worker",
		"main.worker.func1":                     "worker.func1",
		"main.worker.func1.2":                   "worker.func1.2",
		"main.main":                             "main",
		"main.main.func1":                       "main.func1",
		"main.(*T).Set":                         "(*T).Set",
		"main.(*T).main.set":                    "(*T).set",
		"main.T.main.get":                       "T.get",
		"main.T.main.main":                      "T.main",
		"main.T.main.main.func1":                "T.main.func1",
		"main.(*T).main.set-fm":                 "(*T).set",
		"main.Map[...]":                         "Map",
		"main.Map[go.shape.[]int,go.shape.int]": "Map",
		"main.Map[...].func1":                   "Map.func1",
		"main.(*Stack[...]).Pop":                "(*Stack).Pop",
		"main.(*box[go.shape.struct { encoding/json.x int }]).main.put": "(*box).put",
		"main.ǀrun":                   "",
		"main.ǀrun.func1":             "func1",
		"main.ǀrun.func1.1":           "func1.1",
		"main.ǀrun.gowrap1":           "",
		"main.worker.deferwrap2":      "worker",
		"main.ǀinit0":                 "init",
		"main.ǀinit12.func1":          "init.func1",
		"main.sum-range1":             "sum",
		"main.sum-range1.func2":       "sum.func2",
		"main.xʹ.func1":               "x.func1",
		"main.xʺ.func1":               "x.func1",
		"main.index.put":              "index.put",
		"main.ǀrun.count.func1":       "count.func1", // inlined into ǀrun, as the following are
		"main.ǀrun.func1.countdown.1": "countdown.1",
		"main.f.(*T).each.func1":      "(*T).each.func1",
		"main.f.(*T).Each.func1.2":    "(*T).Each.func1.2",
		"main.f.T.main.each.func1":    "T.each.func1",
		"main.f.g.h.func1":            "g.h.func1",
		"main.ǀrun.main.count.func1":  "count.func1",
		"main.ǀrun.gowrap1.T.Get.1":   "T.Get.1",
		"main.T.Each.func1":           "T.Each.func1",
		"main.ǀrun.Each.func1":        "Each.func1",
		"main.ǀrun.func1.Each.func2":  "Each.func2",
		"main.func1":                  "func1", // the reader's
		"main.ǀrun.func1.ǀrun.func1.countdown.1.ǀrun.func1-range1-range3": "func1",
		"worker":                                   "worker", // the interpreter's
		"sync.(*WaitGroup).Go":                     "sync.(*WaitGroup).Go",
		"encoding/json.(*Decoder).Decode":          "json.(*Decoder).Decode",
		"slices.Sort[go.shape.[]int,go.shape.int]": "slices.Sort",
		"a]b": "ab",
		"":    "",
	} {
		if got := stack.Name(symbol); got != want {
			t.Errorf("%q: got %q, want %q", symbol, got, want)
		}
	}
}

func TestOnlyWhatIsInCellsIsRead(t *testing.T) {
	const trace = `panic: boom

runtime stack:
runtime.throw({0x2db6d6b?, 0x110c6a5?})
	runtime/panic.go:1229 +0x48

goroutine 28 gp=0xd1d5fc21a40 m=3 mp=0xd1d5fbf3008 [running labels:{"cell": "[1]"}]:
main.endless(0x0?)
	cell[1]:1 +0x17 fp=0xd1d7079c3b8 sp=0xd1d7079c3a0 pc=0x7f94965bf0f7
main.endless(...)
	cell[1]:1
...1000 frames elided...
main.endless(0x0?)
	cell[1]:1 +0x17
main.(*compiled).prepare.func2(0x35d57c28c0d0?)
	github.com/gopherdata/gophernotes@v0.7.5/compiled.go:135 +0x1b
created by main.(*execution).run in goroutine 21
	github.com/gopherdata/gophernotes@v0.7.5/execution.go:55 +0x97

goroutine 1 gp=0x3eb5cb1801e0 m=nil [chan receive]:
main.work()
	github.com/gopherdata/gophernotes@v0.7.5/work.go:87 +0x3b9

goroutine 30 [chan receive (leaked), 2 minutes]:
io.ReadAll({0x1, 0x2})
	io/io.go:712 +0x7e
main.read({0x1, 0x2})
	cell[2]:7 +0x2
...12 frames elided...
main.(*T).main.loop(...)
	cell[12]:34
created by main.(*T).main.start in goroutine 22
	cell[4]:12 +0x2c

goroutine 31 [select]:
net/http.(*persistConn).readLoop(0x1)
	net/http/transport.go:2325 +0xca5
created by main.ǀrun in goroutine 22
	cell[5]:1 +0x2c

goroutine 32 [IO wait labels:{"cell": "7", "site": "a"}]:
internal/poll.(*pollDesc).wait(0x1, {0x2, 0x3}, 0x4)
	internal/poll/fd_poll_runtime.go:84 +0x27
net/http.(*Server).Serve(0x5, {0x6, 0x7})
	net/http/server.go:3424 +0x30c
created by seminar/kernelext.ServeSites in goroutine 22
	seminar/kernelext/sites.go:1 +0x2c
`
	want := []stack.Goroutine{
		{Number: "28", State: "running", Frames: []stack.Frame{{Cell: "cell[1]", Line: 1, Function: "endless", Times: 1003}},
			Calls: []string{"main.endless", "main.endless", "main.endless", "main.(*compiled).prepare.func2"}},
		{Number: "30", State: "chan receive (leaked), 2 minutes", Elided: 12, Created: &stack.Frame{"cell[4]", 12, "(*T).start", 1},
			Frames: []stack.Frame{{"cell[2]", 7, "read", 1}, {"cell[12]", 34, "(*T).loop", 1}}, Calls: []string{"io.ReadAll", "main.read", "main.(*T).main.loop"}},
		{Number: "31", State: "select", Created: &stack.Frame{"cell[5]", 1, "", 1}, Calls: []string{"net/http.(*persistConn).readLoop"}},
		{Number: "32", State: "IO wait", Label: "7", Calls: []string{"internal/poll.(*pollDesc).wait", "net/http.(*Server).Serve"}},
	}
	got := stack.Goroutines(trace)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	for i, want := range []string{"cell[1]:1 in endless, 1003 times", "cell[2]:7 in read", "cell[5]:1", "net/http.(*Server).Serve"} {
		if got := got[i].Where(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := got[1].What(); got != "chan receive (leaked)" {
		t.Errorf("got %q", got)
	}
}

// FuzzTrace reads arbitrary text as a trace and as a report.
func FuzzTrace(f *testing.F) {
	f.Add("goroutine 1 [running]:\nmain.f(...)\n\tcell[1]:2\ncreated by main.ǀrun in goroutine 2\n\tcell[1]:3")
	f.Add("WARNING: DATA RACE\nRead at 0x1 by goroutine 2:\n  main.f()\n      cell[1]:2 +0x1\n\nGoroutine 2 (running) created at:\n  a.b()\n      c:1 +0x0\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, g := range stack.Goroutines(text) {
			for _, frame := range g.Frames {
				if frame.Times < 1 || frame.Cell == "" {
					t.Errorf("%+v", frame)
				}
			}
		}
		if said, _ := stack.Race(text); said == "" && text != "" {
			t.Error("a report became nothing")
		}
	})
}

// An interpreted cell's goroutine is in the interpreter, for all that a trace shows.
func TestAnInterpretedGoroutineIsInItsCell(t *testing.T) {
	g := stack.Goroutines("goroutine 5 [sleep labels:{\"cell\": \"4\"}]:\ntime.Sleep(0x1)\n\ttime.go:1\ngithub.com/cosmos72/gomacro/fast.(*Comp).Go.func1.1()\n\tstatement.go:2\n")
	if len(g) != 1 || g[0].Where() != "cell[4]" {
		t.Errorf("%+v", g)
	}
}
