package cell

import "go/types"

// sameLayout tells whether values of both types look the same in memory, down to
// the last pointer: types of the same name may have different methods, and
// nothing else may differ.
func sameLayout(x, y types.Type) bool {
	return (&layouts{seen: map[[2]types.Type]bool{}}).same(x, y)
}

type layouts struct{ seen map[[2]types.Type]bool }

func (l *layouts) same(x, y types.Type) bool {
	x, y = types.Unalias(x), types.Unalias(y)
	if x == y || l.seen[[2]types.Type{x, y}] {
		return true
	}
	l.seen[[2]types.Type{x, y}] = true
	if nx, ok := x.(*types.Named); ok {
		ny, ok := y.(*types.Named)
		if !ok || nx.Obj().Name() != ny.Obj().Name() || nx.Obj().Pkg() != ny.Obj().Pkg() {
			return false
		}
		return l.same(nx.Underlying(), ny.Underlying())
	}
	switch x := x.(type) {
	case *types.Pointer:
		y, ok := y.(*types.Pointer)
		return ok && l.same(x.Elem(), y.Elem())
	case *types.Slice:
		y, ok := y.(*types.Slice)
		return ok && l.same(x.Elem(), y.Elem())
	case *types.Array:
		y, ok := y.(*types.Array)
		return ok && x.Len() == y.Len() && l.same(x.Elem(), y.Elem())
	case *types.Map:
		y, ok := y.(*types.Map)
		return ok && l.same(x.Key(), y.Key()) && l.same(x.Elem(), y.Elem())
	case *types.Chan:
		y, ok := y.(*types.Chan)
		return ok && x.Dir() == y.Dir() && l.same(x.Elem(), y.Elem())
	case *types.Struct:
		y, ok := y.(*types.Struct)
		return ok && l.sameFields(x, y)
	case *types.Signature:
		y, ok := y.(*types.Signature)
		return ok && x.Variadic() == y.Variadic() && l.sameTuple(x.Params(), y.Params()) && l.sameTuple(x.Results(), y.Results())
	}
	return types.Identical(x, y) // interfaces too: a value in one keeps its own type
}

func (l *layouts) sameFields(x, y *types.Struct) bool {
	if x.NumFields() != y.NumFields() {
		return false
	}
	for i := range x.NumFields() {
		if x.Field(i).Name() != y.Field(i).Name() || x.Tag(i) != y.Tag(i) || !l.same(x.Field(i).Type(), y.Field(i).Type()) {
			return false
		}
	}
	return true
}

func (l *layouts) sameTuple(x, y *types.Tuple) bool {
	if x.Len() != y.Len() {
		return false
	}
	for i := range x.Len() {
		if !l.same(x.At(i).Type(), y.At(i).Type()) {
			return false
		}
	}
	return true
}
