package toolchain

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// An edit replaces a text that a file of Go's own source holds exactly once. Only
// the words to find and what they become are kept here, and an edit whose words
// are missing, or are there twice, fails the installation: the file is not what
// we think it is, and this Go release is not supported.
type edit struct {
	file    string // below GOROOT/src/cmd
	find    string
	replace string
}

// What is changed in the compiler. Packages whose path starts with nb/c are
// cells; types.IsCell and types2's isCell (compiler/*.go) recognise them.
var compilerEdits = []edit{
	// Cells use each other's unexported names ...
	{"compile/internal/types2/call.go", "if !exp.Exported() {", "if !exp.Exported() && !(isCell(check.pkg.path) && isCell(pkg.path)) {"},
	// ... whose fields and methods count as of one package ...
	{"compile/internal/types2/predicates.go", "return a.path == b.path", "return a.path == b.path || isCell(a.path) && isCell(b.path)"},
	{"compile/internal/types2/object.go", "\t\tpath = pkg.path\n\t}\n\treturn path + ", "\t\tpath = pkg.path\n\t\tif isCell(path) {\n\t\t\tpath = allCells\n\t\t}\n\t}\n\treturn path + "},
	{"compile/internal/types2/literals.go", "if !fld.Exported() && fld.pkg != check.pkg {", "if !fld.Exported() && !samePkg(fld.pkg, check.pkg) {"},
	{"compile/internal/noder/reader.go", "\tif types.IsExported(name) {\n\t\tpkg = types.LocalPkg\n\t}", "\tif types.IsExported(name) {\n\t\tpkg = types.LocalPkg\n\t} else if types.IsCell(pkg.Path) {\n\t\tpkg = types.AllCells()\n\t}"},
	// ... and whose package-level objects are all exported.
	{"compile/internal/noder/unified.go", "if types.IsExported(xname) {", "if types.IsExported(xname) || types.IsCell(base.Ctxt.Pkgpath) {"},
	// No table for plugin.Lookup: cells announce themselves.
	{"compile/internal/noder/reader.go", "if base.Ctxt.Flag_dynlink && types.LocalPkg.Name == \"main\" && types", "if base.Ctxt.Flag_dynlink && types.LocalPkg.Name == \"main\" && !types.IsCell(base.Ctxt.Pkgpath) && types"},
	// What a reader tries out need not be used.
	{"compile/internal/types2/check.go", "if !check.conf.DisableUnusedImportCheck {", "if !check.conf.DisableUnusedImportCheck && !isCell(check.pkg.path) {"},
	{"compile/internal/types2/stmt.go", "if v, _ := elem.(*Var); v != nil && needUse", "if v, _ := elem.(*Var); v != nil && !isCell(check.pkg.path) && needUse"},
	{"compile/internal/types2/stmt.go", "\t\tif !used {\n\t\t\tcheck.softErrorf(lhs, UnusedVar", "\t\tif !used && !isCell(check.pkg.path) {\n\t\t\tcheck.softErrorf(lhs, UnusedVar"},
	{"compile/internal/typecheck/stmt.go", "!ir.IsBlank(v) && len(n.Cases) == 0 {", "!ir.IsBlank(v) && len(n.Cases) == 0 && !types.IsCell(base.Ctxt.Pkgpath) {"},
	// Initial values give package-level variables their types and are not
	// computed: a cell's run function does that, in the order of the text.
	{"compile/internal/types2/check.go", "\tcheck.initOrder()\n", "\tif !isCell(check.pkg.path) {\n\t\tcheck.initOrder()\n\t}\n"},
	// To reflection, a cell's types and names are those of package main.
	{"compile/internal/reflectdata/reflect.go", "\tp := t.NameString()\n", "\tp := types.InMain(t.NameString())\n"},
	{"compile/internal/reflectdata/reflect.go", "\tot := dnameData(s, 0, p.Path, \"\", nil, false, false)\n", "\tot := dnameData(s, 0, types.PathOf(p), \"\", nil, false, false)\n"},
	// A thin plugin knows symbols by their names only: indices would be those of
	// an object file that it does not see.
	{"compile/internal/noder/reader.go", "\t\tlsym := name.Linksym()\n\t\tlsym.SymIdx = int32(idx)\n\t\tlsym.Set(obj.AttrIndexed, true)\n", "\t\tif lsym := name.Linksym(); !base.Ctxt.Flag_linkshared {\n\t\t\tlsym.SymIdx = int32(idx)\n\t\t\tlsym.Set(obj.AttrIndexed, true)\n\t\t}\n"},
	{"compile/internal/reflectdata/reflect.go", "if i := typecheck.BaseTypeIndex(t); i >= 0 {", "if i := typecheck.BaseTypeIndex(t); i >= 0 && !base.Ctxt.Flag_linkshared {"},
	// What a go statement's wrapper wraps is only a name within one object file.
	{"compile/internal/ssagen/ssa.go", "\tif base.Ctxt.Flag_linkshared {\n\t\t// Relative", "\tif f := e.curfn.WrappedFunc; base.Ctxt.Flag_linkshared && (f == nil || f.Sym().Pkg != types.LocalPkg) {\n\t\t// Relative"},
}

