//go:build gophernotes

package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"strconv"
	"strings"

	"github.com/cosmos72/gomacro/ast2"
	"github.com/cosmos72/gomacro/fast"
	"github.com/cosmos72/gomacro/xreflect"

	"seminar/kernelext/kernel/pipe"
)

// run runs a cell: its special commands, then all of it compiled, then step by
// step. A cell that does not compile changes nothing.
func (in *interpreter) run(code string, cell int) outcome {
	name := fmt.Sprintf("cell[%d]", cell)
	in.sources.add(name, code)
	code, out, failure := in.specials(name, code)
	if failure != nil || out.restart != "" {
		out.err = failure
		return out
	}
	nodes, steps, failure := in.compile(name, code)
	if failure != nil {
		return outcome{err: failure}
	}
	in.memory.ran(name, code)
	out.keep, out.vars = in.keep(code, nodes), variables(nodes)
	begins(out.keep, out.vars)
	values, types, failure := in.evaluate(steps)
	if failure != nil {
		out.err = failure
		return out
	}
	out.result, out.err = in.show(nodes, values, types)
	return out
}

// compile parses and compiles. When that fails, what the cell declared so far
// is taken back.
func (in *interpreter) compile(name, code string) (nodes []ast.Node, steps []fast.Step, failure *pipe.Error) {
	c := in.kernel.ir.Comp
	binds, types, texts := maps.Clone(c.Binds), maps.Clone(c.Types), maps.Clone(in.types)
	defer func() {
		if p := recover(); p != nil {
			c.Binds, c.Types, in.types = binds, types, texts
			failure = in.compileError(name, p)
		}
	}()
	c.Filepath, c.Line = name, 0
	if failure := in.checkNewer(name, code); failure != nil {
		return nil, nil, failure
	}
	nodes = c.ParseBytes([]byte(code))
	if failure := cmp.Or(in.checkPackage(nodes), in.checkImports(nodes)); failure != nil {
		return nil, nil, failure
	}
	tree := ast2.AnyToAst(nodes, "cell")
	if tree == nil {
		return nil, nil, nil
	}
	in.functions.add(nodes)
	in.freshTypes(code, nodes)
	return nodes, c.Steps(tree), nil
}

// evaluate runs the steps and returns the values of the last one.
func (in *interpreter) evaluate(steps []fast.Step) (values []xreflect.Value, types []xreflect.Type, failure *pipe.Error) {
	ir := in.kernel.ir
	defer func() {
		if p := recover(); p != nil {
			failure = in.panicError(p, ir.Where())
		}
	}()
	ir.Begin()
	for _, s := range steps {
		values, types = ir.RunStep(s)
	}
	return values, types, nil
}

// keep returns the source of the cell's imports, types, functions, methods and
// constants. Each begins with a line directive, so that an error in it still
// has its own position after it was declared again.
func (in *interpreter) keep(code string, nodes []ast.Node) string {
	var b strings.Builder
	for _, n := range nodes {
		switch d := n.(type) {
		case *ast.FuncDecl:
		case *ast.GenDecl:
			if d.Tok == token.VAR || d.Tok == token.PACKAGE {
				continue
			}
		default:
			continue
		}
		from, to := in.position(n.Pos()), in.position(n.End())
		fmt.Fprintf(&b, directive+"%s:%d\n%s\n", from.Filename, from.Line, code[from.Offset:min(to.Offset, len(code))])
	}
	return b.String()
}

// variables returns the names of the variables that the cell declared.
func variables(nodes []ast.Node) []string {
	var names []string
	add := func(id *ast.Ident) {
		if id.Name != "_" {
			names = append(names, id.Name)
		}
	}
	for _, n := range nodes {
		switch n := n.(type) {
		case *ast.GenDecl:
			for _, spec := range n.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && n.Tok == token.VAR {
					for _, id := range v.Names {
						add(id)
					}
				}
			}
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if id, ok := left.(*ast.Ident); ok && n.Tok == token.DEFINE {
					add(id)
				}
			}
		}
	}
	return names
}

// freshTypes makes gomacro forget the types that the cell declares differently
// than before: it would change the old type under the values that have it. A
// type declared again as it was, by a cell that runs twice, stays the same type.
func (in *interpreter) freshTypes(code string, nodes []ast.Node) {
	for _, n := range nodes {
		d, ok := n.(*ast.GenDecl)
		if !ok || d.Tok != token.TYPE {
			continue
		}
		for _, spec := range d.Specs {
			name := spec.(*ast.TypeSpec).Name.Name
			text := code[in.offset(spec.Pos()):in.offset(spec.End())]
			if in.types[name] != text {
				delete(in.kernel.ir.Comp.Types, name)
			}
			in.types[name] = text
		}
	}
}

// offset is where in its cell's code a position is.
func (in *interpreter) offset(p token.Pos) int { return in.position(p).Offset }

// importsOf returns the import specs of the cell.
func importsOf(nodes []ast.Node) []*ast.ImportSpec {
	var specs []*ast.ImportSpec
	for _, n := range nodes {
		if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.IMPORT {
			for _, spec := range d.Specs {
				if s, ok := spec.(*ast.ImportSpec); ok {
					specs = append(specs, s)
				}
			}
		}
	}
	return specs
}

func pathOf(s *ast.ImportSpec) string {
	path, err := strconv.Unquote(s.Path.Value)
	if err != nil {
		return s.Path.Value
	}
	return path
}
