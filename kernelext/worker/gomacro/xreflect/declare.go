//go:build gophernotes

package xreflect

import r "reflect"

// declareMethod stores a function of the right type, and no more, in the place
// of a method until its body is there. A method that the type had, with that
// same type, stays until then: a cell that does not compile changes nothing. The
// file is copied into gomacro's package xreflect when the kernel is built.
func (t *xtype) declareMethod(index int, signature Type) {
	rtype := signature.ReflectType()
	if rtype == rTypeOfForward {
		rtype = forwardFunc(signature)
	}
	if old := t.methodvalue[index]; !old.IsValid() || old.Type() != rtype {
		t.methodvalue[index] = r.Zero(rtype)
	}
}

// forwardFunc is the type that MakeFunc gives a function when a parameter or a
// result is of a type that refers to itself.
func forwardFunc(t Type) r.Type {
	return funcOfForward(t.NumIn(), t.NumOut(), t.IsVariadic())
}
