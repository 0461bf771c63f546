package build

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// A workspace is the folder in which one build happens: the two copied modules
// and a go.mod that is the project's own with two replace lines more.
type workspace struct {
	gophernotes, gomacro string
	modfile              string
	overlayFile          string
}

// flags are those of every go command: what one compiles is there for the next.
func (w *workspace) flags() []string {
	return []string{"-modfile", w.modfile, "-trimpath", "-overlay", w.overlayFile}
}

func (in *inputs) workspace(dir string, log io.Writer) (*workspace, error) {
	w := &workspace{
		gophernotes: filepath.Join(dir, "gophernotes"),
		gomacro:     filepath.Join(dir, "gomacro"),
		modfile:     filepath.Join(dir, "go.mod"),
	}
	for _, step := range []func() error{
		func() error { return copyModule(in.gophernotes, w.gophernotes, notOfGophernotes) },
		func() error { return copyModule(in.gomacro, w.gomacro, notOfGomacro) },
		func() error { return apply(w.gomacro, gomacroEdits) },
		func() error { return apply(w.gophernotes, gophernotesEdits) },
		func() error { return addFiles(filepath.Join(in.seminar, "kernelext/worker"), w.gophernotes) },
		func() error {
			return addFiles(filepath.Join(in.seminar, "kernelext/worker/gomacro/fast"), filepath.Join(w.gomacro, "fast"))
		},
		func() error {
			return addFiles(filepath.Join(in.seminar, "kernelext/worker/gomacro/xreflect"), filepath.Join(w.gomacro, "xreflect"))
		},
		func() error { return w.writeModfile(in.seminar) },
	} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("build: %w", err)
		}
	}
	if err := w.overlay(dir, in, log); err != nil {
		return nil, fmt.Errorf("build: %w", err)
	}
	return w, nil
}

// notOfGophernotes leaves out its main.go, which the worker replaces, and what
// no build needs.
func notOfGophernotes(path string) bool {
	return path == "main.go" || path == "examples" || path == "files" || path == "fixtures" || path == "paper" || path == "kernel"
}

// notOfGomacro leaves out its commands, its documents and its bindings of an
// older standard library, which bindings of the present one replace.
func notOfGomacro(path string) bool {
	switch path {
	case "main.go", "cmd", "cmd_classic", "classic", "doc", "fast/attic", "fast/debug":
		return true
	}
	return strings.HasPrefix(path, "_") ||
		strings.HasPrefix(path, "imports/") && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "/a_package.go") && path != "imports/util/util.go"
}

// copyModule copies a module's Go and assembly sources and its go.mod, writable.
func copyModule(from, to string, leaveOut func(path string) bool) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if leaveOut(filepath.ToSlash(rel)) {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		if ext := filepath.Ext(path); ext != ".go" && ext != ".s" && ext != ".h" && ext != ".mod" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		return copyFile(path, filepath.Join(to, rel))
	})
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o644)
}

