//go:build go1.27

// go/types: hashers of types and texts of lists; go/scanner's End, go/token's File, constant.StringLen.
package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"hash/maphash"
)

const source = `package p
type A = []int
type S struct { X int "tag" }
type R struct { X int }
func (S) M[T any](x T) A { return nil }
func F[K comparable, V any](m map[K]V) {}
var a, b, c = struct{ X int "tag" }{}, struct{ X int }{}, S{}
var d, e A
var f []int = S{}.M("x")
func init() { F(map[string]bool{}) }
`

func main() {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", source, 0)
	fmt.Println(err, fset.File(file.Pos()))
	info := &types.Info{Instances: map[*ast.Ident]types.Instance{}}
	pkg, err := (&types.Config{GoVersion: "go1.27"}).Check("p", fset, []*ast.File{file}, info)
	fmt.Println(pkg, err)
	of := func(name string) types.Type { return pkg.Scope().Lookup(name).Type() }
	seed := maphash.MakeSeed()
	compare := func(h maphash.Hasher[types.Type], x, y string) string {
		sum := func(t types.Type) uint64 {
			var s maphash.Hash
			s.SetSeed(seed)
			h.Hash(&s, t)
			return s.Sum64()
		}
		return fmt.Sprint(x, y, " ", h.Equal(of(x), of(y)), " ", !h.Equal(of(x), of(y)) || sum(of(x)) == sum(of(y)), "; ")
	}
	for _, h := range []maphash.Hasher[types.Type]{types.Hasher{}, types.HasherIgnoreTags{}} {
		fmt.Printf("%T: %s%s%s%s\n", h, compare(h, "a", "b"), compare(h, "a", "c"), compare(h, "S", "R"), compare(h, "d", "f"))
	}
	m := of("S").(*types.Named).Method(0).Signature()
	fmt.Println(m, m.TypeParams(), m.Recv().Type(), of("F").(*types.Signature).TypeParams())
	for id, inst := range info.Instances {
		if id.Name == "F" {
			fmt.Println(inst, inst.TypeArgs)
		}
	}
	_, isAlias := of("A").(*types.Alias)
	fmt.Println(isAlias, constant.StringLen(constant.BinaryOp(constant.MakeString("añ"), token.ADD, constant.MakeString("b"))), constant.StringLen(constant.MakeUnknown()))

	var s scanner.Scanner
	text := []byte("x := `a\r\nb` // c\nreturn")
	s.Init(fset.AddFile("t.go", -1, len(text)), text, nil, scanner.ScanComments)
	fmt.Print(s.End() == token.NoPos)
	for pos, tok, lit := s.Scan(); tok != token.EOF; pos, tok, lit = s.Scan() {
		fmt.Printf(" %s %q %d-%d", tok, lit, fset.Position(pos).Offset, fset.Position(s.End()).Offset)
	}
	fmt.Println()
}
