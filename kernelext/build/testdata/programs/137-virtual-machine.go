// An assembler and a stack machine: opcodes by iota with names, decoding tables, traps as errors, a debugger hook.
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

type opcode byte

const (
	halt opcode = iota
	push
	add
	sub
	mul
	dup
	swap
	over
	drop
	jump
	jumpIf
	call
	ret
	out
	opcodes = iota
)

var names = [opcodes]string{"halt", "push", "add", "sub", "mul", "dup", "swap", "over", "drop", "jump", "jumpif", "call", "ret", "out"}

func (o opcode) String() string {
	if int(o) < len(names) {
		return names[o]
	}
	return "op" + strconv.Itoa(int(o))
}

func (o opcode) takes() bool { return o == push || o == jump || o == jumpIf || o == call }

type word struct {
	op  opcode
	arg int
}

type trap struct {
	pc   int
	word word
	err  error
}

func (t *trap) Error() string { return fmt.Sprintf("at %d (%v): %v", t.pc, t.word, t.err) }
func (t *trap) Unwrap() error { return t.err }

func (w word) String() string {
	if w.op.takes() {
		return fmt.Sprint(w.op, " ", w.arg)
	}
	return w.op.String()
}

var (
	errEmpty = errors.New("stack is empty")
	errSteps = errors.New("too many steps")
	lookup   = func() map[string]opcode {
		m := make(map[string]opcode, opcodes)
		for i, n := range names {
			m[n] = opcode(i)
		}
		return m
	}()
)

func assemble(text string) (code []word, err error) {
	labels, patches := map[string]int{}, map[int]string{}
	for f := strings.Fields(text); len(f) > 0; f = f[1:] {
		if l, ok := strings.CutSuffix(f[0], ":"); ok {
			labels[l] = len(code)
			continue
		}
		op, ok := lookup[f[0]]
		if !ok {
			return nil, fmt.Errorf("unknown %q", f[0])
		}
		w := word{op: op}
		if op.takes() {
			f = f[1:]
			if w.arg, err = strconv.Atoi(f[0]); err != nil {
				patches[len(code)] = f[0]
			}
		}
		code = append(code, w)
	}
	for at, l := range patches {
		code[at].arg = labels[l]
	}
	return code, nil
}

type machine struct {
	code        []word
	data, calls []int
	pc          int
	printed     []int
	hook        func(*machine)
}

var ops = map[opcode]func(a, b int) int{
	add: func(a, b int) int { return a + b },
	sub: func(a, b int) int { return a - b },
	mul: func(a, b int) int { return a * b },
}

func (m *machine) pop() int {
	if len(m.data) == 0 {
		panic(errEmpty)
	}
	defer func() { m.data = m.data[:len(m.data)-1] }()
	return m.data[len(m.data)-1]
}

func (m *machine) push(ns ...int) { m.data = append(m.data, ns...) }

func (m *machine) run(limit int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(error)
			if !ok {
				panic(r)
			}
			err = &trap{m.pc - 1, m.code[min(m.pc, len(m.code))-1], e}
		}
	}()
	for range limit {
		w := m.code[m.pc]
		m.pc++
		if m.hook != nil {
			m.hook(m)
		}
		switch w.op {
		case halt:
			return nil
		case push:
			m.push(w.arg)
		case add, sub, mul:
			b, a := m.pop(), m.pop()
			m.push(ops[w.op](a, b))
		case dup, drop:
			a := m.pop()
			if w.op == drop {
				break
			}
			m.push(a, a)
		case swap, over:
			b, a := m.pop(), m.pop()
			if m.push(b); w.op == over {
				m.data[len(m.data)-1] = a
				m.push(b)
			}
			m.push(a)
		case call:
			m.calls = append(m.calls, m.pc)
			fallthrough
		case jump:
			m.pc = w.arg
		case jumpIf:
			if m.pop() != 0 {
				m.pc = w.arg
			}
		case ret:
			last := len(m.calls) - 1
			m.pc, m.calls = m.calls[last], m.calls[:last]
		case out:
			m.printed = append(m.printed, m.pop())
		}
	}
	return errSteps
}

func main() {
	code, err := assemble(`push 6 call fact out push 0 jumpif 99 halt
fact: dup jumpif more drop push 1 ret more: dup push 1 sub call fact mul ret`)
	fmt.Println(code[:4], len(code), err)
	deepest := 0
	m := &machine{code: code, hook: func(m *machine) { deepest = max(deepest, len(m.calls)) }}
	fmt.Println(m.run(1000), m.printed, m.data, deepest)
	for _, bad := range []string{"add", "ret", "jump 7", "loop: jump loop", "push 1 out nope"} {
		code, err := assemble(bad)
		if err == nil {
			err = (&machine{code: code}).run(50)
		}
		var t *trap
		fmt.Println(err, errors.As(err, &t), errors.Is(err, errEmpty))
	}
	fmt.Println(opcode(77), out, names[len(names)-1])
}
