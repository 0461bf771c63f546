package build_test

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"seminar/kernelext/build"
	"seminar/kernelext/kernel/pipe"
)

// Every package that a cell may import does import: gomacro checks the proxies
// of each when it is loaded.
func TestImportEverything(t *testing.T) {
	t.Parallel()
	list, err := exec.Command("go", "list", "std").Output()
	if err != nil {
		t.Fatal(err)
	}
	s := newSession(t)
	imported := 0
	for path := range strings.FieldsSeq(string(list)) {
		if !build.Importable(path) {
			continue
		}
		imported++
		if a := s.execute("import _ \"" + path + "\""); a.err != nil || a.died || a.stdout+a.stderr != "" {
			t.Errorf("%s: %+v", path, a)
		}
	}
	if imported < 150 {
		t.Errorf("only %d packages of the standard library", imported)
	}
}

func TestKeepAndReplay(t *testing.T) {
	t.Parallel()
	first := newSession(t)
	a := first.execute(`import "fmt"

type point struct{ x, y int }

var origin = point{0, 0}

func (p point) sum() int { return p.x + p.y }

const answer, unused = 42, "x"
count := 3
_, other := 1, 2
func broken() int {
	list := []int{1}
	return list[answer]
}
func usesVar() int { return count }
func usesUser() int { return usesVar() + 1 }
fmt.Println("not kept")
for i := 0; i < 2; i++ { inner := i; _ = inner }`)
	if a.err != nil {
		t.Fatalf("%+v", a.err)
	}
	if want := []string{"origin", "count", "other"}; !slices.Equal(a.vars, want) {
		t.Errorf("Vars %q, want %q", a.vars, want)
	}
	for _, kept := range []string{`import "fmt"`, "type point struct{ x, y int }", "func (p point) sum() int { return p.x + p.y }", `const answer, unused = 42, "x"`} {
		if !strings.Contains(a.keep, kept) {
			t.Errorf("Keep lacks %q:\n%s", kept, a.keep)
		}
	}
	if strings.Contains(a.keep, "Println") || strings.Contains(a.keep, "origin") {
		t.Errorf("Keep holds what ran or a variable:\n%s", a.keep)
	}

	second := newSession(t)
	second.cell = first.cell
	again := second.ask(pipe.Request{Kind: pipe.Replay, Keeps: []pipe.Keep{{Cell: 1, Text: a.keep}}})
	if again.stdout+again.stderr != "" || again.result != nil {
		t.Errorf("replay showed something: %+v", again)
	}
	if again.err == nil || !strings.Contains(again.err.Value, "func usesVar() int is not declared again (undefined: count): run cell[1] again.") || !strings.Contains(again.err.Value, "usesUser") {
		t.Errorf("replay says %+v; want what could not be declared again", again.err)
	}
	if b := second.execute("fmt.Println(point{1, 2}.sum(), answer)"); b.stdout != "3 42\n" {
		t.Errorf("after the replay: %+v", b)
	}
	b := second.execute("broken()")
	if b.err == nil || !slices.Contains(b.err.Traceback, "cell[1]:14 in broken") || !slices.Contains(b.err.Traceback, "    return list[answer]") {
		t.Errorf("an error in a replayed function has lost its place: %+v", b.err)
	}
	if b := second.execute("count"); b.err == nil || b.err.Value != "undefined: count" {
		t.Errorf("a variable came back: %+v", b)
	}
}

func TestFailedCellChangesNothing(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.execute("x := 1\nfunc f() int { return 10 }\ntype T struct{ A int }")
	if a := s.execute("x := 2\nfunc f() int { return 20 }\ntype T struct{ B int }\nmissing"); a.err == nil || a.keep != "" || a.vars != nil {
		t.Fatalf("%+v", a)
	}
	if a := s.execute("x + f() + T{A: 5}.A"); a.text() != "16" {
		t.Errorf("%q, %+v; want 16", a.text(), a.err)
	}
}

// A value of a compiled type draws itself, with all of its representations.
func TestTable(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	a := s.execute(`import "seminar/kernelext"
&kernelext.Table{Rows: []kernelext.Row{{Name: "in order"}}}`)
	if a.result == nil || !strings.Contains(a.text(), "in order") || len(a.result.Data) < 2 {
		t.Errorf("%+v, %+v", a.result, a.err)
	}
}

