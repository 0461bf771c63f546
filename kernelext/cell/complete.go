package cell

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"seminar/kernelext/reference"
)

// A Completion is what fits at a place of a cell.
type Completion struct {
	Start, End int // the bytes of the code that a match replaces
	Matches    []Match
}

// A Match is one text that fits.
type Match struct {
	Text string
	Kind string // package, type, func, method, field, var, const, keyword or path
	Type string // of a function its parameters and results, of a variable its type; may be empty
}

// Complete returns what fits where the cursor is, a byte offset in the code of a cell
// that was not run: names that are in scope there, fields and methods of the expression
// before the dot, members of a package, imported or not, and import paths. What begins
// with the word before the cursor fits; where nothing does, what begins with it but for
// the case of the letters. With no word before the cursor, what the reader and Go's
// packages have declared is shown, without Go's own words.
//
// The code may be as broken as unfinished code is. It takes some milliseconds, and it
// waits for a Check that is under way.
func (n *Notebook) Complete(code string, cursor int) Completion {
	n.mu.Lock()
	defer n.mu.Unlock()
	cursor = min(max(cursor, 0), len(code))
	p := placeAt(code, cursor)
	switch {
	case p.imports:
		return Completion{p.from, p.to, n.importPaths(p.prefix(code))}
	case p.literal:
		return Completion{Start: cursor, End: cursor}
	case p.from == cursor:
		p.to = cursor // what begins here is not what is being typed
	}
	c := &candidates{notebook: n}
	c.collect(code, p)
	return Completion{p.from, p.to, c.fitting(p.prefix(code))}
}

// importPaths are the paths that begin with what was typed, or have an element that does.
func (n *Notebook) importPaths(typed string) []Match {
	var begin, within []Match
	for _, path := range n.options.Reference.Paths() {
		switch m := (Match{Text: path, Kind: "path"}); {
		case path == displayPath:
		case strings.HasPrefix(path, typed):
			begin = append(begin, m)
		case strings.Contains(path, "/"+typed):
			within = append(within, m)
		}
	}
	return append(begin, within...)
}

// displayPath is the package that cells know without an import.
const displayPath = "seminar/kernelext/worker/display"

// The order in which matches are shown.
const (
	localRank = iota
	ownRank   // of the notebook
	importRank
	goRank // predeclared
	keywordRank
	unimportedRank
)

// candidates are what could stand at the cursor, whatever the reader has typed.
type candidates struct {
	notebook *Notebook
	all      []candidate
}

type candidate struct {
	Match
	rank int
}

func (c *candidates) add(rank int, text, kind, typ string) {
	if text != "_" && !strings.HasPrefix(text, mark) {
		c.all = append(c.all, candidate{Match{notebookName(text), kind, typ}, rank})
	}
}

// object adds what an object's name means.
func (c *candidates) object(rank int, o types.Object) {
	kind, typ := c.notebook.describe(o)
	c.add(rank, o.Name(), kind, typ)
}

// collect finds out where the cursor is in the syntax.
func (c *candidates) collect(code string, p place) {
	s := c.notebook.sketch(code, p.from, p.to, placeholder)
	if s == nil {
		c.lexically(code, p)
		return
	}
	defer s.close()
	at := s.find(func(id *ast.Ident) bool { return strings.HasPrefix(id.Name, placeholder) })
	if at == nil || len(at.path) < 2 {
		c.lexically(code, p)
		return
	}
	switch parent := at.parent().(type) {
	case *ast.SelectorExpr:
		if parent.Sel == at.name {
			c.selected(s, parent.X)
			return
		}
	case *ast.CompositeLit:
		c.keys(s, parent)
	case *ast.KeyValueExpr:
		if lit, ok := at.path[len(at.path)-3].(*ast.CompositeLit); ok && parent.Key == at.name {
			c.keys(s, lit)
		}
	}
	c.inScope(s, at.name.Pos())
}

// lexically is for what cannot be mended: members of a package whose name stands
// there, else the notebook's names where a word has begun. Behind the end of an
// expression, say, nothing fits.
func (c *candidates) lexically(code string, p place) {
	if q := qualifier(code, p.from); q != "" {
		if e := c.notebook.names[q]; e != nil && e.object == nil {
			c.members(e.path)
		} else if e == nil {
			c.unimported(q)
		}
		return
	}
	if p.from == p.to {
		return
	}
	for _, e := range c.notebook.names {
		if e.object != nil {
			c.object(ownRank, e.object)
		}
	}
	c.imports()
	c.predeclared()
}

