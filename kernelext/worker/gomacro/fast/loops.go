//go:build gophernotes

// Loops: a variable of its own for each iteration, which Go has since 1.22, and
// the range over an integer. The file is copied into gomacro's package fast when
// the kernel is built.

package fast

import (
	"go/ast"
	"go/constant"
	"go/token"
	r "reflect"

	"github.com/cosmos72/gomacro/base/untyped"
	xr "github.com/cosmos72/gomacro/xreflect"
)

// nextVariables compiles what comes before the post statement of a for: the
// variables of the loop become new ones, with the values of the old ones. They
// live in an environment of the interpreter, so that closures and pointers are
// the only ones who could tell, and those leave a mark on it, except pointers
// to variables that are not numbers: those are looked for in the source. A loop
// without them goes on with the variables that it has. The rejected way, copies
// in the source, needs two pointers a variable and gets goto and closures in the
// condition wrong.
func (c *Comp) nextVariables(node *ast.ForStmt) {
	if len(c.Binds) == 0 || c.UpCost == 0 {
		return
	}
	var boxed []int
	pointed := false
	for name, bind := range c.Binds {
		if class := bind.Desc.Class(); class == VarBind || class == FuncBind {
			boxed = append(boxed, bind.Desc.Index())
			u := uses{name: name, t: bind.Type, c: c}
			pointed = pointed || u.points(node.Body) || u.points(node.Post) || u.points(node.Cond)
		}
	}
	c.append(func(env *Env) (Stmt, *Env) {
		if pointed || env.UsedByClosure || env.IntAddressTaken {
			env = env.next(boxed)
		}
		env.IP++
		return env.Code[env.IP], env
	})
}

// next returns a copy of the environment of a loop; boxed are its variables that
// somebody can point to.
func (env *Env) next(boxed []int) *Env {
	next := NewEnv(env.Outer, len(env.Vals), len(env.Ints))
	next.IP, next.DebugComp = env.IP, env.DebugComp
	copy(next.Ints, env.Ints)
	copy(next.Vals, env.Vals)
	for _, i := range boxed {
		if old := env.Vals[i].ReflectValue(); old.IsValid() && old.CanAddr() {
			v := r.New(old.Type()).Elem()
			v.Set(old)
			next.Vals[i] = xr.MakeValue(v)
		}
	}
	return next
}

// ownVariables returns the range with variables that gomacro handles well: where
// the reader's are not new ones, or somebody could tell whether they are the same
// in each iteration, it hides those that count and sets the reader's from them
// at the head of the body:
//
//	for ǀkey, ǀvalue := range x { k, v := ǀkey, ǀvalue; { body } }
//
// gomacro counts with the reader's own key, so that setting it in the body would
// change the count, and after the loop it would be one too large.
func (c *Comp) ownVariables(node *ast.RangeStmt, t xr.Type) *ast.RangeStmt {
	if isBlank(node.Key) && isBlank(node.Value) || node.Tok == token.DEFINE && !c.tells(node, t) {
		return node
	}
	own, set := *node, &ast.AssignStmt{TokPos: node.TokPos, Tok: node.Tok}
	own.Tok = token.DEFINE
	own.Key = hidden("ǀkey", node.Key, set)
	own.Value = hidden("ǀvalue", node.Value, set)
	own.Body = &ast.BlockStmt{Lbrace: node.Body.Lbrace, List: []ast.Stmt{set, node.Body}, Rbrace: node.Body.Rbrace}
	return &own
}

func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return e == nil || ok && id.Name == "_"
}

// hidden returns what stands for a variable of a range, and adds to set how the
// variable gets its value.
func hidden(name string, variable ast.Expr, set *ast.AssignStmt) ast.Expr {
	if isBlank(variable) {
		return variable
	}
	set.Lhs = append(set.Lhs, variable)
	set.Rhs = append(set.Rhs, &ast.Ident{NamePos: variable.Pos(), Name: name})
	return &ast.Ident{NamePos: variable.Pos(), Name: name}
}

// tells reports whether the body of a range over a t can tell that its variables
// are the same in each iteration, or that the key is what counts.
func (c *Comp) tells(node *ast.RangeStmt, t xr.Type) bool {
	key, value := c.TypeOfInt(), c.TypeOfInt32()
	switch t.Kind() {
	case r.Map:
		key, value = t.Key(), t.Elem()
	case r.Chan:
		key = t.Elem()
	case r.Array, r.Slice:
		value = t.Elem()
	case r.Ptr:
		if t.Elem().Kind() == r.Array {
			value = t.Elem().Elem()
		}
	case r.String:
	default:
		key = t
	}
	for e, t := range map[ast.Expr]xr.Type{node.Key: key, node.Value: value} {
		if id, ok := e.(*ast.Ident); ok {
			u := uses{name: id.Name, t: t, c: c}
			if u.closure(node.Body) || u.points(node.Body) || e == node.Key && u.sets(node.Body) {
				return true
			}
		}
	}
	return false
}

// countType returns the type of an untyped constant that a range is over: an
// integer has that of the variable that it is assigned to.
func (c *Comp) countType(node *ast.RangeStmt, x *Expr) xr.Type {
	lit, ok := x.Value.(UntypedLit)
	if ok && node.Tok == token.ASSIGN && !isBlank(node.Key) && (lit.Kind == untyped.Int || lit.Kind == untyped.Rune) {
		if t := c.Place(node.Key).Type; isInteger(t) {
			return t
		}
	}
	if t := x.DefaultType(); t != nil {
		return t
	}
	c.Pos = node.X.Pos()
	c.Errorf("cannot range over %v", node.X)
	return nil
}

func isInteger(t xr.Type) bool { return t.Kind() >= r.Int && t.Kind() <= r.Uintptr }

// rangeCount compiles a range over an integer.
func (c *Comp) rangeCount(node *ast.RangeStmt, x *Expr, jump *rangeJump) {
	t := x.Type
	c.checkCount(node, t)
	limit := c.Bind(c.DeclVar0("", t, x))
	name := ""
	if !isBlank(node.Key) {
		name = node.Key.(*ast.Ident).Name
	}
	count := c.DeclVar0(name, t, nil).AsVar(0, PlaceSettable).AsPlace()

	jump.Start = c.Code.Len()
	_, more, _ := c.BinaryExpr1(&ast.BinaryExpr{X: node.X, OpPos: node.X.Pos(), Op: token.LSS, Y: node.X}, c.GetPlace(count), limit).TryAsPred()
	c.append(func(env *Env) (Stmt, *Env) {
		if env.IP++; !more(env) {
			env.IP = jump.Break
		}
		return env.Code[env.IP], env
	})
	c.Block(node.Body)
	jump.Continue = c.Code.Len()
	c.SetPlace(count, token.ADD, c.exprUntypedLit(untyped.Int, constant.MakeInt64(1)))
	c.append(func(env *Env) (Stmt, *Env) {
		env.IP = jump.Start
		return env.Code[env.IP], env
	})
}

// checkCount complains about what is no range over an integer.
func (c *Comp) checkCount(node *ast.RangeStmt, t xr.Type) {
	c.Pos = node.X.Pos()
	switch {
	case t.Kind() == r.Func:
		c.Errorf("range over a function")
	case !isInteger(t):
		c.Errorf("cannot range over %v <%v>", node.X, t)
	case node.Value != nil:
		c.Pos = node.Value.Pos()
		c.Errorf("range over %v permits only one iteration variable", node.X)
	}
}
