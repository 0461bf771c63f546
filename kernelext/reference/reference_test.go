package reference_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gotest.tools/v3/golden"

	"seminar/kernelext/reference"
)

func sample(t testing.TB) *reference.Package {
	t.Helper()
	p, err := reference.Collect(reference.Source{Path: "path/to/sample", Dir: "testdata/sample", Files: []string{"sample.go"}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCollect(t *testing.T) {
	p := sample(t)
	got := fmt.Sprintf("%s %q: %s", p.Name, p.Path, p.Doc)
	for _, e := range p.Entries {
		got += fmt.Sprintf("\n[%s %s]\n%s\n%s", e.Kind, e.Name, e.Signature, e.Doc)
	}
	golden.Assert(t, got, "sample.golden")
}

func TestCollectSaysWhatItCannotRead(t *testing.T) {
	for _, files := range [][]string{{"missing.go"}, {"../sample.golden"}} {
		if p, err := reference.Collect(reference.Source{Path: "p", Dir: "testdata/sample", Files: files}); err == nil || p != nil {
			t.Errorf("%q: %v, %v; want an error", files, p, err)
		}
	}
}

func TestEntry(t *testing.T) {
	p := sample(t)
	for name, want := range map[string]reference.Kind{
		"Map": reference.Func, "List": reference.Type, "List.Len": reference.Method, "List.Items": reference.Field, "List.Inner": reference.Field,
		"Doer.Do": reference.Method, "Tuesday": reference.Const, "Slow": reference.Var,
		"": "", "A": "", "Zz": "", "private": "", "List.next": "", "List.hidden": "", "secret.Shown": "", "Doer.private": "",
	} {
		got := reference.Kind("")
		if e := p.Entry(name); e != nil {
			got = e.Kind
		}
		if got != want {
			t.Errorf("%s is a %q, want %q", name, got, want)
		}
	}
	if got := names(p.Members("Doer")); got != "Doer.Do Doer.Stop" {
		t.Errorf("members of Doer: %s", got)
	}
	if got := names(p.Members("")); strings.Contains(got, ".") || !strings.Contains(got, "Map Monday NewInner") {
		t.Errorf("members of the package: %s", got)
	}
}

func names(all []reference.Entry) string {
	var list []string
	for _, e := range all {
		list = append(list, e.Name)
	}
	return strings.Join(list, " ")
}

// written writes packages into a file.
func written(t testing.TB, packages ...*reference.Package) string {
	t.Helper()
	var b bytes.Buffer
	if err := reference.Write(&b, packages); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "reference")
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	p := sample(t)
	p.Types = []byte("what the compiler says")
	builtin := &reference.Package{Path: reference.Builtin, Name: "builtin"}
	f := reference.Open(written(t, builtin, p, &reference.Package{Path: "other/sample", Name: "sample"}))
	if err := f.Err(); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"path/to/sample", "other/sample"}, f.Paths()); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"path/to/sample", "other/sample"}, f.Named("sample")); d != "" {
		t.Error(d)
	}
	for name, path := range f.Names() {
		if name != "sample" || path == reference.Builtin {
			t.Errorf("%s is called %s", path, name)
		}
	}
	types, err := f.Types("path/to/sample")
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(types); string(text) != string(p.Types) || err != nil {
		t.Errorf("types %q, %v", text, err)
	}
	p.Types = nil
	if d := cmp.Diff(p, f.Package("path/to/sample")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(builtin, f.Package(reference.Builtin)); d != "" {
		t.Error(d)
	}
	if _, err := f.Types(reference.Builtin); err == nil || f.Package("nothing") != nil {
		t.Errorf("it knows what is not in it: %v", err)
	}
}

// A file that is not there, or not whole, knows no package, and says why.
func TestMissingAndDamaged(t *testing.T) {
	whole, err := os.ReadFile(written(t, sample(t)))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files := []*reference.File{nil, reference.Open(filepath.Join(dir, "missing"))}
	for i, text := range []string{"", "something else altogether, and long enough", string(whole[:30])} {
		name := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		files = append(files, reference.Open(name))
	}
	for i, f := range files {
		_, err := f.Types("path/to/sample")
		if err == nil || f.Package("path/to/sample") != nil || f.Named("sample") != nil || f.Paths() != nil {
			t.Errorf("file %d knows something", i)
		}
		if f != nil && f.Err() == nil {
			t.Errorf("file %d is found to be whole", i)
		}
	}
}

// FuzzDamaged reads files with one change in them. Whatever that is, it is no panic.
func FuzzDamaged(f *testing.F) {
	whole, err := os.ReadFile(written(f, sample(f)))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(24, []byte{0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Add(26, []byte("x"))
	f.Add(200, []byte{0})
	f.Fuzz(func(t *testing.T, at int, with []byte) {
		text := bytes.Clone(whole)
		copy(text[min(max(0, at), len(text)):], with)
		name := filepath.Join(t.TempDir(), "reference")
		if err := os.WriteFile(name, text, 0o644); err != nil {
			t.Fatal(err)
		}
		file := reference.Open(name)
		for _, path := range file.Paths() {
			file.Package(path)
			file.Types(path)
		}
		file.Named("sample")
	})
}

// standard is a file with the largest packages of the standard library.
var standard = sync.OnceValues(func() ([]*reference.Package, error) {
	var all []*reference.Package
	for _, path := range []string{"fmt", "net/http", "syscall", "strings"} {
		out, err := exec.Command("go", "list", "-f", "{{.Dir}}{{range .GoFiles}} {{.}}{{end}}", path).Output()
		if err != nil {
			return nil, err
		}
		words := strings.Fields(string(out))
		p, err := reference.Collect(reference.Source{Path: path, Dir: words[0], Files: words[1:]})
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
})

func TestStandardLibrary(t *testing.T) {
	packages, err := standard()
	if err != nil {
		t.Fatal(err)
	}
	f := reference.Open(written(t, packages...))
	e := f.Package("strings").Entry("ToUpper")
	if e == nil || e.Signature != "func ToUpper(s string) string" || !strings.HasPrefix(e.Doc, "ToUpper returns s") {
		t.Errorf("%+v", e)
	}
}

// BenchmarkOpen reads the index.
func BenchmarkOpen(b *testing.B) {
	packages, err := standard()
	if err != nil {
		b.Fatal(err)
	}
	name := written(b, packages...)
	for b.Loop() {
		if err := reference.Open(name).Err(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPackage unpacks a package, the largest ones included.
func BenchmarkPackage(b *testing.B) {
	packages, err := standard()
	if err != nil {
		b.Fatal(err)
	}
	f := reference.Open(written(b, packages...))
	for _, p := range packages {
		b.Run(p.Name, func(b *testing.B) {
			for b.Loop() {
				f.Package(p.Path)
			}
		})
	}
}