// selected adds what may stand behind the dot of x.
func (c *candidates) selected(s *sketch, x ast.Expr) {
	if id, ok := x.(*ast.Ident); ok {
		switch o := s.info.Uses[id].(type) {
		case *types.PkgName:
			c.packageMembers(o.Imported())
			return
		case nil:
			c.unimported(id.Name)
			return
		}
	}
	t := s.info.Types[x].Type
	if t == nil || t == types.Typ[types.Invalid] {
		return
	}
	for _, o := range selectable(t, c.notebook.pkg, s.info.Types[x].IsType()) {
		c.object(ownRank, o)
	}
}

// packageMembers adds what a package exports.
func (c *candidates) packageMembers(p *types.Package) {
	if len(p.Scope().Names()) == 0 {
		c.members(p.Path())
	}
	for _, name := range p.Scope().Names() {
		if token.IsExported(name) {
			c.object(ownRank, p.Scope().Lookup(name))
		}
	}
}

// unimported adds the members of the packages of that name.
func (c *candidates) unimported(name string) {
	for _, path := range c.notebook.options.Reference.Named(name) {
		c.members(path)
	}
}

// members adds the members of a package as the reference knows them.
func (c *candidates) members(path string) {
	p := c.notebook.document(path)
	if p == nil {
		return
	}
	for _, e := range p.Members("") {
		c.add(ownRank, e.Name, string(e.Kind), typeOf(e))
	}
}

// typeOf is what a signature says behind the name.
func typeOf(e reference.Entry) string {
	_, rest, _ := strings.Cut(e.Signature, e.Name)
	rest, _, _ = strings.Cut(rest, "\n")
	rest, _, _ = strings.Cut(rest, " = ")
	return strings.TrimSuffix(strings.TrimSpace(rest), " {")
}

// keys adds the fields of a struct that a literal makes.
func (c *candidates) keys(s *sketch, lit *ast.CompositeLit) {
	t := s.info.Types[lit].Type
	if t == nil {
		return
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if st, ok := t.Underlying().(*types.Struct); ok {
		for f := range st.Fields() {
			if visible(f, c.notebook.pkg) {
				c.object(localRank, f)
			}
		}
	}
}

// inScope adds all names that mean something at the position.
func (c *candidates) inScope(s *sketch, at token.Pos) {
	top := c.notebook.pkg.Scope()
	here := top.Innermost(at)
	for scope := here; scope != nil && scope != types.Universe; scope = scope.Parent() {
		rank := localRank
		if scope == top || scope.Parent() == top { // a file's scope holds what is imported with a dot
			rank = ownRank
		}
		for _, name := range scope.Names() {
			if _, o := here.LookupParent(name, at); o != nil && o == scope.Lookup(name) {
				c.object(rankOf(rank, o), o)
			}
		}
	}
	if here == nil {
		for _, name := range top.Names() {
			c.object(ownRank, top.Lookup(name))
		}
	}
	c.imports()
	c.predeclared()
}

func rankOf(rank int, o types.Object) int {
	if _, ok := o.(*types.PkgName); ok {
		return importRank
	}
	return rank
}

// imports adds the packages that earlier cells have imported.
func (c *candidates) imports() {
	for name, e := range c.notebook.names {
		if e.object == nil {
			c.add(importRank, name, "package", e.path)
		}
	}
}

// predeclared adds what Go itself knows, and the packages that could be imported.
func (c *candidates) predeclared() {
	builtin := c.notebook.document(reference.Builtin)
	for _, name := range types.Universe.Names() {
		o := types.Universe.Lookup(name)
		if e := builtin.Entry(name); e != nil && isBuiltin(o) {
			c.add(goRank, name, string(e.Kind), typeOf(*e))
		} else {
			c.object(goRank, o)
		}
	}
	for t := token.BREAK; t <= token.VAR; t++ {
		c.add(keywordRank, t.String(), "keyword", "")
	}
	for name, path := range c.notebook.options.Reference.Names() {
		c.add(unimportedRank, name, "package", path)
	}
}

// isBuiltin tells functions that no type describes.
func isBuiltin(o types.Object) bool {
	_, ok := o.(*types.Builtin)
	return ok
}

// fitting returns the candidates that fit the word before the cursor.
func (c *candidates) fitting(prefix string) []Match {
	ok := func(x candidate) bool { return strings.HasPrefix(x.Text, prefix) }
	if prefix == "" {
		ok = func(x candidate) bool { return x.rank < goRank }
	} else if !slices.ContainsFunc(c.all, ok) {
		ok = func(x candidate) bool {
			return len(x.Text) >= len(prefix) && strings.EqualFold(x.Text[:len(prefix)], prefix)
		}
	}
	slices.SortFunc(c.all, func(x, y candidate) int { return cmp.Or(x.rank-y.rank, strings.Compare(x.Text, y.Text)) })
	var fit []Match
	seen := map[string]bool{}
	for _, x := range c.all {
		if ok(x) && !seen[x.Text] {
			seen[x.Text] = true
			fit = append(fit, x.Match)
		}
	}
	return fit
}
