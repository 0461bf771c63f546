//go:build gophernotes

// Deferred: builtins after defer and go. The file is copied into gomacro's package
// fast when the kernel is built.

package fast

import (
	r "reflect"

	xr "github.com/cosmos72/gomacro/xreflect"
)

// deferred makes a call of a builtin, close(c) say, one of a function of the type
// that it pretends to have: gomacro's builtins take and return reflected values.
func deferred(call *Call) *Call {
	f := r.ValueOf(call.Fun.Value)
	if !call.Builtin || !call.Fun.Const() || f.Kind() != r.Func || f.Type().NumIn() == 0 || f.Type().In(0) != rtypeOfValue {
		return call
	}
	t := call.Fun.Type.ReflectType()
	plain := xr.MakeValue(r.MakeFunc(t, func(in []r.Value) []r.Value {
		args := make([]r.Value, len(in))
		for i, v := range in {
			args[i] = r.ValueOf(xr.MakeValue(v))
		}
		f.Call(args)
		out := make([]r.Value, t.NumOut())
		for i := range out {
			out[i] = r.Zero(t.Out(i))
		}
		return out
	}))
	call.Fun = exprX1(call.Fun.Type, func(*Env) xr.Value { return plain })
	return call
}

var rtypeOfValue = r.TypeOf(xr.Value{})
