//go:build gophernotes

package fast

import (
	"go/token"
	"unsafe"
)

// MaxStack is how many bytes of stack a goroutine may use in interpreted functions. It
// must be less than the runtime's own limit, which ends the process without a line
// of the cell. Zero means that only the runtime's holds.
var MaxStack uintptr

// Overflowed is called on a goroutine that uses more. It gets where that is: the
// innermost calls, how many are left out, and the outermost. It must not return.
var Overflowed func(inner []token.Pos, leftOut int, outer []token.Pos)

// looksAtStack is after how many nested calls it is looked how large the stack is.
const looksAtStack = 1024

// checkStack looks whether the calling goroutine's stack is too large. Gomacro knows a
// goroutine by the address of its runtime.g, which begins with the stack's bounds.
func (env *Env) checkStack() {
	var here byte
	bounds := *(**[2]uintptr)(unsafe.Pointer(&env.Run.goid))
	if MaxStack > 0 && Overflowed != nil && bounds[1]-uintptr(unsafe.Pointer(&here)) > MaxStack {
		at := walk(env.Caller, env.CallDepth)
		Overflowed(at[:deepest], len(at)-2*deepest, at[len(at)-deepest:]) // there are thousands
	}
}
