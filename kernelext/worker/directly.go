//go:build gophernotes && compiled

package main

import (
	"fmt"
	"go/types"
	"reflect"
	"sync/atomic"

	"github.com/cosmos72/gomacro/imports"

	"seminar/kernelext/cell"
	"seminar/kernelext/cell/direct"
	"seminar/kernelext/cell/live"
)

// direct makes a cell that only shows, calls or assigns ready to run as it is, or
// returns nil. With the race detector no cell does: its reports take the position of
// an access from compiled code.
func (c *compiled) direct(x *execution, u *cell.Unit) func(*live.Run) {
	s := u.Statements()
	if s == nil || raceMode {
		return nil
	}
	statements, ok := direct.Compile(world(s), s.List)
	if !ok {
		return nil
	}
	var current atomic.Int64
	x.place = func() string {
		file, line := s.Place(s.List[current.Load()])
		return fmt.Sprintf("%s:%d", file, line)
	}
	return func(r *live.Run) {
		for i, statement := range statements {
			current.Store(int64(i))
			if values := statement.Run(); s.Show && i == len(statements)-1 && values != nil {
				r.Show(values...)
			}
		}
	}
}

// world is where the names of a cell lead: to what earlier cells have registered,
// and to the packages in the binary.
func world(s *cell.Statements) direct.World {
	return direct.World{
		Info: s.Info,
		Object: func(o types.Object) reflect.Value {
			path, name := s.Home(o)
			if opened := live.Opened(path); opened != nil {
				return registered(opened.Names[name], o)
			}
			return packaged(path, name)
		},
		Package: packaged,
	}
}

// registered is a function as it is and a variable through its pointer.
func registered(v any, o types.Object) reflect.Value {
	if v == nil {
		return reflect.Value{}
	}
	if _, ok := o.(*types.Var); ok {
		return reflect.ValueOf(v).Elem()
	}
	return reflect.ValueOf(v)
}

// packaged is a member of a package in the binary.
func packaged(path, name string) reflect.Value {
	if !load(path) {
		return reflect.Value{}
	}
	return imports.Packages[path].Binds[name]
}
