package cell

import (
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// livePath is the package that cells call while they run.
const livePath = "seminar/kernelext/cell/live"

// An emission writes the package of a cell whose file has been checked.
type emission struct {
	*attempt
	edits    []edit
	entries  map[types.Object]*entry // what earlier cells declared, by object
	shared   map[types.Object]*entry // variables of the cell that live where an earlier one does
	again    map[types.Object]bool   // variables that are reached through a pointer here
	cells    map[int]bool            // whose packages are imported
	packages map[string]bool         // of members, likewise
	steps    []segment               // in the order in which they run
	heap     []string                // variables that are allocated
	cached   map[ast.Node]string     // loops that compute with copies, and how these are written back
	local    map[*ast.Ident]string   // the copies, where they are used
}

func (a *attempt) emission() *emission {
	e := &emission{attempt: a, entries: map[types.Object]*entry{}, shared: map[types.Object]*entry{}, again: map[types.Object]bool{}, cells: map[int]bool{}, packages: map[string]bool{}}
	for _, old := range a.notebook.names {
		if old.object != nil {
			e.entries[old.object] = old
		}
	}
	for _, old := range a.retyped {
		e.again[a.notebook.pkg.Scope().Lookup(old.name)] = true
	}
	e.points()
	e.share()
	e.allocate()
	e.cache()
	e.qualify()
	e.interruptible()
	e.show()
	e.retype()
	e.order()
	return e
}

// share finds the variables that the cell declares again with the type that they
// have, while earlier functions use them: these must go on with the same one.
func (e *emission) share() {
	own := e.ownNames()
	for name := range own {
		old, now := e.notebook.names[name], e.variable(name)
		if now == nil || old == nil || old.object == nil || !types.Identical(old.object.Type(), now.Type()) {
			continue
		}
		if _, isVar := old.object.(*types.Var); isVar && e.notebook.users(name, own) {
			e.shared[now] = old
		}
	}
}

// shadow ends the name of a variable that is there for its type only.
const shadow = "ʺ"

// allocate puts the cell's variables where the race detector watches them: it
// ignores the data of a plugin. x becomes a pointer, whose type follows from that
// of a shadow which is declared as x was.
func (e *emission) allocate() {
	if !e.notebook.options.Race {
		return
	}
	for id, object := range e.info.Defs {
		v, ok := object.(*types.Var)
		if !ok || v.Parent() != e.notebook.pkg.Scope() || e.shared[v] != nil || e.again[v] || id.Name == "_" {
			continue
		}
		e.again[v] = true
		e.heap = append(e.heap, id.Name)
		e.replace(id, id.Name+shadow+directive(e.after(id)))
	}
	slices.Sort(e.heap)
}

// qualify writes where things live that are not in this package. What stands behind
// a dot has said so itself: display.Display is the member Display.
func (e *emission) qualify() {
	selected := map[*ast.Ident]bool{}
	ast.Inspect(e.tree, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			selected[s.Sel] = true
		}
		return true
	})
	for id, object := range e.info.Uses {
		if selected[id] {
			continue
		}
		if name := e.local[id]; name != "" {
			e.replace(id, name+directive(e.after(id)))
			continue
		}
		old := e.entries[object]
		if old == nil {
			old = e.shared[object]
		}
		switch {
		case old != nil:
			e.reach(old)
			e.replace(id, old.expression(directive(e.position(id))))
		case e.again[object]:
			e.replace(id, "(*"+id.Name+")"+directive(e.after(id)))
		}
	}
	for id, object := range e.info.Defs {
		if object != nil && e.shared[object] != nil {
			e.replace(id, "_"+directive(e.after(id)))
		}
	}
}

// reach makes sure that the package imports where the entry lives.
func (e *emission) reach(old *entry) {
	if old.home > 0 {
		e.cells[old.home] = true
	} else {
		e.packages[old.path] = true
	}
}

// expression writes how another cell reaches the entry; at is put before the
// name itself, so that the name has the position of what it replaces.
func (e *entry) expression(at string) string {
	text := mark + strconv.Itoa(e.home) + "." + at + e.symbol
	if e.home == 0 {
		text = packageName(e.path) + "." + at + e.symbol
	}
	if e.pointer {
		return "(*" + text + ")"
	}
	return text
}

func (e *emission) replace(id *ast.Ident, with string) {
	from := e.offset(id.Pos())
	e.edits = append(e.edits, edit{from, from + len(id.Name), with})
}

func (e *emission) position(n ast.Node) position {
	p := e.notebook.fset.Position(n.Pos())
	return position{p.Filename, p.Line, max(1, p.Column)}
}

func (e *emission) after(id *ast.Ident) position {
	p := e.position(id)
	p.column += len(id.Name)
	return p
}

