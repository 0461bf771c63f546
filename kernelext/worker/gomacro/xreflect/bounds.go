//go:build gophernotes

// Bounds: slicing out of range panics in the words of compiled code. The file
// is copied into gomacro's package xreflect when the kernel is built.

package xreflect

import r "reflect"

// checkSlice panics as v[i:j] does when the bounds are wrong.
func checkSlice(v r.Value, i, j int) {
	limit := v.Len()
	if v.Kind() == r.Slice {
		limit = v.Cap()
	}
	if 0 <= i && i <= j && j <= limit {
		return
	}
	if v.Kind() == r.String {
		_ = v.String()[i:j]
	}
	_ = make([]struct{}, v.Len(), limit)[i:j]
}