// A cell that declares a type runs twice, and the functions of other cells go on
// working with it; a type that changed is a new one.
func TestTypeAgain(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	const cell = "type T struct{ A int }\nfunc (t T) Twice() int { return 2 * t.A }"
	s.execute(cell)
	s.execute("func f(t T) int { return t.Twice() }\nold := T{4}")
	s.execute(cell)
	if a := s.execute("f(T{3}) + f(old)"); a.text() != "14" {
		t.Errorf("%q, %+v; want 14", a.text(), a.err)
	}
	s.execute("type T struct{ A, B string }")
	if a := s.execute("T{B: \"new\"}.B"); a.text() != "new" {
		t.Errorf("%q, %+v", a.text(), a.err)
	}
	if a := s.execute("old.Twice()"); a.text() != "8" {
		t.Errorf("the old value has changed: %q, %+v", a.text(), a.err)
	}
}

func TestCompleteness(t *testing.T) {
	for name, start := range map[string]func(testing.TB, ...string) *session{"interpreted": newSession, "compiled": newHostSession} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testCompleteness(t, start(t))
		})
	}
	s := newHostSession(t)
	if e := s.completeness(t, "type Pair[T any] struct{ a, b T }\nfor range 3 {\n}"); e.Status != "complete" {
		t.Errorf("today's Go is %s where cells are compiled", e.Status)
	}
}

// completeness asks whether code could be run as it stands.
func (s *session) completeness(t *testing.T, code string) pipe.Event {
	t.Helper()
	s.id++
	if err := s.requests.Write(pipe.Request{ID: s.id, Kind: pipe.IsComplete, Code: code}); err != nil {
		t.Fatal(err)
	}
	e, err := s.next()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func testCompleteness(t *testing.T, s *session) {
	for _, c := range []struct{ code, status, indent string }{
		{"1 + 1", "complete", ""},
		{"", "complete", ""},
		{"func f() {", "incomplete", "\t"},
		{"for {\n\tif x {", "incomplete", "\t\t"},
		{"fmt.Println(", "incomplete", "\t"},
		{"x := 1 +", "incomplete", ""},
		{"x := `raw", "incomplete", ""},
		{"/* comment", "incomplete", ""},
		{"s := \"{\"", "complete", ""},
		{"// {", "complete", ""},
		{"x := '{'", "complete", ""},
		{"func f() {\n}", "complete", ""},
		{"x++", "complete", ""},
		{"import", "incomplete", ""},
		{"}", "invalid", ""},
		{"x := = 1", "invalid", ""},
		{"%help", "complete", ""},
		{"$ ls {\nx := 1", "complete", ""},
		{"fmt.Println(\"x\"\n}", "invalid", ""},
		{"fmt.Println(\"x)", "invalid", ""},
		{"func 1() {}", "invalid", ""},
	} {
		e := s.completeness(t, c.code)
		if e.Status != c.status || e.Indent != c.indent {
			t.Errorf("%q: %s %q, want %s %q", c.code, e.Status, e.Indent, c.status, c.indent)
		}
	}
	if a := s.execute("1"); a.text() != "1" {
		t.Errorf("asking changed the session: %+v", a)
	}
}

func TestEnvironment(t *testing.T) {
	t.Parallel()
	s := newSession(t, "SEMINAR_GOROOT=/a/go")
	if a := s.execute("import \"os\"\nos.Getenv(\"GOROOT\") + \",\" + os.Getenv(\"SEMINAR_MARK\") + os.Getenv(\"SEMINAR_GOROOT\")"); a.text() != "/a/go," {
		t.Errorf("%q; want the environment of whoever started Jupyter", a.text())
	}
	without := newSession(t)
	if a := without.execute("import \"os\"\n_, set := os.LookupEnv(\"GOROOT\")\nset"); a.text() != "false" {
		t.Errorf("GOROOT is set: %+v", a)
	}
}

// Marks reach the outputs of the process whatever a cell does to os.Stdout.
func TestClosedStdout(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.execute("import \"os\"\nos.Stdout.Close()")
	if a := s.execute("1 + 1"); a.text() != "2" {
		t.Errorf("%+v", a)
	}
}

// What a goroutine prints and shows after its cell has ended belongs to that cell,
// also while another one runs; what that one prints stays its own.
func TestLateOutput(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(testing.TB, ...string) *session{"interpreted": newSession, "compiled": newHostSession} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			s.execute(`import ("fmt"; "os"; "io"; "strings")
start, done := make(chan bool), make(chan bool)`)
			first := s.execute(`go func() {
	<-start
	fmt.Println("late")
	go func() { // its child, too
		fmt.Fprintln(os.Stderr, "later")
		io.Copy(os.Stdout, strings.NewReader("last\n"))
		Display("shown")
		done <- true
	}()
}()`)
			a := s.execute(`fmt.Println("before")
start <- true
<-done
fmt.Println("after")`)
			late := s.id - 1
			if want := fmt.Sprintf("before\n[%d]late\n[%[1]d]last\nafter\n", late); first.stdout != "" || a.stdout != want {
				t.Errorf("stdout is %q, want %q", a.stdout, want)
			}
			if want := fmt.Sprintf("[%d]later\n", late); a.stderr != want {
				t.Errorf("stderr is %q, want %q", a.stderr, want)
			}
			if len(a.of) != 1 || a.of[0] != late {
				t.Errorf("shown for the requests %d, want %d", a.of, late)
			}
		})
	}
}