// show hands the value of the cell's last expression over.
func (e *emission) show() {
	s := e.lastStep()
	if s == nil {
		return
	}
	t := e.info.Types[s.X]
	if !t.IsValue() || t.IsVoid() {
		return
	}
	from, to := e.offset(s.Pos()), e.offset(s.End())
	call := runParam + ".Show("
	if e.pieces[len(e.pieces)-1].ends { // the semicolon asks for silence
		call = runParam + ".Hide("
	}
	// Before the edits of the expression's first and behind those of its last word.
	e.edits = append([]edit{{from, from, call + directive(e.position(s))}}, append(e.edits, edit{to, to, ")"})...)
}

// retype makes pointers of the variables of earlier cells that have a new type.
func (e *emission) retype() {
	for _, s := range e.segments {
		if s.role == retypedRole {
			e.cells[s.entry.home] = true
			e.edits = append(e.edits, edit{s.from, s.from, "*("}, edit{s.to, s.to, ")"})
		}
	}
}

// source writes the package.
func (e *emission) source() []byte {
	var b strings.Builder
	run := strings.LastIndex(e.text, "\nfunc "+runName+"() {")
	b.WriteString("package main\n")
	for _, path := range e.imports() {
		b.WriteString(path)
	}
	e.renameInits()
	b.WriteString(applyWithin(e.text, e.edits, len("package main\n"), run))
	for _, name := range e.heap {
		fmt.Fprintf(&b, "var %s = %s.Pointer(%s%s)\n", name, liveName, name, shadow)
	}
	fmt.Fprintf(&b, "\nfunc %s(%s *%s.Run) {", runName, runParam, liveName)
	for i, s := range e.steps {
		e.step(&b, i, s)
	}
	b.WriteString("\n}\n")
	e.register(&b)
	return []byte(b.String())
}

// step writes a statement, and after it that it has run.
func (e *emission) step(b *strings.Builder, i int, s segment) {
	if s.piece == nil { // an init function
		fmt.Fprintf(b, "%s%sinit%d()", lineDirective(e.pieces[s.to].at), mark, s.from)
	} else {
		b.WriteString(lineDirective(s.piece.at))
		b.WriteString(applyWithin(e.text, e.edits, s.from, s.to))
	}
	fmt.Fprintf(b, "\n%s.At(%d)", runParam, i+1)
}

// imports are those that no reader wrote: of earlier cells and of live.
func (e *emission) imports() []string {
	all := []string{fmt.Sprintf("import %s %q\n", liveName, livePath)}
	for _, home := range slices.Sorted(maps.Keys(e.cells)) {
		all = append(all, fmt.Sprintf("import %s%d %q\n", mark, home, Path(home)))
	}
	for _, path := range sortedKeys(e.packages) {
		all = append(all, fmt.Sprintf("import %s %q\n", packageName(path), path))
	}
	if len(e.retyped) > 0 {
		all = append(all, fmt.Sprintf("import %sunsafe %q\n", mark, "unsafe"))
	}
	return all
}

// register writes the init function that announces the cell.
func (e *emission) register(b *strings.Builder) {
	b.WriteString("func init() {\n")
	for _, s := range e.segments {
		if s.role == retypedRole {
			fmt.Fprintf(b, "%s.Retype(&%s, %sunsafe.Pointer(%s))\n", liveName, s.entry.name, mark, s.entry.address())
		}
	}
	for _, name := range e.heap {
		fmt.Fprintf(b, "%s.Allocate(&%s)\n", liveName, name)
	}
	fmt.Fprintf(b, "%s.Register(%q, %s, %s.Names{", liveName, Path(e.serial), runName, liveName)
	for _, name := range sortedKeys(e.exports()) {
		fmt.Fprintf(b, "%q: %s, ", name, e.exports()[name])
	}
	b.WriteString("})\n}\n")
}

// address is an expression for a pointer to the variable.
func (e *entry) address() string {
	text := mark + strconv.Itoa(e.home) + "." + e.symbol
	if e.pointer {
		return text
	}
	return "&" + text
}

// exports are the variables and functions of the package, by their names in the
// notebook: what can be called and shown without compiling anything.
func (e *emission) exports() map[string]string {
	all := map[string]string{}
	for _, symbol := range e.declared() {
		name := notebookName(symbol)
		switch o := e.notebook.pkg.Scope().Lookup(symbol).(type) {
		case *types.Var:
			switch {
			case e.again[o]:
				all[name] = symbol
			case e.shared[o] == nil:
				all[name] = "&" + symbol
			}
		case *types.Func:
			if o.Signature().TypeParams() == nil {
				all[name] = symbol
			}
		}
	}
	return all
}

// declared are the package's own names, but for those that no reader typed.
func (a *attempt) declared() []string {
	var names []string
	for _, d := range a.tree.Decls {
		for _, name := range declares(d) {
			if name != "_" && name != "init" && name != runName {
				names = append(names, name)
			}
		}
	}
	return names
}