// addFiles adds files of the worker, none of which may hide one that is there.
func addFiles(from, to string) error {
	files, err := filepath.Glob(filepath.Join(from, "*.go"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		target := filepath.Join(to, filepath.Base(file))
		if _, err := os.Stat(target); err == nil {
			return fmt.Errorf("the worker's %s would hide a file of %s: give it another name", filepath.Base(file), filepath.Base(to))
		}
		if err := copyFile(file, target); err != nil {
			return err
		}
	}
	return nil
}

// An edit changes every occurrence of a pattern in a copied file. One that
// finds nothing to change fails the build: the file is not what we think it is.
type edit struct {
	file, pattern, replacement string
}

// What is changed in gophernotes.
var gophernotesEdits = []edit{
	// The worker is written in the language of the project's own go.mod.
	{"go.mod", `(?m)^go 1\.13$`, "go 1.26.0"},
	// It closes the output of a $command before it has read it all.
	{"kernel.go", `(?m)^\terr = cmd\.Wait\(\)$`, "\twritersWG.Wait()\n$0"},
}

// What is changed in gomacro, each for one reason.
var gomacroEdits = []edit{
	// Its bindings are left out, ours take their place.
	{"imports/a_package.go", `(?m)^\s*Packages\.Merge\((syscall|thirdparty)\.Packages\)$`, ""},
	{"imports/a_package.go", `(?m)^\s*(syscall|thirdparty) "[^"]*"$`, ""},
	// Its start asks the Go toolchain about types: 300 ms, and no toolchain is needed here.
	{"xreflect/importer.go", `func DefaultImporter\(\) \*Importer \{\n`, "func DefaultImporter() *Importer {\n\treturn &Importer{}\n}\n\nfunc toolchainImporter() *Importer {\n"},
	// It remembers the last function called at a place in two plain variables: two
	// goroutines can then call nil or each other's function. Asking each time costs 5 ns.
	{"fast/call0ret1.go", remembered, asked},
	{"fast/call1ret1.go", remembered, asked},
	{"fast/callnret0.go", remembered, asked},
	// f(<-c), f(m[k]) and f(x.(T)) hand on two values.
	{"fast/call.go", `arg := c\.Expr\(node\.Args\[0\], nil\)\n`, "var arg *Expr\n\t\tif _, ok := ast.Unparen(node.Args[0]).(*ast.CallExpr); ok {\n\t\t\targ = c.Expr(node.Args[0], nil)\n\t\t} else {\n\t\t\targ = c.expr1(node.Args[0], nil)\n\t\t}\n"},
	// A panic on a goroutine ends the process without a line of the cell.
	{"fast/statement.go", `defer tg2\.glsDel\(\)\n`, "defer tg2.glsDel()\n\t\t\tdefer tg2.enter()()\n\t\t\tdefer tg2.crash()\n"},
	// A stack overflow ends it without a line, too.
	{"fast/compile.go", `(?m)^\t\tenv\.CallDepth = caller\.CallDepth \+ 1$`, "$0\n\t\tif env.CallDepth%looksAtStack == 0 {\n\t\t\tenv.checkStack()\n\t\t}"},
	// Functions that defer lose the place of a panic.
	{"fast/code.go", `(?m)^\tpanicking, panicking2 := true, false$`, "$0\n\tdefer func() {\n\t\tif panicking {\n\t\t\trun.note()\n\t\t}\n\t}()"},
	{"fast/code.go", `(?m)^\t// either not panicking or recover\(\) invoked, no longer panicking$`, "\trun.forget()"},
	// The methods Error and String of a cell's types are invisible to fmt and recover.
	{"fast/call.go", `(?m)^\t\tif arg\.Const\(\) \{\n\t\t\targ\.ConstTo\(ti\)$`, "\t\tif c.handOver(node, arg, ti) {\n\t\t\tcontinue\n\t\t}\n$0"},
	{"fast/builtin.go", `(func compilePanic[^}]*)arg\.To\(c, c\.TypeOfInterface\(\)\)`, "${1}c.panicValue(arg)"},
	// A named number becomes an interface with methods without its methods.
	{"fast/literal.go", `\} else if t\.Kind\(\) == r\.Interface \{\n\t\t\te\.Fun = e\.AsX1\(\)`, "} else if t.Kind() == r.Interface && t.NumMethod() == 0 {\n\t\t\te.Fun = e.AsX1()"},
	{"fast/literal.go", `(?m)^func \(e \*Expr\) To\(c \*Comp, t xr\.Type\) \{$`, "$0\n\te.withMethods(t)"},
	{"fast/literal.go", `(?m)^\t\tc\.Errorf\("internal error: cannot use .*$`, "\t\tif t.Kind() != r.Interface {\n\t$0\n\t\t}"},
	// A method with a value receiver, called through an interface on a pointer, gets the pointer.
	{"fast/interface.go", `(?m)^\t\t\targs\[0\] = args\[0\]\.Interface\(\)\.\(xr\.InterfaceHeader\).*$`, "$0\n\t\t\tif args[0].Kind() == r.Ptr && args[0].Type().Elem() == rmtd.Type().In(0) {\n\t\t\t\targs[0] = args[0].Elem()\n\t\t\t}"},
	{"fast/selector.go", `(?m)^\tderef := objPointer && !recvPointer$`, "\tderef := objPointer && !recvPointer && len(fieldindex) > 0"},
	// <-c, m[k] and x.(T) standing alone have two values.
	{"fast/compile.go", `return c\.Expr\((node|node\.X), nil\)`, "return c.shownExpr($1)"},
	// A variable of its own for each iteration, a range over an integer, min, max, clear
	// and new of a value are newer than gomacro.
	{"fast/statement.go", `(?m)^\tif node\.Post == nil \{\n.*\n\t\} else \{\n\t\tjump\.Post = c\.Code\.Len\(\)$`, "\tjump.Post = c.Code.Len()\n\tc.nextVariables(node)\n\tif node.Post != nil {"},
	{"fast/range.go", `t = erange\.DefaultType\(\)\n(.*)\n\t\}\n`, "t = c.countType(node, erange)\n$1\n\t}\n\tnode = c.ownVariables(node, t)\n"},
	{"fast/range.go", `(?m)(default:\n)\t\tc\.Errorf\("cannot range over .*$`, "$1\t\tc.rangeCount(node, erange, &jump)"},
	{"fast/builtin.go", `(?m)^\tir\.DeclBuiltin\("cap".*$`, "$0\n\tir.declareToday()"},
	{"fast/builtin.go", `(?m)^\t\t\t\t\treturn fun\(args\[0\], args\[1:\]\.\.\.\)\n\t\t\t\t\}$`, "$0\n\t\t\t\tret = typed(ret.(func(*Env) xr.Value), call.OutTypes[0])"},
	{"fast/builtin.go", `(?m)^func compileNew\(.*$`, "$0\n\tif call := c.newValue(sym, node); call != nil {\n\t\treturn call\n\t}"},
	// A function literal whose parameter has no name has no place for what it is given.
	{"fast/function.go", `(?m)^\t\tbind := c\.NewBind\(name, VarBind, t\.In\(i\)\)$`, "\t\tif name == \"_\" {\n\t\t\tname = \"_ \" + string(rune('0'+i)) // no name of a cell's\n\t\t}\n$0"},
	// Named results get their values one after the other: return b, a loses one.
	{"fast/statement.go", `(?m)^\texprs := c\.exprs\(resultExprs\)$`, "$0\n\tif cinfo.NamedResults && n > 1 {\n\t\tc.returnTogether(resultExprs, exprs, resultBinds, upn)\n\t\tn = 0\n\t}"},
	// _, x = 1, 2 calls what is nil.
	{"fast/assignment.go", `if ln == 2 && rn == 2 `, "$0&& !blank(assign) "},
	// copy has no result.
	{"fast/builtin.go", `func callCopy\((.*)\) \{\n\tr\.Copy`, "func callCopy($1) int {\n\treturn r.Copy"},
	// A select takes a closed channel for an open one, does not wait when it is empty, and
	// sends no constants.
	{"fast/select.go", `(?m)^\tidxrecv := bindrecv.*$`, "$0\n\tc.NewBind(\"\", VarBind, c.TypeOfInterface()) // whether something was received"},
	{"fast/select.go", `chosen, recv, _ := (.*)\n.*\n`, "chosen, recv, ok := $1\n\t\tenv.Vals[idxrecv], env.Vals[idxrecv+1] = recv, xr.Value{}\n\t\tif ok {\n\t\t\tenv.Vals[idxrecv+1] = recv\n\t\t}\n"},
	{"fast/select.go", `Vals\[idx\]\.IsValid`, "Vals[idx+1].IsValid"},
	{"fast/select.go", `(?m)^(\tif node\.Body == nil \|\| len\(node\.Body\.List\) == 0 \{\n)\t\treturn`, "$1\t\tc.append(func(*Env) (Stmt, *Env) { select {} })\n\t\treturn"},
	{"fast/select.go", `(?m)^\t\tesend := .*$`, "$0\n\t\tif esend.Const() || esend.Type.AssignableTo(echan.Type.Elem()) {\n\t\t\tesend.To(c, echan.Type.Elem())\n\t\t}"},
	// defer close(c) and go with a builtin do not compile.
	{"fast/statement.go", `c2?\.prepareCall\(node\.Call, nil\)`, "deferred($0)"},
	// What is wrong with an expression is lost when it could have been a type.
	{"fast/expr.go", `recover\(\)\n\t\t\tt = c\.Type\(expr\)`, "t = c.typeInstead(expr, recover())"},
	// It loses the methods of a type that gets more than it has room for.
	{"xreflect/method.go", `copy\(t\.methodvalue, slice\)`, "copy(slice, t.methodvalue)"},
	// A type that refers to itself is made anew, without its methods, for each look behind a pointer,
	{"xreflect/type.go", `(?m)^\t\tdefault:\n\t\t\tif v\.debug\(\) \{$`, "\t\tdefault:\n\t\t\tif rtype == rTypeOfForward && xt.Named() {\n\t\t\t\treturn t\n\t\t\t}\n\t\t\tif v.debug() {"},
	// and its methods are not there until they are declared, nor know which receiver they want.
	{"xreflect/named.go", `(?m)^\tt\.methodvalue\[index\] = r\.Zero\(.*$`, "\tt.declareMethod(index, signature)"},
	{"fast/selector.go", `derefOrAddressOfReceiver\(obj, fun\)`, "toReceiver(obj, fun, tfunc)"},
	// A typed constant in a literal, an assignment or a send becomes an interface without its methods.
	{"fast/compositelit.go", `(?m)^(\t+)if (eval|expr)\.Const\(\) \{\n\t+(?:eval|expr)\.ConstTo\((.*)\)$`, "$1$2.withMethods($3)\n$0"},
	{"fast/assignment.go", `(?m)^(\t+)if expr\.Const\(\) \{\n\t+expr\.ConstTo\((tplace)\)$`, "${1}expr.withMethods($2)\n$0"},
	{"fast/assignment.go", `(?m)^\tstmt := c\.setVar\(va, op, init\)$`, "\tinit.withMethods(va.Type)\n$0"},
	{"fast/assignment.go", `(?m)^\tstmt := c\.setPlace\(place, op, init\)$`, "\tc.intoPlace(place, init)\n$0"},
	{"fast/channel.go", `(?m)^(\t+)if expr\.Const\(\) \{\n\t+expr\.ConstTo\((telem)\)$`, "${1}expr.withMethods($2)\n$0"},
	{"fast/declaration.go", `(?m)^(\t+)if init\.Const\(\) \{\n\t+init\.ConstTo\((t)\) //.*$`, "${1}init.withMethods($2)\n$0"},
	{"fast/builtin.go", `(?m)^(\t+)if argi\.Const\(\) \{\n\t+argi\.ConstTo\((telem)\)$`, "${1}argi.withMethods($2)\n$0"},
	{"fast/builtin.go", `(?m)^(\t+)\t(return c\.badBuiltinCallArgType\(sym\.Name, node\.Args\[i\], ti, telem\))\n\t+\}$`, "$1\t$2\n$1} else if telem.Kind() == r.Interface {\n$1\targi.To(c, telem)\n$1}"},
	// An index out of range is said in the words of package reflect, without the numbers.
	{"xreflect/value.go", `return Value\{v\.fwd\(\)\.Index\(i\)\}`, "if n := v.fwd().Len(); uint(i) >= uint(n) {\n\t\t_ = make([]struct{}, n)[i]\n\t}\n\t$0"},
	{"xreflect/value.go", `return Value\{v\.fwd\(\)\.Slice\(i, j\)\}`, "checkSlice(v.fwd(), i, j)\n\t$0"},
}

const (
	remembered = `if cachedfunv != funv \{(?:\s*cachedfunv = funv)?\s*(cachedfun = [^{}]*?)(?:\s*cachedfunv = funv)?\s*\}`
	asked      = "_, cachedfun := cachedfunv, cachedfun\n$1"
)

func apply(dir string, edits []edit) error {
	for _, e := range edits {
		path := filepath.Join(dir, filepath.FromSlash(e.file))
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		pattern := regexp.MustCompile(e.pattern)
		if !pattern.Match(text) {
			return fmt.Errorf("%s of %s is not the file that was expected: go.mod asks for another version of it than this program knows", e.file, filepath.Base(dir))
		}
		if err := os.WriteFile(path, pattern.ReplaceAll(text, []byte(e.replacement)), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// writeModfile writes the project's go.mod with the two copies in the place of
// the modules, and its go.sum beside it, where -modfile looks for it.
func (w *workspace) writeModfile(seminar string) error {
	text, err := os.ReadFile(filepath.Join(seminar, "go.mod"))
	if err != nil {
		return err
	}
	text = fmt.Appendf(text, "\nreplace %s => %s\n\nreplace %s => %s\n", gophernotes, w.gophernotes, gomacro, w.gomacro)
	if err := os.WriteFile(w.modfile, text, 0o644); err != nil {
		return err
	}
	return copyFile(filepath.Join(seminar, "go.sum"), strings.TrimSuffix(w.modfile, ".mod")+".sum")
}