// The end of the process has the lines at which a cell asked for it.
func TestExit(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(testing.TB, ...string) *session{"interpreted": newSession, "compiled": newHostSession} {
		for _, c := range []struct{ cell, want string }{
			{"import \"os\"\nfunc end() {\n\tos.Exit(3)\n}\nend()", "cell[1]:3 in end\n    os.Exit(3)\ncell[1]:5\n    end()"},
			{"import \"log\"\nlog.Fatal(1)", "cell[1]:2\n    log.Fatal(1)"},
			{"import \"os\"\nc := make(chan int)\ngo func() {\n\tos.Exit(0)\n}()\n<-c", "cell[1]:4"},
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				a := start(t).execute(c.cell)
				if got := strings.Join(a.exit, "\n"); !a.died || !strings.HasPrefix(got, c.want) {
					t.Errorf("%s\nsaid %q, want %q", c.cell, got, c.want)
				}
			})
		}
	}
}

// Whatever a cell does to its standard files, the next one has them.
func TestStandardFilesAreMended(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(testing.TB, ...string) *session{"interpreted": newSession, "compiled": newHostSession} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			s.execute(`import ("fmt"; "os"; "syscall"; "io")`)
			for _, c := range []struct{ cell, note string }{
				{"os.Stdout.Close()", "os.Stdout was closed; it leads to the notebook again."},
				{"os.Stdout = nil", "os.Stdout was nil; it leads to the notebook again."},
				{"syscall.Close(1)", "os.Stdout was closed; it leads to the notebook again."},
				{"os.Stderr.Close()", "os.Stderr was closed; it leads to the notebook again."},
				{"os.Stdin.Close()", "os.Stdin was closed; it leads to the notebook again."},
				{"os.Stdout.Close()\nf, _ := os.Open(\".\")", "os.Stdout was closed; it leads to the notebook again."}, // f has descriptor 1 from here on
			} {
				if a := s.execute(c.cell); len(a.notes) != 1 || a.notes[0] != c.note || a.stdout != "" {
					t.Errorf("%s: %+v", c.cell, a)
				}
				if a := s.execute("fmt.Println(1)\nfmt.Fprintln(os.Stderr, 2)"); a.stdout != "1\n" || a.stderr != "2\n" {
					t.Errorf("after %s: %+v", c.cell, a)
				}
			}
			s.execute("r, w, _ := os.Pipe()\nkept := os.Stdout\nos.Stdout = w\nfmt.Print(\"caught\")")
			if a := s.execute("os.Stdout = kept\nw.Close()\ntext, _ := io.ReadAll(r)\nstring(text)"); a.text() != "caught" || len(a.notes) != 0 {
				t.Errorf("a file that was put there: %+v", a)
			}
		})
	}
}

