//go:build gophernotes

// Cells: what a worker needs of gomacro and cannot reach from outside. The
// file is copied into gomacro's package fast when the kernel is built.

package fast

import (
	"go/ast"
	"go/token"

	"github.com/cosmos72/gomacro/ast2"
	"github.com/cosmos72/gomacro/base"
	"github.com/cosmos72/gomacro/base/dep"
	"github.com/cosmos72/gomacro/base/reflect"
	"github.com/cosmos72/gomacro/gls"
	xr "github.com/cosmos72/gomacro/xreflect"
)

// A Step is one declaration, statement or expression of a cell, compiled.
type Step struct {
	Pos  token.Pos
	Expr *Expr
}

// Steps compiles a cell as Comp.Compile does: imports first, then declarations
// in the order in which they need each other. It leaves the steps apart, so that
// a panic at the cell's top level has a position.
func (c *Comp) Steps(cell ast2.Ast) []Step {
	sorter := dep.NewSorter()
	sorter.LoadAst(cell)
	imports, decls := extractImports(sorter.All())
	if len(imports.Specs) > 0 {
		c.MultiImport(imports)
	}
	var steps []Step
	for i, decl := range decls {
		if decl.Kind == dep.Func || decl.Kind == dep.Method || decl.Kind == dep.Var {
			c.announce(decls[i:])
		}
		if e := c.compileDecl(decl); e != nil {
			if e.Untyped() {
				e.ConstTo(e.DefaultType())
			}
			steps = append(steps, Step{decl.Pos, e})
		}
	}
	return steps
}

// announce declares the functions of a cell that come after one of them: gomacro
// orders declarations by need, which is no order where functions call each
// other in a circle. They get the slots that their own declarations will fill.
func (c *Comp) announce(later dep.DeclList) {
	for _, decl := range later {
		f, ok := decl.Node.(*ast.FuncDecl)
		switch {
		case !ok:
		case decl.Kind == dep.Func && f.Recv == nil:
			c.announceFunc(decl.Name, f.Type)
		case decl.Kind == dep.Method && len(f.Recv.List) == 1:
			c.announceMethod(f)
		}
	}
}

func (c *Comp) announceFunc(name string, f *ast.FuncType) {
	defer func() { recover() }() // its types are declared later: then it is in no circle with this one
	t, _, _ := c.TypeFunction(f)
	c.NewBind(name, FuncBind, t)
}

// RunStep runs one step on the calling goroutine, which must be the last one
// that called Adopt or New.
func (ir *Interp) RunStep(s Step) ([]xr.Value, []xr.Type) {
	env := ir.PrepareEnv()
	env.DebugPos, env.IP = []token.Pos{s.Pos}, 0
	env.Run.CurrEnv = env
	v, vs := s.Expr.AsXV(COptKeepUntyped)(env)
	return reflect.PackValues(v, vs), reflect.PackTypes(s.Expr.Type, s.Expr.Types)
}

// Adopt makes the calling goroutine the one that runs cells, after runtime.Goexit
// has ended the one before.
func (ir *Interp) Adopt() {
	run := ir.env.Run.getRun4Goid(gls.GoID())
	for env := ir.env; env != nil; env = env.Outer {
		env.Run = run
	}
}

// Where returns the position of the statement that a panicking goroutine was
// at, and those of the calls that led there, innermost first. It is called once
// a panic, after it was recovered.
func (ir *Interp) Where() []token.Pos { return ir.env.Run.where() }

// Here returns the position of the statement that the calling goroutine is at, and
// those of the calls that led there, innermost first. It is called by what a cell
// calls; other goroutines are nowhere.
func (ir *Interp) Here() []token.Pos {
	run := ir.env.Run.IrGlobals.glsGet(gls.GoID())
	if run == nil {
		return nil
	}
	return positions(run.CurrEnv)
}

// Begin forgets what an earlier cell left in the interpreter when it panicked.
func (ir *Interp) Begin() {
	run := ir.env.Run
	run.enter()
	run.forget()
	run.ExecFlags, run.Interrupt, run.DeferOfFun, run.PanicFun, run.Panic = 0, nil, nil, nil, nil
	run.Signals = base.Signals{} // an interrupt may have come after the cell's end
}
