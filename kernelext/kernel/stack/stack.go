// Package stack reads what Go's runtime and its race detector write about the
// stacks of goroutines, and says it in the words of a notebook: positions in
// cells, and functions by the names that the reader gave them.
//
// It leaves out what is in no cell. It does not show lines of source, which the
// kernel process does not have, and it finds no crash and no report in a stream:
// that is its caller's part.
package stack

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Goroutine is one that has something to do with a cell.
type Goroutine struct {
	Number  string   // as the runtime counts; empty when the trace does not say
	State   string   // in the runtime's words: running; chan receive, 2 minutes
	Frames  []Frame  // those in cells, innermost first
	Elided  int      // how many frames the trace leaves out amid them, when they are not in a Times
	Created *Frame   // where a cell has started it; nil when no cell has
	Label   string   // the number of the cell that has started it, where traces show profiling labels
	Calls   []string // the functions that it is in, innermost first: net/http.(*Server).Serve
}

// Where returns the place in a cell that tells most about the goroutine: where it is,
// or else where it was started, or else the function that it is in.
func (g Goroutine) Where() string {
	switch {
	case len(g.Frames) > 0:
		return g.Frames[0].String()
	case g.Created != nil:
		return g.Created.String()
	case g.Label != "" && (len(g.Calls) == 0 || slices.ContainsFunc(g.Calls, interpreter)):
		return "cell[" + g.Label + "]"
	case len(g.Calls) > 0:
		return g.Calls[len(g.Calls)-1]
	}
	return ""
}

// interpreter tells the functions of gomacro, whose place in a cell no trace shows.
func interpreter(function string) bool {
	return strings.HasPrefix(function, "github.com/cosmos72/gomacro/fast.")
}

// What returns what the goroutine waits for or does, without how long: chan receive.
func (g Goroutine) What() string {
	what, _, _ := strings.Cut(g.State, ",")
	return what
}

// A Frame is a place in a cell.
type Frame struct {
	Cell     string // cell[3]
	Line     int
	Function string // see Name
	Times    int    // how often it follows itself, as it does in a recursion; at least 1
}

// String returns the frame as errors show it: cell[3]:5 in worker.
func (f Frame) String() string {
	text := fmt.Sprintf("%s:%d", f.Cell, f.Line)
	if f.Function != "" {
		text += " in " + f.Function
	}
	if f.Times > 1 {
		text += fmt.Sprintf(", %d times", f.Times)
	}
	return text
}

// The lines of a trace: runtime/traceback.go. Labels are quoted and inside the brackets in Go 1.26,
// and behind them, without quotes where none are needed, from 1.27 on.
var (
	head   = regexp.MustCompile(`^goroutine (\d+) (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[(.*?)(?: labels:(.*))?\](?: (\{.*\}))?:$`)
	label  = regexp.MustCompile(`"?cell"?: "?(\d+)`)
	place  = regexp.MustCompile(`^\s+(cell\[\d+\]):(\d+)`)
	elided = regexp.MustCompile(`^\.\.\.(\d+) frames elided\.\.\.$`)
)

// Goroutines reads the trace of one goroutine or of several, and what may stand
// around it. Goroutines that have nothing to do with a cell, by their places or by
// their label, are left out.
func Goroutines(trace string) []Goroutine {
	all := []Goroutine{{}}
	function, skipped := "", 0
	for line := range strings.Lines(trace) {
		line = strings.TrimRight(line, "\r\n")
		if m := match(head, "goroutine ", line); m != nil {
			all = append(all, Goroutine{Number: m[1], State: m[2]})
			if l := label.FindStringSubmatch(m[3] + m[4]); l != nil {
				all[len(all)-1].Label = l[1]
			}
		} else if f := callee(line); f != "" {
			g := &all[len(all)-1]
			g.Calls = append(g.Calls, f)
		} else if m := match(elided, "...", line); m != nil {
			skipped, _ = strconv.Atoi(m[1])
		} else if m := match(place, "\t", line); m != nil {
			all[len(all)-1].add(m[1], m[2], function, skipped)
			skipped = 0
		}
		function = line
	}
	return withCells(all)
}

// match is FindStringSubmatch for a pattern that begins with a text: most lines of a
// trace need no look at the pattern.
func match(pattern *regexp.Regexp, begin, line string) []string {
	if !strings.HasPrefix(line, begin) {
		return nil
	}
	return pattern.FindStringSubmatch(line)
}

