//go:build gophernotes

package fast

import (
	"go/token"
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
func positions(env *Env) []token.Pos {
	var at []token.Pos
	for env != nil && len(at) < deepest {
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
