//go:build gophernotes

package main

import (
	"io"
	"os"
	"reflect"

	"github.com/cosmos72/gomacro/base"
	"github.com/cosmos72/gomacro/fast"
	"github.com/cosmos72/gomacro/imports"
	"github.com/cosmos72/gomacro/xreflect"

	"seminar/kernelext/cell"
	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/kernel/stack"
	showing "seminar/kernelext/worker/display"
)

// slots is how many variables and functions a session can declare before
// goroutines of earlier cells would lose sight of them. gomacro keeps the
// values of a session in two slices and copies them when they grow, while a
// goroutine goes on with the old ones. 65,536 slots are 2 MB.
const slots = 1 << 16

// An interpreter runs cells with gomacro, in the language that it has: Go 1.17.
type interpreter struct {
	kernel    Kernel // gophernotes' own
	sources   sources
	functions functions
	types     map[string]string // source of the types declared so far, by name
	because   []string          // why cells are run as they are
	memory    *memory
}

// newInterpreter starts gomacro. The goroutine that calls it is the one to run
// cells on.
func newInterpreter(show func(pipe.Bundle) error) *interpreter {
	ours := imports.Packages["display"]
	ours.Binds["Time"], ours.Binds["Show"], ours.Binds["Clear"] = reflect.ValueOf(showing.Time), reflect.ValueOf(showing.Show), reflect.ValueOf(showing.Clear)
	ours.Types["Handle"] = reflect.TypeFor[showing.Handle]()
	delete(ours.Proxies, "JSONer") // gophernotes' proxy does not satisfy its own interface
	ir := fast.New()
	ir.Comp.Stdout, ir.Comp.Stderr = io.Discard, io.Discard // its warnings, which no reader asked for
	ir.Comp.Universe.Importer = &xreflect.Importer{}        // asks reflection about types, not the Go toolchain
	ir.Comp.Options &^= base.OptShowPrompt | base.OptTrapPanic | base.OptModuleImport
	reserve(ir)
	display := displayer(show)
	ours.Binds["Display"] = reflect.ValueOf(display)
	in := &interpreter{kernel: Kernel{ir: ir}, types: map[string]string{}, memory: newMemory()}
	in.kernel.display = importPackage(ir, "display", "display")
	in.kernel.initRenderers()
	ir.DeclVar("Display", nil, display)
	fast.Crashed, fast.Overflowed = in.crashed, in.overflowed
	locate = func(number string) []stack.Frame { return in.frames(fast.At(number)) }
	return in
}

// reserve allocates the slots of the session ahead.
func reserve(ir *fast.Interp) {
	c := ir.Comp
	values, ints := c.BindNum, c.IntBindNum
	c.BindNum, c.IntBindNum = slots, slots
	ir.PrepareEnv()
	c.BindNum, c.IntBindNum = values, ints
}

// bundle makes a value that gophernotes rendered fit for the pipe.
func bundle(d Data) pipe.Bundle {
	return pipe.Bundle{Data: d.Data, Metadata: d.Metadata, Transient: d.Transient}
}

// output is where special commands write: into the cell.
func output() OutErr { return OutErr{os.Stdout, os.Stderr} }

// interrupts is true: gomacro's loops see an interrupt. What waits, or is in
// compiled code, does not, and the kernel ends the process.
func (in *interpreter) interrupts() bool { return true }

func (in *interpreter) interrupt() { in.kernel.ir.Interrupt(os.Interrupt) }

func (in *interpreter) where() []string { return in.trace(in.kernel.ir.Here()) }

func (in *interpreter) known() *cell.Notebook { return in.memory.recall() }

func (in *interpreter) adopt() { in.kernel.ir.Adopt() }
