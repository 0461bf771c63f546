//go:build gophernotes

package main

import (
	"fmt"
	"go/parser"
	"maps"
	"slices"
	"strings"

	"seminar/kernelext/kernel/pipe"
)

// answers evaluates a client's expressions, by name, after a cell that succeeded. They
// are cells of their own, which declare nothing and show nothing.
func (w *worker) answers(expressions map[string]string) map[string]pipe.Answer {
	if len(expressions) == 0 {
		return nil
	}
	answers := map[string]pipe.Answer{}
	for _, name := range slices.Sorted(maps.Keys(expressions)) {
		answers[name] = w.evaluate(expressions[name])
	}
	return answers
}

// theExpression is the number of the cell that an expression is: no cell's own.
const theExpression = 0

func (w *worker) evaluate(expression string) pipe.Answer {
	if _, err := parser.ParseExpr(expression); err != nil {
		return pipe.Answer{Error: &pipe.Error{Name: "compile error", Value: "no expression of Go: " + err.Error()}}
	}
	out := w.runner.run(expression, theExpression)
	switch {
	case out.err != nil:
		return pipe.Answer{Error: ofExpression(out.err)}
	case out.result == nil:
		return pipe.Answer{Bundle: &pipe.Bundle{Data: map[string]any{}}}
	}
	return pipe.Answer{Bundle: out.result}
}

// ofExpression names positions as ones in the expression.
func ofExpression(e *pipe.Error) *pipe.Error {
	cell := fmt.Sprintf("cell[%d]", theExpression)
	named := &pipe.Error{Name: e.Name, Value: strings.ReplaceAll(e.Value, cell, "expression")}
	for _, line := range e.Traceback {
		named.Traceback = append(named.Traceback, strings.ReplaceAll(line, cell, "expression"))
	}
	return named
}
