//go:build ignore

// This file is added to Go's linker, as a part of package cmd/link/internal/ld:
// thin plugins, and the host that they need.
//
// A thin plugin defines only what its own object file does. Everything else that
// it names is found in the host, the program that will open it, or in plugins
// opened before: its symbols become dynamic imports, and of their types the
// linker reads what it needs, for the collector's masks of global variables,
// from the files of those. Stock -linkshared does the same for shared libraries,
// but reads all symbols of all of them each time, does not link plugins, and
// leaves the runtime in each.
//
// The command line says: -thinhost HOST -linkshared -buildmode=plugin, and a
// line `packageshlib nb/c3=FILE` of -importcfg says which package is in which
// earlier plugin. All others are the host's, which was linked with -keepall.
package ld

import (
	"cmd/internal/objabi"
	"cmd/internal/quoted"
	"cmd/link/internal/loader"
	"cmd/link/internal/sym"
	"cmd/link/internal/thin"
	"debug/elf"
	"flag"
	"internal/abi"
	"maps"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var (
	flagKeepAll = flag.Bool("keepall", false, "keep everything, whether it is reached or not")
	flagHost    = flag.String("thinhost", "", "link a thin plugin for the program in `file`")
	flagLd      = flag.String("ld", "ld", "the `command` that makes a thin plugin of the object file, quoted as in CC")
	flagAddress = flag.String("thinaddress", "", "the `flag` that tells ld at which address a thin plugin is best, if it is free")
)

// thinFiles are the host and the plugins that a symbol was found in, by name.
var thinFiles = map[string]*thin.File{}

// thinSymbols says where symbols were found.
var thinSymbols = map[loader.Sym]thin.Symbol{}

func thinLink() bool { return *flagHost != "" }

// markAll marks what a cell can name later: all but what is local to an object
// file, and the empty functions that the compiler found to be unreachable.
func (d *deadcodePass) markAll() {
	for s := loader.Sym(1); s < loader.Sym(d.ldr.NDef()); s++ {
		kind := d.ldr.SymType(s)
		if kind == 0 || kind == sym.SDYNIMPORT || d.ldr.IsFileLocal(s) || kind.IsText() && d.ldr.SymSize(s) == 0 {
			continue
		}
		d.mark(s, 0)
	}
}

// providerOf returns the file that holds a package, and whether that is a program
// or plugin: a plugin of modules holds more than one package itself.
func (ctxt *Link) providerOf(path string) (string, bool) {
	if file := ctxt.PackageFile[path]; file != "" {
		return file, false
	}
	if file := ctxt.PackageShlib[path]; file != "" {
		return file, true
	}
	return *flagHost, true
}

// thinFile opens a file once.
func thinFile(name string) *thin.File {
	f := thinFiles[name]
	if f == nil {
		var err error
		if f, err = thin.Open(name); err != nil {
			Exitf("thin plugin: %v", err)
		}
		thinFiles[name] = f
	}
	return f
}

// resolveThin finds every symbol that the object file names and does not define.
func (ctxt *Link) resolveThin() {
	ldr := ctxt.loader
	for _, name := range []string{"runtime.addmoduledata", "type:runtime.moduledata", "runtime.lastmoduledatap"} {
		ldr.LookupOrCreateSym(name, 0)
	}
	for _, name := range []string{"runtime.mapinitnoop", "runtime.unreachableMethod"} {
		ldr.LookupOrCreateSym(name, abiInternalVer)
	}
	for s := loader.Sym(1); s < loader.Sym(ldr.NSym()); s++ {
		if ldr.SymType(s) == 0 && ldr.SymName(s) != "" {
			ctxt.resolve(s)
		}
	}
	for ctxt.resolveTypes() {
	}
}

// resolveTypes makes dynamic imports of types that the object file defines and
// the host or an earlier plugin holds as well, with methods, in the plugin's text, that the
// compiler has left to it: list[nb/c3.point], say. All other types stay here: a
// type names others by their offsets, and these reach no further than this
// file. It tells whether there was one; others may depend on it.
func (ctxt *Link) resolveTypes() (found bool) {
	ldr := ctxt.loader
	for s := loader.Sym(1); s < loader.Sym(ldr.NSym()); s++ {
		if kind := ldr.SymType(s); kind != 0 && kind != sym.SDYNIMPORT && ldr.AttrDuplicateOK(s) && isType(ldr.SymName(s)) && ctxt.reachesOut(s) {
			found = ctxt.resolve(s) || found
		}
	}
	return found
}

func isType(name string) bool {
	return strings.HasPrefix(name, "type:") && !strings.HasPrefix(name, "type:.")
}

// reachesOut tells whether a type names by an offset what is elsewhere.
func (ctxt *Link) reachesOut(s loader.Sym) bool {
	relocs := ctxt.loader.Relocs(s)
	for i := range relocs.Count() {
		switch r := relocs.At(i); r.Type() {
		case objabi.R_METHODOFF, objabi.R_ADDROFF, objabi.R_WEAKADDROFF:
			if kind := ctxt.loader.SymType(r.Sym()); kind == sym.SDYNIMPORT || kind == 0 && r.Sym() != 0 {
				return true
			}
		}
	}
	return false
}

// resolve makes s a dynamic import when the host or an earlier plugin defines it.
func (ctxt *Link) resolve(s loader.Sym) bool {
	ldr := ctxt.loader
	name := ldr.SymName(s)
	linkName := typeSymbolMangle(name)
	names := []string{linkName}
	if ldr.SymVersion(s) == 0 && !strings.HasPrefix(name, "type:") {
		names = []string{linkName + ".abi0", linkName} // see mangleABIName
	}
	if ctxt.resolveIn(s, ctxt.providersOf(name), names) {
		return true
	}
	// What was made of generics, a cell's or those of a package, is in the cell that first needed
	// it, unless the host has it; what this plugin declares is in none.
	return instantiated.MatchString(name) && !strings.Contains(name, *flagPluginPath+".") && ctxt.resolveIn(s, ctxt.plugins(), names)
}

func (ctxt *Link) resolveIn(s loader.Sym, files, names []string) bool {
	ldr := ctxt.loader
	for _, file := range files {
		for _, n := range names {
			if found, ok := thinFile(file).Lookup(n); ok {
				ctxt.importThin(s, found)
				if n != ldr.SymName(s) {
					ldr.SetSymExtname(s, n)
				}
				return true
			}
		}
	}
	return false
}

// providersOf returns the files that most likely define a symbol: the host, the
// plugins of the cells that its name mentions, and those of modules, which are
// few. Looking at all plugins costs more than the rest of the link when there are
// a thousand; that is done for the name that a file gives a type, a hash.
func (ctxt *Link) providersOf(name string) []string {
	files := []string{*flagHost}
	if hashedType(name) {
		return append(files, ctxt.plugins()...)
	}
	for _, path := range cellPath.FindAllString(name, -1) {
		if file := ctxt.PackageShlib[strings.TrimSuffix(path, ".")]; file != "" {
			files = append(files, file)
		}
	}
	return append(files, ctxt.modules()...)
}

// thinPlugins are all earlier plugins, and thinModules those of modules' packages.
var thinPlugins, thinModules []string

func (ctxt *Link) plugins() []string {
	if thinPlugins == nil {
		thinPlugins = slices.Compact(slices.Sorted(maps.Values(ctxt.PackageShlib)))
	}
	return thinPlugins
}

func (ctxt *Link) modules() []string {
	if thinModules == nil {
		thinModules = []string{}
		for path, file := range ctxt.PackageShlib {
			if !strings.HasPrefix(path, "nb/c") && !slices.Contains(thinModules, file) {
				thinModules = append(thinModules, file)
			}
		}
	}
	return thinModules
}

// hashedType tells whether name is one that typeSymbolMangle has made.
func hashedType(name string) bool {
	return strings.HasPrefix(name, "type:") && len(name) == len("type:")+8
}

// importThin makes s a dynamic import. The bytes of a type are read by dodata.
func (ctxt *Link) importThin(s loader.Sym, found thin.Symbol) {
	u := ctxt.loader.MakeSymbolUpdater(s)
	u.SetType(sym.SDYNIMPORT)
	u.ResetRelocs()
	ctxt.loader.SetSymElfType(s, found.Type)
	thinSymbols[s] = found
	if name := u.Name(); strings.HasPrefix(name, "type:") && !strings.HasPrefix(name, "type:.") && found.Type != elf.STT_FUNC {
		data, err := found.File.Bytes(found.Addr, found.Size)
		if err != nil {
			Exitf("thin plugin: %s: %v", name, err)
		}
		u.SetSize(int64(found.Size))
		u.SetData(data)
	}
}

// thinGCMask reads the mask of pointers of a type that is elsewhere.
func (ctxt *Link) thinGCMask(s loader.Sym) []byte {
	const gcData = 32 // the offset of abi.Type.GCData
	t := thinSymbols[s]
	words := uint64(decodetypePtrdata(ctxt.Arch, ctxt.loader.Data(s))) / uint64(ctxt.Arch.PtrSize)
	_, addr, err := t.File.Pointer(t.Addr + gcData)
	if err == nil {
		var mask []byte
		if mask, err = t.File.Bytes(addr, (words+7)/8); err == nil {
			return mask
		}
	}
	Exitf("thin plugin: the pointers of %s: %v", ctxt.loader.SymName(s), err)
	return nil
}

// thinKind is the kind by which the mask of a variable is made. The mask of a
// type that is elsewhere is taken from there, unless it is one that the runtime
// makes when it needs it.
func (p *GCProg) thinKind(s loader.Sym, data []byte) abi.Kind {
	if thinLink() && p.ctxt.loader.SymType(s) == sym.SDYNIMPORT && !decodetypeGCMaskOnDemand(p.ctxt.Arch, data) {
		return abi.Pointer
	}
	return decodetypeKind(p.ctxt.Arch, data)
}

// thinTarget returns the type that the word at off in a type which is elsewhere
// points to.
func (ctxt *Link) thinTarget(s loader.Sym, off int64) loader.Sym {
	t := thinSymbols[s]
	name, addr, err := t.File.Pointer(t.Addr + uint64(off))
	if err != nil {
		Exitf("thin plugin: %s: %v", ctxt.loader.SymName(s), err)
	}
	if name == "" {
		name = t.File.TypeAt(addr)
	}
	target := ctxt.loader.LookupOrCreateSym(name, 0)
	if name == "" || ctxt.loader.SymType(target) == 0 && !ctxt.resolve(target) {
		Exitf("thin plugin: %s has a part at %d that is in no file", ctxt.loader.SymName(s), off)
	}
	return target
}

// hashed returns the packages whose hash the runtime compares when it opens the
// plugin: an earlier plugin or a host that was built anew is then an error and no
// crash.
func (ctxt *Link) hashed() []*sym.Library {
	if !thinLink() {
		return ctxt.Library
	}
	var libraries []*sym.Library
	for _, l := range ctxt.Library {
		if l.Shlib != "" {
			if l.Fingerprint.IsZero() {
				continue // not imported: the runtime itself
			}
			name := "go:link.pkghash." + l.Pkg
			hash := ctxt.loader.LookupOrCreateSym(name, 0)
			if !ctxt.resolveIn(hash, []string{l.Shlib}, []string{name}) {
				Exitf("thin plugin: package %s is not in %s", l.Pkg, l.Shlib)
			}
			ctxt.loader.SetAttrReachable(hash, true)
		}
		libraries = append(libraries, l)
	}
	return libraries
}

// thinNames is where the table of function names begins.
func thinNames() int64 {
	if thinLink() {
		return 1
	}
	return 0
}

// hostlinkThin makes the plugin of the object file. There is no C in it, so that
// ld needs neither libraries nor gcc's start files.
func (ctxt *Link) hostlinkThin() {
	ld, err := quoted.Split(*flagLd)
	if err != nil || len(ld) == 0 {
		Exitf("thin plugin: -ld %s: %v", *flagLd, err)
	}
	object := filepath.Join(*flagTmpdir, "go.o")
	args := slices.Concat(ld[1:], []string{"-shared", "-s", "-z", "relro", "-z", "now", "-z", "nocopyreloc", "--hash-style=gnu", "--build-id=none", "-o", *flagOutfile, object})
	if *flagAddress != "" && exec.Command(ld[0], append(args, *flagAddress)...).Run() == nil {
		return
	}
	if out, err := exec.Command(ld[0], args...).CombinedOutput(); err != nil {
		Exitf("thin plugin: running %s failed: %v\n%s", ld[0], err, out)
	}
}

var (
	cellPath     = regexp.MustCompile(`nb/c[0-9]+\.`)
	instantiated = regexp.MustCompile(`\.(?:\(\*)?[^][(){},; ]+\[`) // .list[ of nb/c3.list[int], .(*Pointer[ of sync/atomic.(*Pointer[int])
	// Unexported methods belong to the package of all cells: nb/c3.(*T).main.m
	methodPath = regexp.MustCompile(`^(nb/c[0-9]+\.(?:\([^)]*\)|[^.(\[]+(?:\[[^\]]*\])?))\.main\.`)
)

// thinName is what the runtime calls a function: those of cells belong to package
// main, as far as a reader of stack traces is concerned.
func thinName(name string) string {
	if !thinLink() || !strings.Contains(name, "nb/c") {
		return name
	}
	return cellPath.ReplaceAllString(methodPath.ReplaceAllString(name, "$1."), "main.")
}
