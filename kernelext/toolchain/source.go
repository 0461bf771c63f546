package toolchain

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"seminar/kernelext/internal/gotool"
	"seminar/kernelext/internal/toolchain/patches"
)

// added are the files that Go's own source gets. They are parts of its packages, so that a build
// tag keeps them out of this module's.
//
//go:embed compiler linker/thinlink.go thin/thin.go standard
var added embed.FS

// places says where in GOROOT/src the added files go.
var places = map[string]string{
	"compiler/types/cell.go":     "cmd/compile/internal/types/cell.go",
	"compiler/types2/cell.go":    "cmd/compile/internal/types2/cell.go",
	"linker/thinlink.go":         "cmd/link/internal/ld/thinlink.go",
	"thin/thin.go":               "cmd/link/internal/thin/thin.go",
	"standard/os/notebook.go":    "os/notebook.go",
	"standard/runtime/choice.go": "runtime/choice.go",
}

// source returns what is other in our tree than in the release's own, by slash-separated path: the
// patched files, the added ones, and the rules of other machines.
func source(g gotool.Go) (map[string][]byte, error) {
	changed, err := patches.Go(g.Version).Apply(g.Root)
	if err != nil {
		return nil, err
	}
	for name, place := range places {
		changed["src/"+place] = addedFile(name)
	}
	if err := leaveOutMachines(g, changed); err != nil {
		return nil, err
	}
	return changed, leaveOutVectors(g, changed)
}

func addedFile(name string) []byte {
	text, err := added.ReadFile(name)
	if err != nil {
		panic("toolchain: " + err.Error())
	}
	return bytes.TrimPrefix(text, []byte("//go:build ignore\n"))
}

// rules is where the compiler keeps how it rewrites code for each machine: generated files,
// each of which has two functions that the compiler refers to.
const rules = "src/cmd/compile/internal/ssa"

var (
	ruleFile     = regexp.MustCompile(`^rewrite([0-9A-Z][0-9A-Za-z]*?)(splitload|latelower)?\.go$`)
	ruleFunction = regexp.MustCompile(`(?m)^func (rewrite(?:Block|Value)\w+)\((b \*Block|v \*Value)\) bool \{$`)
)

// leaveOutMachines replaces the rules for all other machines by ones that do nothing: to compile
// them takes an eighth of the time that the whole compiler takes. A compiler for cells makes code
// for this machine only.
func leaveOutMachines(g gotool.Go, changed map[string][]byte) error {
	files, err := os.ReadDir(filepath.Join(g.Root, filepath.FromSlash(rules)))
	if err != nil {
		return fmt.Errorf("the source is not complete: %w", err)
	}
	for _, f := range files {
		m := ruleFile.FindStringSubmatch(f.Name())
		if m == nil {
			continue
		}
		text, err := os.ReadFile(filepath.Join(g.Root, filepath.FromSlash(rules), f.Name()))
		if err != nil {
			return err
		}
		if strings.EqualFold(m[1], g.Arch) {
			text = withoutVectors(text)
		} else {
			text = withoutRules(text, m[1]+m[2])
		}
		changed[rules+"/"+f.Name()] = text
	}
	return nil
}

// withoutRules keeps, of a file with the rules of a machine, the two functions for a whole block
// and a whole value.
func withoutRules(text []byte, machine string) []byte {
	b := []byte("package ssa\n")
	for _, m := range ruleFunction.FindAllSubmatch(text, -1) {
		if name := string(m[1]); name == "rewriteBlock"+machine || name == "rewriteValue"+machine {
			b = fmt.Appendf(b, "\nfunc %s(%s) bool { return false }\n", name, m[2])
		}
	}
	return b
}

// vectors tells the rules for vector operations by the name of the operation, such as AddInt32x4 or
// AMD64VPADDD128: they belong to package simd, which no program has without GOEXPERIMENT=simd.
var vectors = regexp.MustCompile(`^(?:func rewriteValue\w+?_|\tcase )Op(?:AMD64V\w*|\w*(?:Int|Uint|Float|Mask)[0-9]+x[0-9]+\w*)(?:\(v \*Value\) bool \{|:)$`)

// single tells those among them that are for single floating-point numbers, such as
// AMD64VFMADD231SD.
var single = regexp.MustCompile(`S[SD](?:\(v |:$)`)

// withoutVectors leaves the rules for vector operations out, which are more than a half of all
// rules of amd64: each is a function, and a case that calls it.
func withoutVectors(text []byte) []byte {
	var b bytes.Buffer
	var end string // of what is being left out
	for line := range strings.Lines(string(text)) {
		bare := strings.TrimSuffix(line, "\n")
		switch {
		case end == "}" && bare == "}": // of a function
			end = ""
			continue
		case end == "case" && (strings.HasPrefix(bare, "\tcase ") || bare == "\t}"):
			end = ""
		}
		if end == "" && vectors.MatchString(bare) && !single.MatchString(bare) {
			end = "}"
			if strings.HasPrefix(bare, "\t") {
				end = "case"
			}
		}
		if end == "" {
			b.WriteString(line)
		}
	}
	return b.Bytes()
}

// intrinsics are the files that tell the compiler which functions of package simd are instructions.
const intrinsics = "src/cmd/compile/internal/ssagen/simd*intrinsics.go"

var importLine = regexp.MustCompile(`(?m)^\t"[^"]*/(\w+)"\n`)

// leaveOutVectors leaves out what is in these files: a line each, and then what nobody imports any
// more.
func leaveOutVectors(g gotool.Go, changed map[string][]byte) error {
	files, err := filepath.Glob(filepath.Join(g.Root, filepath.FromSlash(intrinsics)))
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		lines := slices.DeleteFunc(slices.Collect(strings.Lines(string(text))), func(line string) bool { return strings.HasPrefix(line, "\taddF(") })
		left := strings.Join(lines, "")
		_, code, _ := strings.Cut(left, "\n)\n")
		left = importLine.ReplaceAllStringFunc(left, func(line string) string {
			if name := importLine.FindStringSubmatch(line)[1]; !strings.Contains(code, name+".") {
				return ""
			}
			return line
		})
		changed[path.Join(path.Dir(intrinsics), filepath.Base(file))] = []byte(left)
	}
	return nil
}

// fingerprint is a hash of everything that we change in a release's source.
func fingerprint(release string) string {
	h := sha256.New()
	fmt.Fprintln(h, patches.Go(release).Fingerprint(), "rules of one machine, without vectors, without a profile")
	for _, name := range sorted(places) {
		fmt.Fprintf(h, "%s %s\n%s\n", name, places[name], addedFile(name))
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}
