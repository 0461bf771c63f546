package cell

import (
	"go/ast"
	"go/types"
	"maps"
	"slices"
	"strconv"
)

// order puts the steps into the order in which they run: as they stand in the
// cell, except that a variable's declaration waits for those that its first value
// depends on, as at package level, and that init functions come before the next
// statement.
func (e *emission) order() {
	var steps []segment
	for _, s := range e.segments {
		if s.role == stepRole {
			steps = append(steps, s)
		}
	}
	o := &ordering{emission: e, steps: steps, values: map[types.Object]int{}, bodies: map[types.Object][2]int{}, done: map[int]bool{}}
	o.find()
	inits := e.initPieces()
	for i := 0; i < len(steps); {
		if s := steps[i]; s.piece.kind == statement {
			for len(inits) > 0 && inits[0] < slices.Index(e.pieces, s.piece) {
				o.init(&inits)
			}
			o.run(i)
			i++
			continue
		}
		n := i
		for n < len(steps) && steps[n].piece.kind == varDecl {
			n++
		}
		o.declarations(i, n)
		i = n
	}
	for len(inits) > 0 {
		o.init(&inits)
	}
	e.steps = o.ordered
}

type ordering struct {
	*emission
	steps   []segment
	values  map[types.Object]int    // the step that gives a declared variable its value
	bodies  map[types.Object][2]int // where functions of the cell stand
	done    map[int]bool
	ordered []segment
	count   int
}

func (o *ordering) find() {
	for _, d := range o.tree.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			if object := o.info.Defs[f.Name]; object != nil {
				o.bodies[object] = [2]int{o.offset(f.Pos()), o.offset(f.End())}
			}
		}
	}
	for i, s := range o.steps {
		if s.piece.kind != varDecl {
			continue
		}
		for _, name := range s.piece.names {
			if object := o.notebook.pkg.Scope().Lookup(name); object != nil {
				o.values[object] = i
			}
		}
	}
}

// declarations puts the variables of the steps from i to n, which stand side by
// side, into the order that Go has for a package.
func (o *ordering) declarations(i, n int) {
	ranks := map[*piece]int{}
	for rank, init := range o.info.InitOrder {
		for _, v := range init.Lhs {
			if s := o.segment(o.offset(v.Pos())); s != nil {
				ranks[s.piece] = rank
			}
		}
	}
	var order []int
	for ; i < n; i++ {
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(x, y int) int { return ranks[o.steps[x].piece] - ranks[o.steps[y].piece] })
	for _, i := range order {
		o.run(i)
	}
}

// run puts a step after those that it waits for.
func (o *ordering) run(i int) {
	if o.done[i] {
		return
	}
	o.done[i] = true
	if s := o.steps[i]; s.piece.kind == varDecl {
		for _, j := range slices.Sorted(maps.Keys(o.needs(s.from, s.to, map[types.Object]bool{}))) {
			o.run(j)
		}
	}
	o.ordered = append(o.ordered, o.steps[i])
}

// needs returns the steps on which a part of the text depends, through functions.
func (o *ordering) needs(from, to int, seen map[types.Object]bool) map[int]bool {
	all := map[int]bool{}
	for id, object := range o.info.Uses {
		if at := o.offset(id.Pos()); at < from || at >= to || seen[object] {
			continue
		}
		if f, ok := object.(*types.Func); ok {
			object = f.Origin()
		}
		if seen[object] {
			continue
		}
		seen[object] = true
		if i, ok := o.values[object]; ok {
			all[i] = true
		}
		if body, ok := o.bodies[object]; ok {
			maps.Copy(all, o.needs(body[0], body[1], seen))
		}
	}
	return all
}

// initPieces are the indexes of the cell's init functions.
func (a *attempt) initPieces() []int {
	var all []int
	for i, p := range a.pieces {
		if f, ok := p.decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			all = append(all, i)
		}
	}
	return all
}

func (o *ordering) init(inits *[]int) {
	o.ordered = append(o.ordered, segment{from: o.count, to: (*inits)[0]}) // the number of the function, and of its piece
	o.count++
	*inits = (*inits)[1:]
}

// renameInits gives the init functions names by which the cell calls them.
func (e *emission) renameInits() {
	n := 0
	for _, d := range e.tree.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			e.replace(f.Name, mark+"init"+strconv.Itoa(n)+directive(e.after(f.Name)))
			n++
		}
	}
}