// callee returns the function in a line like net/http.(*Server).Serve(0xc000, ...).
func callee(line string) string {
	if strings.HasPrefix(line, "created by ") || !strings.HasSuffix(line, ")") || strings.HasPrefix(line, "\t") {
		return ""
	}
	// The arguments are the last parentheses; there are none in them.
	i := strings.LastIndexByte(line, '(')
	if i <= 0 || strings.ContainsAny(line[:i], " \t:") {
		return ""
	}
	return line[:i]
}

// add adds the frame in the line of a function. When frames were skipped before
// it and it is as the one before them, they are taken for the same.
func (g *Goroutine) add(cell, line, function string, skipped int) {
	f := Frame{Cell: cell, Times: 1}
	f.Line, _ = strconv.Atoi(line)
	if by, ok := strings.CutPrefix(function, "created by "); ok {
		by, _, _ = strings.Cut(by, " in goroutine ")
		f.Function = Name(by)
		g.Created = &f
		return
	}
	if i := strings.LastIndexByte(function, '('); i > 0 && strings.HasSuffix(function, ")") {
		function = function[:i]
	}
	f.Function = Name(function)
	if n := len(g.Frames); n > 0 && g.Frames[n-1].same(f) {
		g.Frames[n-1].Times += 1 + skipped
		return
	}
	g.Elided += skipped
	g.Frames = append(g.Frames, f)
}

func (f Frame) same(other Frame) bool {
	return f.Cell == other.Cell && f.Line == other.Line && f.Function == other.Function
}

func withCells(all []Goroutine) []Goroutine {
	var some []Goroutine
	for _, g := range all {
		if len(g.Frames) > 0 || g.Created != nil || g.Label != "" {
			some = append(some, g)
		}
	}
	return some
}

// What the compiler adds to names: of range-over-func bodies, of method values,
// and of the wrappers that go and defer need.
var added = regexp.MustCompile(`-range\d+|-fm|\.gowrap\d+|\.deferwrap\d+`)

// Name returns a function's name as the reader wrote it, from the symbol in a
// trace: worker, (*T).set, worker.func1 for a function in it without a name, func1
// for one at the top level of a cell, and "" for that level itself.
//
// A cell is package main to the runtime. Its top level is the function ǀrun, its
// functions called init are ǀinit0, ǀinit1 and so on, and unexported methods have
// their package's name before them (package cell). A name from elsewhere keeps
// its package, without its path.
func Name(symbol string) string {
	name := added.ReplaceAllString(withoutTypes(symbol), "")
	name = name[strings.LastIndexByte(name, '/')+1:]
	name, inMain := strings.CutPrefix(name, "main.")
	name = marks.Replace(name)
	if !inMain {
		return name
	}
	name = innermost(strings.ReplaceAll(name, ".main.", "."))
	if inner, ok := strings.CutPrefix(name, "ǀrun"); ok {
		return strings.TrimPrefix(inner, ".")
	}
	if inner, ok := strings.CutPrefix(name, "ǀinit"); ok {
		return "init" + strings.TrimLeft(inner, "0123456789")
	}
	return name
}

// marks are what package cell adds to the reader's names, but for ǀ.
var marks = strings.NewReplacer("ʹ", "", "ʺ", "")

// unnamed is what the compiler calls a function without a name, in the function
// around it.
var unnamed = regexp.MustCompile(`^(func)?\d+$`)

// innermost returns the part of a function's name that says where its text is. The
// compiler puts before it what the function was inlined into: in f.(*T).all.func1,
// that is (*T).all.func1. In sum.count.func1, sum may as well be a type, and stays.
func innermost(name string) string {
	parts := strings.Split(name, ".")
	at := len(parts) - 1
	for at > 0 && unnamed.MatchString(parts[at]) {
		at--
	}
	if at == len(parts)-1 {
		return name
	}
	if at > 0 && !unnamed.MatchString(parts[at-1]) && !strings.Contains(parts[at-1]+parts[at], "ǀ") {
		at--
	}
	return strings.Join(parts[at:], ".")
}

// withoutTypes returns a symbol without its type arguments: [...], or in reports
// of the race detector [go.shape.[]int,go.shape.string].
func withoutTypes(symbol string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch {
		case r == '[':
			depth++
		case r == ']':
			depth = max(depth-1, 0)
			return -1
		}
		if depth > 0 {
			return -1
		}
		return r
	}, symbol)
}
