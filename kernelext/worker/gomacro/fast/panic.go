//go:build gophernotes

package fast

import (
	"go/token"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
)

// Crashed is called on the goroutine of a go statement that panicked, instead
// of the end of the process. It must not return.
var Crashed func(panicked any, at []token.Pos)

// crash is deferred by every go statement of a cell.
func (run *Run) crash() {
	if Crashed == nil {
		return
	}
	if p := recover(); p != nil {
		Crashed(p, run.where())
	}
}

// entered holds the *Run of the goroutines that run cells and of those that cells have
// started, by the number that the runtime gives them in its traces.
var entered sync.Map

// enter notes that the calling goroutine is the one of the Run; the returned function
// forgets it. It costs a microsecond or two.
func (run *Run) enter() (leave func()) {
	var b [64]byte
	number := strings.Fields(string(b[:runtime.Stack(b[:], false)]))[1] // goroutine 18 [running]:
	entered.Store(number, run)
	return func() { entered.Delete(number) }
}

// At returns the position of the statement that another goroutine waits at, and those
// of the calls that led there, innermost first; none when it is not known. One that
// runs while it is looked at may be said to be elsewhere.
func At(number string) (at []token.Pos) {
	run, ok := entered.Load(number)
	if !ok {
		return nil
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if recover() != nil {
			at = nil
		}
	}()
	return positions(run.(*Run).CurrEnv)
}

// noted holds, by *Run, where a goroutine was when it panicked: functions with
// deferred calls clean up gomacro's own stack while the panic passes through.
var noted sync.Map

// note is called when a panic leaves a function that defers. The first one of a
// panic knows most.
func (run *Run) note() { noted.LoadOrStore(run, positions(run.CurrEnv)) }

// forget is called when a function recovers from a panic.
func (run *Run) forget() { noted.Delete(run) }

func (run *Run) where() []token.Pos {
	if at, ok := noted.LoadAndDelete(run); ok {
		return at.([]token.Pos)
	}
	return positions(run.CurrEnv)
}

// deepest is how many calls of a stack are of use to a reader.
const deepest = 50

// positions walks gomacro's stack: the blocks of a function share their code,
// and the outermost of them knows the caller.
func positions(env *Env) []token.Pos { return walk(env, deepest) }

func walk(env *Env, most int) []token.Pos {
	var at []token.Pos
	for env != nil && len(at) < most {
		if env.IP < len(env.DebugPos) {
			at = append(at, env.DebugPos[env.IP])
		}
		for env != nil && env.Caller == nil {
			env = env.Outer
		}
		if env != nil {
			env = env.Caller
		}
	}
	return at
}