// What is changed in the linker, so that it makes thin plugins and a host for
// them. The functions and flags named here are in linker/*.go.
var linkerEdits = []edit{
	// It can stand in for itself as the program of go build -toolexec.
	{"link/internal/ld/main.go", "func Main(arch *sys.Arch, theArch Arch) {\n", "func Main(arch *sys.Arch, theArch Arch) {\n\ttoolexec()\n"},
	// The host keeps everything: a cell may need it later.
	{"link/internal/ld/deadcode.go", "\tvar names []string\n\n\t// In a normal binary", "\tvar names []string\n\tif *flagKeepAll {\n\t\td.markAll()\n\t}\n\n\t// In a normal binary"},
	// Packages of a thin plugin are those of the host and of earlier plugins.
	{"link/internal/ld/ld.go", "\tisshlib := false\n", "\tisshlib := false\n\tif thinLink() {\n\t\treturn ctxt.providerOf(name)\n\t}\n"},
	{"link/internal/ld/lib.go", "\tzerofp := goobj.FingerprintType{}\n\tif ctxt.linkShared &&", "\tzerofp := goobj.FingerprintType{}\n\tif thinLink() {\n\t\treturn addlibpath(ctxt, \"internal\", \"internal\", \"\", name, *flagHost, zerofp)\n\t}\n\tif ctxt.linkShared &&"},
	// Of their symbols, only those that the plugin names are looked up.
	{"link/internal/ld/lib.go", "\tctxt.loader.LoadSyms(ctxt.Arch)\n", "\tctxt.loader.LoadSyms(ctxt.Arch)\n\tif thinLink() {\n\t\tctxt.resolveThin()\n\t}\n"},
	{"link/internal/ld/lib.go", "\tfor _, lib := range ctxt.Library {\n\t\tif lib.Shlib != \"\" {\n\t\t\tif ctxt.Debugvlog > 1 {", "\tfor _, lib := range ctxt.Library {\n\t\tif lib.Shlib != \"\" && !thinLink() {\n\t\t\tif ctxt.Debugvlog > 1 {"},
	// The function that adds a module to the runtime is in the host.
	{"link/internal/ld/ld.go", "\tif ctxt.BuildMode == BuildModePlugin {\n\t\tctxt.Textp = append(ctxt.Textp, amd)", "\tif ctxt.BuildMode == BuildModePlugin && !thinLink() {\n\t\tctxt.Textp = append(ctxt.Textp, amd)"},
	// Types of the host and of earlier plugins are read from their files.
	{"link/internal/ld/decodesym.go", "\t\tsymData := ctxt.loader.Data(s)\n", "\t\tsymData := ctxt.loader.Data(s)\n\t\tif thinLink() {\n\t\t\treturn ctxt.thinGCMask(s)\n\t\t}\n"},
	{"link/internal/ld/decodesym.go", "\t\tname := ldr.SymName(s)\n\t\tfor _, sh := range", "\t\tif thinLink() {\n\t\t\treturn ctxt.thinTarget(s, off)\n\t\t}\n\t\tname := ldr.SymName(s)\n\t\tfor _, sh := range"},
	{"link/internal/ld/data.go", "\tswitch decodetypeKind(p.ctxt.Arch, typData) {\n\tdefault:\n\t\tif decodetypeGCMaskOnDemand", "\tswitch p.thinKind(typ, typData) {\n\tdefault:\n\t\tif decodetypeGCMaskOnDemand"},
	// Only packages that were imported have hashes to compare.
	{"link/internal/ld/symtab.go", "\t\tfor _, l := range ctxt.Library {\n\t\t\ts := ldr.Create", "\t\tfor _, l := range ctxt.Library {\n\t\t\tif thinLink() && l.Shlib != \"\" {\n\t\t\t\tcontinue\n\t\t\t}\n\t\t\ts := ldr.Create"},
	{"link/internal/ld/symtab.go", "\t\tfor i, l := range ctxt.Library {\n\t\t\t// pkghashes[i].name\n", "\t\thashed := ctxt.hashed()\n\t\tfor i, l := range hashed {\n\t\t\t// pkghashes[i].name\n"},
	{"link/internal/ld/symtab.go", "slice(pkghashes.Sym(), uint64(len(ctxt.Library)))", "slice(pkghashes.Sym(), uint64(len(hashed)))"},
	// The runtime takes offset 0 for a function without a name; elsewhere the
	// first name is that of a function nobody asks for.
	{"link/internal/ld/pcln.go", "\tvar size int64\n\twalkFuncs(ctxt, funcs, func(s loader.Sym) {\n\t\tnameOffsets[s]", "\tsize := thinNames()\n\twalkFuncs(ctxt, funcs, func(s loader.Sym) {\n\t\tnameOffsets[s]"},
	// To the runtime, a cell's functions are those of package main.
	{"link/internal/ld/pcln.go", "symtab.AddCStringAt(int64(off), ctxt.loader.SymName(s))", "symtab.AddCStringAt(int64(off), thinName(ctxt.loader.SymName(s)))"},
	{"link/internal/ld/pcln.go", "size += int64(len(ctxt.loader.SymName(s)) + 1)", "size += int64(len(thinName(ctxt.loader.SymName(s))) + 1)"},
	// ld is called without asking gcc what it can do.
	{"link/internal/ld/lib.go", "\tif ctxt.BuildMode == BuildModeCArchive {\n\t\treturn\n\t}\n\n\tvar argv []string\n", "\tif ctxt.BuildMode == BuildModeCArchive {\n\t\treturn\n\t}\n\tif thinLink() {\n\t\tctxt.hostlinkThin()\n\t\treturn\n\t}\n\n\tvar argv []string\n"},
}

// apply writes the edited files below dir, and adds to replace, the content of an
// overlay, which file each of them stands for.
func apply(edits []edit, cmd, dir string, replace map[string]string) error {
	texts := map[string]string{}
	for _, e := range edits {
		text, ok := texts[e.file]
		if !ok {
			b, err := os.ReadFile(filepath.Join(cmd, filepath.FromSlash(e.file)))
			if err != nil {
				return fmt.Errorf("the source of Go is not complete: %w", err)
			}
			text = string(b)
		}
		if n := strings.Count(text, e.find); n != 1 {
			return fmt.Errorf("cmd/%s has %d places that read %q where one was expected", e.file, n, e.find)
		}
		texts[e.file] = strings.Replace(text, e.find, e.replace, 1)
	}
	for file, text := range texts {
		to := filepath.Join(dir, filepath.FromSlash(file))
		if err := write(to, []byte(text)); err != nil {
			return err
		}
		replace[filepath.Join(cmd, filepath.FromSlash(file))] = to
	}
	return nil
}

// write writes a file and the folders above it.
func write(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}
