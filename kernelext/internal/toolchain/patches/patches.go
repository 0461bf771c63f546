// Package patches holds what is changed in source that is not ours, as patch files, and applies
// them: Go's compiler, linker, runtime and package os (go1.26, go1.27), gophernotes and gomacro.
//
// A patch file begins with the reason for it; the rest is a unified diff whose paths are those
// below the root of the source: GOROOT, or a module's folder. Nothing of that source is kept here
// but the lines that a diff needs.
//
// For Go, a folder is named after the first release that its patches are for. A patch serves that
// release and all later ones, until the folder of a later release has one of the same name.
//
// A hunk is applied at its line when its text is there, and otherwise at the one place that has
// all of its lines; where none or several have, the patch does not hold. Nothing is applied to
// source that differs in a changed or neighbouring line: it is not what the patch was written for.
// The diffs are read and applied by go-gitdiff. Rejected: patch(1) and git apply, which a
// reader's machine may lack, and regular expressions, which nobody could read.
package patches

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"fmt"
	"go/version"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/bluekeyes/go-gitdiff/gitdiff"
)

//go:embed go1.*/*.patch gophernotes/*.patch gomacro/*.patch
var embedded embed.FS

// A Patch is one patch file.
type Patch struct {
	Name string // go1.26/link-keep-all
	Why  string // the head of the file
	text []byte
	diff []*gitdiff.File
}

// A Set is the patches for one source tree, in the order in which they are applied.
type Set []Patch

// Module returns the patches for the source of a module: gophernotes or gomacro.
func Module(name string) Set { return must(read(embedded, name)) }

var minor = regexp.MustCompile(`go1\.\d+`)

// Go returns the patches for a release of Go, as GOVERSION names it. A release that is newer than
// all folders, or whose name says no number, gets those of the newest.
func Go(release string) Set {
	folders, err := fs.Glob(embedded, "go1.*")
	if err != nil {
		panic("patches: " + err.Error())
	}
	return must(choose(embedded, folders, minor.FindString(release)))
}

// choose returns, of each name, the patch in the newest folder that is not newer than the release.
func choose(files fs.FS, folders []string, release string) (Set, error) {
	slices.SortFunc(folders, version.Compare)
	byName := map[string]Patch{}
	for _, folder := range folders {
		if release != "" && version.Compare(folder, release) > 0 {
			break
		}
		set, err := read(files, folder)
		if err != nil {
			return nil, err
		}
		for _, p := range set {
			byName[path.Base(p.Name)] = p
		}
	}
	var set Set
	for _, p := range byName {
		set = append(set, p)
	}
	slices.SortFunc(set, func(a, b Patch) int { return strings.Compare(path.Base(a.Name), path.Base(b.Name)) })
	return set, nil
}

// read reads the patch files of a folder, sorted by name.
func read(files fs.FS, folder string) (Set, error) {
	names, err := fs.Glob(files, folder+"/*.patch")
	if err != nil {
		return nil, err
	}
	var set Set
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		diff, why, err := gitdiff.Parse(bytes.NewReader(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		set = append(set, Patch{strings.TrimSuffix(name, ".patch"), strings.TrimSpace(why), text, diff})
	}
	return set, nil
}

// must is for the embedded files, which the tests have read.
func must(set Set, err error) Set {
	if err != nil || len(set) == 0 {
		panic(fmt.Sprintf("patches: no patches: %v", err))
	}
	return set
}

// Fingerprint is a hash of all that the patches say.
func (s Set) Fingerprint() string {
	h := sha256.New()
	for _, p := range s {
		fmt.Fprintf(h, "%s %d\n%s", p.Name, len(p.text), p.text)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// A Result says whether a patch holds for a source tree.
type Result struct {
	Patch Patch
	Err   error // nil: it holds; else a sentence that names the file
}

// Apply reads the files below root that the patches change and returns their new text, by their
// slash-separated path below root. It writes nothing. The error names the first patch that does
// not hold, and how many more there are; nothing is returned then.
func (s Set) Apply(root string) (changed map[string][]byte, err error) {
	changed, results := s.Try(root)
	var failed []Result
	for _, r := range results {
		if r.Err != nil {
			failed = append(failed, r)
		}
	}
	switch n := len(failed); {
	case n == 0:
		return changed, nil
	case n == 1:
		return nil, fmt.Errorf("the patch %s does not hold: %w", failed[0].Patch.Name, failed[0].Err)
	default:
		return nil, fmt.Errorf("%d patches do not hold, the first is %s: %w", n, failed[0].Patch.Name, failed[0].Err)
	}
}

// Try is Apply that goes on after a patch that does not hold, and says of each whether it does.
func (s Set) Try(root string) (changed map[string][]byte, results []Result) {
	changed = map[string][]byte{}
	for _, p := range s {
		texts, err := p.apply(root, changed)
		results = append(results, Result{p, err})
		if err != nil {
			continue
		}
		for name, text := range texts {
			changed[name] = text
		}
	}
	return changed, results
}

// apply returns the new texts of the files that one patch changes. Earlier patches may have
// changed them already.
func (p Patch) apply(root string, changed map[string][]byte) (map[string][]byte, error) {
	texts := map[string][]byte{}
	for _, file := range p.diff {
		name := strings.TrimPrefix(file.OldName, "a/")
		text, ok := changed[name]
		if !ok {
			var err error
			if text, err = os.ReadFile(filepath.Join(root, filepath.FromSlash(name))); err != nil {
				return nil, fmt.Errorf("the source is not complete: %w", err)
			}
		}
		moved, err := place(file, text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		var out bytes.Buffer
		if err := gitdiff.Apply(&out, bytes.NewReader(text), moved); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		texts[name] = out.Bytes()
	}
	return texts, nil
}

// place returns the diff with each hunk at the line where its text is: go-gitdiff wants it at
// exactly the line that the hunk names, and releases move lines.
func place(file *gitdiff.File, text []byte) (*gitdiff.File, error) {
	moved := *file
	moved.TextFragments = nil
	lines := slices.Collect(strings.Lines(string(text)))
	for _, f := range file.TextFragments {
		line, err := find(lines, before(f), int(f.OldPosition)-1)
		if err != nil {
			return nil, err
		}
		g := *f
		g.NewPosition += int64(line+1) - g.OldPosition
		g.OldPosition = int64(line + 1)
		moved.TextFragments = append(moved.TextFragments, &g)
	}
	return &moved, nil
}

// before returns the lines that a hunk expects.
func before(f *gitdiff.TextFragment) (lines []string) {
	for _, l := range f.Lines {
		if l.Op != gitdiff.OpAdd {
			lines = append(lines, l.Line)
		}
	}
	return lines
}

// find returns the index at which want begins in lines: guess, or the only one.
func find(lines, want []string, guess int) (int, error) {
	if at(lines, want, guess) {
		return guess, nil
	}
	found, n := 0, 0
	for i := range lines {
		if at(lines, want, i) {
			found, n = i, n+1
		}
	}
	if n != 1 {
		return 0, fmt.Errorf("%d places read as the patch expects, where one should (near line %d: %q)", n, guess+1, strings.TrimSpace(want[len(want)/2]))
	}
	return found, nil
}

func at(lines, want []string, i int) bool {
	return i >= 0 && i+len(want) <= len(lines) && slices.Equal(lines[i:i+len(want)], want)
}
