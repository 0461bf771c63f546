//go:build gophernotes && compiled

package main

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"plugin"
	"strings"
	"sync/atomic"

	"github.com/cosmos72/gomacro/xreflect"

	"seminar/kernelext/cell"
	"seminar/kernelext/cell/live"
	"seminar/kernelext/check/exam"
	"seminar/kernelext/kernel/pipe"
	"seminar/kernelext/reference"
	"seminar/kernelext/toolchain"
	showing "seminar/kernelext/worker/display"
)

// A compiled runs cells as today's Go: what a cell declares or computes is
// compiled and opened as a plugin beside all earlier cells; what only shows, calls
// or assigns is run at once. gophernotes' interpreter stays for its special
// commands and its renderers.
type compiled struct {
	*interpreter
	kit      *toolchain.Kit
	notebook *cell.Notebook
	running  atomic.Pointer[execution]
	cells    int // that were compiled
	options  cell.Options
	exam     exam.Kind // "" unless this worker runs a test cell
}

func init() { newRunner = newCompiled }

// newCompiled starts the compiled way to run cells. Without what it needs, the
// interpreter runs them, and the first cell says so.
func newCompiled(show func(pipe.Bundle) error) (r runner, notes []string) {
	in := newInterpreter(show)
	kit, err := openKit()
	if err != nil {
		in.because = []string{"Cells are interpreted, in the language of Go 1.17 with a little of today's: " + err.Error()}
		return in, in.because
	}
	in.because = []string{"Cells are compiled, in the language of " + kit.GoVersion() + "."}
	c := &compiled{interpreter: in, kit: kit}
	c.options = known(cell.Options{Lookup: kit.Lookup, GoVersion: kit.GoVersion(), Race: raceMode, Source: c.source})
	c.notebook = cell.New(c.options)
	equip(displayer(show))
	endReading, locate = c.endReading, located
	return c, nil
}

// openKit opens what lies beside the worker's own binary.
func openKit() (*toolchain.Kit, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return toolchain.Open(filepath.Dir(self))
}

// equip puts gophernotes' functions where compiled cells find them.
func equip(show func(any) error) {
	showing.Shower = show
	showing.Any, showing.Auto, showing.File, showing.HTML, showing.Image = Any, Auto, File, HTML, Image
	showing.JPEG, showing.JSON, showing.JavaScript, showing.Latex = JPEG, JSON, JavaScript, Latex
	showing.MakeData, showing.MakeData3, showing.Markdown, showing.Math = MakeData, MakeData3, Markdown, Math
	showing.MIME, showing.PDF, showing.PNG, showing.SVG = MIME, PDF, PNG, SVG
}

// run runs a cell: special commands, then all of it checked, compiled, opened and
// run. A cell that does not compile changes nothing.
func (c *compiled) run(code string, number int) outcome {
	name := fmt.Sprintf("cell[%d]", number)
	c.sources.add(name, code)
	code, out, failure := c.specials(name, code)
	if failure != nil || out.restart != "" {
		out.err = failure
		return out
	}
	x := c.begin(number)
	defer c.end(x)
	if failure := c.modules(x.ctx, name, code); failure != nil {
		return outcome{err: failure, notes: out.notes}
	}
	u := c.notebook.Check(name, code)
	if c.exam == "" && tests(u) {
		return c.apart(x, u, name, code, out.notes)
	}
	then := c.execute(x, u)
	then.notes = append(out.notes, then.notes...)
	return then
}

// source is where the source of a module's package is.
func (c *compiled) source(path string) reference.Source {
	dir, files := c.kit.Source(path)
	return reference.Source{Path: path, Dir: dir, Files: files}
}

func (c *compiled) known() *cell.Notebook { return c.notebook }

func (c *compiled) completeness(code string) (status, indent string) {
	return completeness(code, cell.Parses)
}

// execute makes of a checked cell what it shows.
func (c *compiled) execute(x *execution, u *cell.Unit) outcome {
	if u.Problems != nil {
		return outcome{err: c.asTest(u, c.complaints(x.ctx, u))}
	}
	work, failure := c.prepare(x, u)
	if failure != nil {
		return outcome{err: failure}
	}
	begins(u.Keep, u.Variables())
	ended := c.watched(x, work)
	u.Commit(x.reached())
	out := outcome{keep: u.Keep, vars: u.Variables(), notes: append(u.Notes, c.growth()...)}
	switch {
	case ended.left:
		out.err = c.leftBehind(x)
	case ended.goexit:
		out.err = &pipe.Error{Name: "runtime.Goexit", Value: goexitSaid, Traceback: []string{goexitSaid}}
	case ended.panicked != nil:
		out.err = c.panicked(x, ended)
	case c.exam == "" || exam.Last(): // a value counts as points, for whoever finds it before an error
		out.result, out.err = c.render(u, x)
	}
	return c.examined(out, x, ended)
}