// A cell that reads asks its reader, behind what it has printed.
func TestInput(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(testing.TB, ...string) *session{"interpreted": newSession, "compiled": newHostSession} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			s.execute(`import ("fmt"; "os"; "bufio"; "io")`)
			for _, c := range []struct {
				cell  string
				lines []string
				want  string
			}{
				{"var a, b int\nfmt.Print(\"two? \")\nn, err := fmt.Scanln(&a, &b)\nfmt.Println(a + b, n, err)", []string{"3 4"}, "two? «»7 2 <nil>\n"},
				{"var word string\nfmt.Scan(&word)\nword", []string{"", "x y"}, "«»«»x"},
				{"in := bufio.NewScanner(os.Stdin)\nfor in.Scan() {\n\tfmt.Println(in.Text())\n}", []string{"a", "世界"}, "«»a\n«»世界\n«»"},
				{"text, err := io.ReadAll(os.Stdin)\nfmt.Println(len(text), err)", []string{"12345"}, "«»«»6 <nil>\n"},
				{"done := make(chan string)\ngo func() { s, _ := bufio.NewReader(os.Stdin).ReadString('\\n'); done <- s }()\n<-done", []string{"from a goroutine"}, "«»from a goroutine\n"},
			} {
				a := s.converse(c.cell, c.lines...)
				if got := a.stdout + a.text(); got != c.want || a.err != nil {
					t.Errorf("%s\nshowed %q, want %q: %+v", c.cell, got, c.want, a.err)
				}
			}
			if a := s.execute("var s string\n_, err = fmt.Scan(&s)\nerr != nil"); a.text() != "true" || len(a.notes) != 1 || !strings.Contains(a.notes[0], "nobody can be asked") {
				t.Errorf("without a reader: %+v", a)
			}
		})
	}
}

// An interrupt ends a cell that waits for its reader; its variables stay.
func TestInterruptedInput(t *testing.T) {
	t.Parallel()
	s := newHostSession(t)
	s.execute("import \"fmt\"\nvar word string\nn := 1")
	s.id++
	s.requests.Write(pipe.Request{ID: s.id, Kind: pipe.Execute, Code: "n = 2\nfmt.Scan(&word)\nn = 3", Cell: 2, Stdin: true})
	if e, err := s.next(); err != nil || e.Kind != pipe.Ask {
		t.Fatalf("%+v, %v", e, err)
	}
	s.requests.Write(pipe.Request{Kind: pipe.Interrupt})
	if e, err := s.next(); err != nil || e.Kind != pipe.Done || e.Error == nil || e.Error.Name != "interrupted" {
		t.Errorf("%+v, %v", e, err)
	}
	s.cell++
	if a := s.execute("n"); a.text() != "2" {
		t.Errorf("%+v", a)
	}
}

// The worker ends when the kernel does.
func TestKernelGone(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.hangUp()
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("the worker ended with %v", err)
	}
}

func TestArguments(t *testing.T) {
	t.Parallel()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
		ok   bool
	}{
		{[]string{"--version"}, "gophernotes 0.7.5", true},
		{[]string{"--help"}, "gophernotes CONNECTION_FILE", true},
		{nil, "needs exactly one argument", false},
		{[]string{"a", "b"}, "needs exactly one argument", false},
		{[]string{"--nonsense"}, "needs exactly one argument", false},
		{[]string{"worker"}, "is started by the kernel", false},
	} {
		out, err := exec.Command(path, c.args...).CombinedOutput()
		if (err == nil) != c.ok || !strings.Contains(string(out), c.want) {
			t.Errorf("gophernotes %q: %v, %s", c.args, err, out)
		}
	}
}

func TestWhatIsTooLargeToShowIsTold(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(testing.TB, ...string) *session{"interpreted": newSession, "compiled": newHostSession} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			s.execute(`import "strings"`)
			for cell, want := range map[string]string{
				`Display(display.HTML(strings.Repeat("x", 9<<20)))`:                         "A display is missing: it has 18 MB, at most 16 MB are shown.",
				`for i := 0; i < 3; i++ { Display(display.JSON(map[string]any{"a": 1i})) }`: "3 displays are missing; of the first one: json: unsupported type: complex128.",
			} {
				a := s.execute(cell)
				if a.err != nil || len(a.displays) > 0 || len(a.notes) != 1 || a.notes[0] != want {
					t.Errorf("%s: %.300s", cell, fmt.Sprintf("%+v", a))
				}
			}
			if a := s.execute("1"); len(a.notes) > 0 {
				t.Errorf("it is told again: %q", a.notes)
			}
		})
	}
}
