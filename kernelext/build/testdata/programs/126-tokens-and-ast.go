// Go's own parser, printer and type checker at work on a source held in a string.
package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/format"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"slices"
)

const source = `package p
type T[E any] struct{ a, b E }
func (t *T[E]) Sum(f func(E,E) E) E { return f(t.a,t.b) }
const big = 1<<70 >> 68
var x = T[int]{1, big}
func init() { x.a++ }
`

type counter map[string]int

func (c counter) Visit(n ast.Node) ast.Visitor {
	if n == nil {
		return nil
	}
	c[fmt.Sprintf("%T", n)]++
	if _, ok := n.(*ast.BlockStmt); ok {
		return nil
	}
	return c
}

func main() {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", source, parser.SkipObjectResolution)
	if err != nil {
		panic(err)
	}
	c := counter{}
	ast.Walk(c, f)
	fmt.Println(c["*ast.Ident"], c["*ast.FuncDecl"], c["*ast.BlockStmt"], c["*ast.IncDecStmt"], f.Name)
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			fmt.Print(fset.Position(fn.Name.Pos()), " ", fn.Name, " ", fn.Recv.NumFields(), "; ")
		}
	}
	fmt.Println()
	pkg, err := new(types.Config).Check("p", fset, []*ast.File{f}, nil)
	names := pkg.Scope().Names()
	for _, n := range names {
		fmt.Println(pkg.Scope().Lookup(n))
	}
	fmt.Println(err, slices.IsSorted(names), constant.Compare(pkg.Scope().Lookup("big").(*types.Const).Val(), token.EQL, constant.MakeInt64(4)))
	obj, _, indirect := types.LookupFieldOrMethod(pkg.Scope().Lookup("x").Type(), true, pkg, "Sum")
	fmt.Println(obj.Type(), indirect)
	var s scanner.Scanner
	text := []byte("x<-'é'//c\n...0x_Fi")
	s.Init(fset.AddFile("", fset.Base(), len(text)), text, nil, scanner.ScanComments)
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		fmt.Printf("%s:%q ", tok, lit)
	}
	pretty, err := format.Source([]byte("package  p;func f( ){x:=1+2*3;_=x}"))
	fmt.Printf("\n%s%v\n", pretty, err)
	_, err = parser.ParseExpr("a + ")
	fmt.Println(err)
	v, err := types.Eval(fset, nil, token.NoPos, `len("abc") << 2`)
	fmt.Println(v.Value, v.Type, err)
}
