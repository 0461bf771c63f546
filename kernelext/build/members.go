package build

import (
	"context"
	"fmt"
	"go/types"
	"os"
	"path/filepath"
	"strings"
)

// members writes a file into the copy of gophernotes by which the worker for compiled cells holds
// every package that a cell may import, with a table of its functions, variables and constants:
// cells that only show, call or assign find them there. The tables are data; the bindings that the
// interpreter needs are code, which takes longer to compile.
func (w *workspace) members(ctx context.Context, g command) error {
	packages, err := exported(ctx, g, w.flags())
	if err != nil {
		return err
	}
	all, err := importables(packages)
	if err != nil {
		return err
	}
	var head, body strings.Builder
	for i, p := range all {
		name := fmt.Sprintf("p%d", i)
		members, generic := table(p, name)
		if members == "" {
			name = "_"
		}
		fmt.Fprintf(&head, "\t%s %q\n", name, p.Path())
		fmt.Fprintf(&body, "\tbindings.Packages[%q] = bindings.Package{Generic: %#v, Load: func() imports.Package {\n", p.Path(), generic)
		fmt.Fprintf(&body, "\t\treturn bindings.Held(%q, []bindings.Member{\n%s\t\t})\n\t}}\n", p.Name(), members)
	}
	text := fmt.Sprintf(membersFile, head.String(), body.String())
	if err := os.WriteFile(filepath.Join(w.gophernotes, "members.go"), []byte(text), 0o644); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	return nil
}

const membersFile = `package main

import (
	"github.com/cosmos72/gomacro/imports"
	"seminar/kernelext/worker/bindings"

%s)

func init() {
%s}
`

// table writes the members of a package that is imported by that name, a line each, and returns the
// names of those that have type parameters: no value is one of these.
func table(p *types.Package, name string) (lines string, generic []string) {
	var b strings.Builder
	for _, member := range p.Scope().Names() {
		o := p.Scope().Lookup(member)
		if !o.Exported() || p.Path() == "unsafe" {
			continue
		}
		switch o := o.(type) {
		case *types.Const:
			fmt.Fprintf(&b, "\t\t\t{%q, %s, false},\n", member, sized(o, name+"."+member))
		case *types.Var:
			fmt.Fprintf(&b, "\t\t\t{%q, &%s.%s, true},\n", member, name, member)
		case *types.Func:
			if o.Signature().TypeParams() != nil {
				generic = append(generic, member)
				continue
			}
			fmt.Fprintf(&b, "\t\t\t{%q, %s.%s, false},\n", member, name, member)
		case *types.TypeName:
			if isGeneric(o.Type()) {
				generic = append(generic, member)
			}
		}
	}
	return b.String(), generic
}