const goexitSaid = "runtime.Goexit ended the cell"

// prepare makes the cell ready to run: by reflection where that will do, else
// compiled and opened.
func (c *compiled) prepare(x *execution, u *cell.Unit) (func(*live.Run), *pipe.Error) {
	if u.Source == nil {
		return func(*live.Run) {}, nil
	}
	if work := c.direct(x, u); work != nil {
		return work, nil
	}
	opened, failure := c.open(x.ctx, u)
	if failure != nil {
		return nil, failure
	}
	return func(r *live.Run) { opened.Run(r) }, nil
}

// open compiles, links and opens the cell.
func (c *compiled) open(ctx context.Context, u *cell.Unit) (*live.Cell, *pipe.Error) {
	unit := toolchain.Unit{Path: u.Path, Source: u.Source, Imports: u.Imports}
	file, err := c.kit.Build(ctx, unit)
	if err != nil {
		return nil, c.buildError(err)
	}
	if _, err := plugin.Open(file); err != nil {
		return nil, &pipe.Error{Name: "load error", Value: "the compiled cell cannot be loaded: " + err.Error(), Traceback: []string{
			"load error: " + err.Error(), "This is a fault of the kernel, not of the cell. Restart the kernel; if that does not help, run: go tool seminar doctor"}}
	}
	c.kit.Loaded(unit)
	c.cells++
	return live.Opened(u.Path), nil
}

// buildError is the failure of a cell that the type checker had accepted.
func (c *compiled) buildError(err error) *pipe.Error {
	var rejected *toolchain.CompileError
	switch {
	case errors.Is(err, context.Canceled):
		return interruptedError("The cell was not run.")
	case errors.As(err, &rejected):
		return c.compilerError(rejected.Output)
	}
	return &pipe.Error{Name: "build error", Value: err.Error(), Traceback: []string{"build error: " + err.Error()}}
}

// complaints are the compiler's own words about a cell that has problems.
func (c *compiled) complaints(ctx context.Context, u *cell.Unit) *pipe.Error {
	_, err := c.kit.Build(ctx, toolchain.Unit{Path: u.Path, Source: u.Source, Imports: u.Imports})
	var rejected *toolchain.CompileError
	if errors.As(err, &rejected) {
		return c.compilerError(rejected.Output)
	}
	if errors.Is(err, context.Canceled) {
		return interruptedError("The cell was not run.")
	}
	var lines []string
	for _, p := range u.Problems {
		lines = append(lines, p.String())
	}
	return c.compilerError(strings.Join(lines, "\n"))
}

// render shows the values of the cell's last expression as gophernotes does.
func (c *compiled) render(u *cell.Unit, x *execution) (b *pipe.Bundle, failure *pipe.Error) {
	defer func() {
		if p := recover(); p != nil {
			b, failure = nil, c.panicError(p, nil)
		}
	}()
	values, shown := x.live.Values()
	if !shown {
		return nil, nil
	}
	if call, ok := u.Last().(*ast.CallExpr); ok && isWriting(call, values) {
		return nil, nil
	}
	var none *Kernel // gophernotes' way to say: values of compiled code
	data := none.autoRenderResults(values, make([]xreflect.Type, len(values)))
	if len(data.Data) == 0 {
		return nil, nil
	}
	if data.Data[MIMETypeText] == nil { // of a value that draws itself; terminals show text
		data.Data[MIMETypeText] = fmt.Sprint(values...)
	}
	shownAs := bundle(data)
	return &shownAs, nil
}

// crowded is the number of compiled cells from which on a restart is offered:
// each takes some memory, and Go never unloads a plugin.
const crowded = 1000

func (c *compiled) growth() []string {
	if c.cells < crowded || c.cells%100 != 0 {
		return nil
	}
	return []string{fmt.Sprintf("%d cells have been compiled into this process, and it never gets smaller. %%restart gives a new one, in which imports, types and functions are declared again.", c.cells)}
}

// replay declares again what a worker before this one had, all of it in one
// compilation.
func (c *compiled) replay(keeps []pipe.Keep) *pipe.Error {
	var texts []string
	for _, k := range keeps {
		for _, p := range piecesOf(k.Text) {
			c.sources.restore(p)
		}
		c.modules(context.Background(), "", k.Text) // one that is gone is undefined below
		texts = append(texts, k.Text)
	}
	u, missing := c.notebook.Replay(texts)
	if u.Source != nil {
		if _, failure := c.open(context.Background(), u); failure != nil {
			return failure
		}
	}
	u.Commit(0)
	if missing == nil {
		return nil
	}
	return &pipe.Error{Name: "not declared again", Value: strings.Join(missing, " "), Traceback: missing}
}
