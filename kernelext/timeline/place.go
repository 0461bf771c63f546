package timeline

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/exp/trace"
)

// standard are the first elements of the paths of Go's own packages. Where files lie
// was rejected as the sign: a program built with -trimpath does not say.
var standard = strings.Fields(`archive bufio bytes cmp compress container context crypto database debug embed encoding
	errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp
	runtime slices sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak`)

// ownPackage is the helper that notebooks import; what it starts beside its strategies'
// named goroutines is as little the reader's own as what Go's packages start.
const ownPackage = "seminar/kernelext"

// helps tells whether a function belongs to a package that is not the reader's own.
func helps(function string) bool {
	pkg := packageOf(function)
	first, _, _ := strings.Cut(pkg, "/")
	return function == "" || slices.Contains(standard, first) || pkg == ownPackage || pkg == ownPackage+"/timeline"
}

// carriers are functions of Go's packages that start a goroutine for somebody else's
// function: such a goroutine belongs to their caller.
var carriers = []string{"sync.(*WaitGroup).Go", "runtime.corostart", "iter.Pull"}

func carries(function string) bool {
	return slices.ContainsFunc(carriers, func(c string) bool { return strings.HasPrefix(function, c) })
}

// origin is where the code of a new goroutine stands: where it begins, or where it was
// handed to a carrier.
func origin(start, starter trace.Stack) (frame trace.StackFrame) {
	for frame = range start.Frames() { // the last is the outermost
	}
	if !carries(frame.Func) {
		return frame
	}
	for frame = range starter.Frames() {
		if !carries(frame.Func) {
			break
		}
	}
	return frame
}

// packageOf is the import path in a function's full name.
func packageOf(function string) string {
	dir, base := path.Split(function)
	base, _, _ = strings.Cut(base, ".")
	return dir + base
}

// interpreter runs cells that cannot be compiled; its frames say nothing of the reader's.
const interpreter = "github.com/cosmos72/gomacro/"

// placed names a frame: in a notebook by cell and line, elsewhere by its function.
func placed(f trace.StackFrame) string {
	if strings.HasPrefix(f.Func, interpreter) {
		return "goroutine"
	}
	if strings.HasPrefix(f.File, "cell[") {
		return fmt.Sprintf("%s:%d", f.File, f.Line)
	}
	return path.Base(f.Func)
}

// place is where in the reader's own code a goroutine waits: the innermost such line.
func (r *reader) place(s trace.Stack) string {
	if known, ok := r.places[s]; ok {
		return known
	}
	place := ""
	for f := range s.Frames() {
		if !helps(f.Func) && !strings.HasPrefix(f.Func, interpreter) {
			place = fmt.Sprintf("%s:%d", path.Base(f.File), f.Line)
			break
		}
	}
	r.places[s] = place
	return place
}
