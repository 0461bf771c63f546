package toolchain

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const someRules = `package ssa

import "math"

func rewriteValueARM64(v *Value) bool {
	switch v.Op {
	case OpAddInt32x4:
		return rewriteValueARM64_OpAddInt32x4(v)
	case OpLsh64x64:
		return rewriteValueARM64_OpLsh64x64(v)
	case OpAMD64VPADDD128:
		v.Op = 1
		return true
	case OpAMD64VFMADD231SD:
		return true
	}
	return false
}
func rewriteValueARM64_OpAddInt32x4(v *Value) bool {
	for {
		break
	}
	return false
}
func rewriteValueARM64_OpLsh64x64(v *Value) bool {
	return math.MaxInt8 > 1
}
func rewriteBlockARM64(b *Block) bool {
	return false
}
`

// The rules of another machine become two functions that do nothing.
func TestWithoutRules(t *testing.T) {
	want := "package ssa\n\nfunc rewriteValueARM64(v *Value) bool { return false }\n\nfunc rewriteBlockARM64(b *Block) bool { return false }\n"
	if diff := cmp.Diff(want, string(withoutRules([]byte(someRules), "ARM64"))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Rules for vectors go, with the cases that call them; shifts, whose names have numbers too, and
// operations on single floating-point numbers stay.
func TestWithoutVectors(t *testing.T) {
	const want = `package ssa

import "math"

func rewriteValueARM64(v *Value) bool {
	switch v.Op {
	case OpLsh64x64:
		return rewriteValueARM64_OpLsh64x64(v)
	case OpAMD64VFMADD231SD:
		return true
	}
	return false
}
func rewriteValueARM64_OpLsh64x64(v *Value) bool {
	return math.MaxInt8 > 1
}
func rewriteBlockARM64(b *Block) bool {
	return false
}
`
	if diff := cmp.Diff(want, string(withoutVectors([]byte(someRules)))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
