package cell

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
)

// A Problem is why a cell cannot run.
type Problem struct {
	at      position
	Message string
}

// String writes the problem as the compiler does: cell[3]:5:12: undefined: x
func (p Problem) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", p.at.file, p.at.line, p.at.column, p.Message)
}

// A program is the file of an attempt, type-checked.
type program struct {
	tree     *ast.File
	info     *types.Info
	problems []Problem
	found    []types.Error
}

// typecheck parses and checks the file. The scope of the package is filled anew
// for each cell and stays the same object: go/types compares scopes by pointer
// when it looks at generic types.
func (a *attempt) typecheck() {
	n := a.notebook
	tree, err := parser.ParseFile(n.fset, "", a.text, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		a.problems = append(a.problems, Problem{position{a.file, 1, 1}, "this cell cannot be taken apart: " + err.Error()})
	}
	a.tree = tree
	a.fillScope()
	a.info = &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
	}
	a.found = nil
	conf := types.Config{Importer: n.imports, Context: n.context, GoVersion: n.options.GoVersion, Error: a.note}
	a.check(types.NewChecker(&conf, n.fset, n.pkg, a.info))
}

// check runs the type checker. It was not made for a package whose scope holds
// objects that its files do not declare: should it give up, the cell has a
// problem and the notebook goes on.
func (a *attempt) check(c *types.Checker) {
	defer func() {
		if p := recover(); p != nil {
			a.problems = append(a.problems, Problem{position{a.file, 1, 1}, fmt.Sprintf("this cell cannot be checked, write it in another way (go/types said: %v)", p)})
		}
	}()
	c.Files([]*ast.File{a.tree})
}

// parenthesize hides from the type checker's search for cycles, type A B, type B A,
// the types of earlier cells: it takes every type in the package's scope for one
// of the file's.
func (a *attempt) parenthesize(here map[string]bool) {
	ast.Inspect(a.tree, func(n ast.Node) bool {
		if s, ok := n.(*ast.TypeSpec); ok {
			if id, ok := s.Type.(*ast.Ident); ok && !here[id.Name] {
				s.Type = &ast.ParenExpr{Lparen: id.Pos(), X: id, Rparen: id.End()}
			}
		}
		return true
	})
}

// fillScope makes visible what the file does not declare itself.
func (a *attempt) fillScope() {
	here := map[string]bool{}
	for _, d := range a.tree.Decls {
		for _, name := range declares(d) {
			here[name] = true
		}
	}
	for name := range a.imported() {
		here[name] = true
	}
	a.parenthesize(here)
	scope := a.notebook.pkg.Scope()
	*scope = *types.NewScope(types.Universe, token.NoPos, token.NoPos, "")
	for name, e := range a.notebook.names {
		if e.object != nil && !here[name] {
			scope.Insert(e.object)
		}
	}
}

// declares returns the package-level names of a declaration.
func declares(d ast.Decl) []string {
	var names []string
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
			case *ast.ValueSpec:
				for _, id := range s.Names {
					names = append(names, id.Name)
				}
			}
		}
	}
	return names
}

// note takes an error of the type checker. Some are none in a cell.
func (a *attempt) note(err error) {
	var e types.Error
	if !errors.As(err, &e) || strings.HasPrefix(e.Msg, "\t") && len(a.found) == 0 {
		return
	}
	switch {
	case strings.HasPrefix(e.Msg, "declared and not used: "), strings.HasSuffix(e.Msg, " imported and not used"), strings.Contains(e.Msg, " imported as ") && strings.HasSuffix(e.Msg, " and not used"):
	case e.Msg == "function main is undeclared in the main package":
	case strings.HasSuffix(e.Msg, " is not used") && a.isLast(e.Pos):
	default:
		a.found = append(a.found, e)
	}
}

// lastStep is the cell's last statement when it is an expression, which is shown.
func (a *attempt) lastStep() *ast.ExprStmt {
	d, ok := a.tree.Decls[len(a.tree.Decls)-1].(*ast.FuncDecl)
	if !ok || d.Body == nil || len(d.Body.List) == 0 || len(a.pieces) == 0 || a.pieces[len(a.pieces)-1].kind != statement {
		return nil
	}
	s, _ := d.Body.List[len(d.Body.List)-1].(*ast.ExprStmt)
	return s
}

func (a *attempt) isLast(pos token.Pos) bool {
	s := a.lastStep()
	return s != nil && s.Pos() <= pos && pos < s.End()
}

// offset returns where in the text of the attempt a position is.
func (a *attempt) offset(pos token.Pos) int { return a.notebook.fset.PositionFor(pos, false).Offset }

// segment returns the one around an offset, or nil.
func (a *attempt) segment(offset int) *segment {
	for i := range a.segments {
		if s := &a.segments[i]; s.from <= offset && offset < max(s.to, s.from+1) {
			return s
		}
	}
	return nil
}

// again tells whether another attempt is needed: without the earlier declarations
// that do not compile any more, or with those that use a variable which has
// another type now.
func (a *attempt) again() bool {
	retry := false
	for _, e := range a.found {
		s := a.segment(a.offset(e.Pos))
		switch {
		case s == nil:
		case s.role == againRole:
			a.left[s.piece] = e.Msg
			retry = true
		case s.role == retypedRole:
			a.stale[s.entry.name] = e.Msg
			retry = true
		}
	}
	return retry || len(a.found) == 0 && a.variablesChanged()
}

// variablesChanged finds retyped variables whose memory looks different now, and
// declared ones that have another type than before while something uses them.
func (a *attempt) variablesChanged() bool {
	changed := false
	for _, e := range a.retyped {
		if _, stale := a.stale[e.name]; stale {
			changed = true // found while it was composed
		} else if now := a.notebook.pkg.Scope().Lookup(e.name); !sameLayout(e.object.Type(), now.Type()) {
			a.stale[e.name], changed = "the type has changed", true
		}
	}
	own := a.ownNames()
	for name := range own {
		old, now := a.notebook.names[name], a.variable(name)
		if now == nil || old == nil || old.object == nil || a.changed[name] {
			continue
		}
		if !types.Identical(old.object.Type(), now.Type()) && a.notebook.users(name, own) {
			a.changed[name], changed = true, true
		}
	}
	return changed
}

// variable returns the variable that the cell declares as name, or nil.
func (a *attempt) variable(name string) *types.Var {
	for _, symbol := range []string{name + prime, name} {
		if a.primed[name] == (symbol != name) {
			v, _ := a.notebook.pkg.Scope().Lookup(symbol).(*types.Var)
			return v
		}
	}
	return nil
}

// reported are the problems of the cell itself.
func (a *attempt) reported() []Problem {
	all := a.problems
	for _, e := range a.found {
		p := a.notebook.fset.Position(e.Pos)
		all = append(all, Problem{position{cmp.Or(p.Filename, a.file), max(1, p.Line), max(1, p.Column)}, e.Msg})
	}
	return all
}
