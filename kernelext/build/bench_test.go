package build_test

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// BenchmarkStart is a worker from nothing to Ready.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		newSession(b)
	}
}

// BenchmarkCell is a cell that shows a sum, from the request to Done.
func BenchmarkCell(b *testing.B) {
	s := newSession(b)
	for b.Loop() {
		s.execute("1 + 1")
	}
}

// BenchmarkFirstImport is the first import of a package in a new worker, its
// start not counted.
func BenchmarkFirstImport(b *testing.B) {
	for _, path := range []string{"fmt", "time", "sync", "net/http", "seminar/kernelext"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s := newSession(b)
				b.StartTimer()
				if a := s.execute(fmt.Sprintf("import %q", path)); a.err != nil {
					b.Fatal(a.err)
				}
			}
		})
	}
}

// BenchmarkCompiledCell is a new compiled cell, from the request to Done: checked,
// compiled, linked, opened and run.
func BenchmarkCompiledCell(b *testing.B) {
	for _, c := range []struct{ name, imports, code string }{
		{"bare", "", "type t%[1]d struct{ n int }\nfunc f%[1]d(x t%[1]d) int { return x.n + 1 }\nx%[1]d := f%[1]d(t%[1]d{%[1]d})"},
		{"fmt+sync", "import (\"fmt\"; \"sync\")", "var mu%[1]d sync.Mutex\nmu%[1]d.Lock()\nx%[1]d := fmt.Sprint(%[1]d, &mu%[1]d)"},
		{"net+http", "import \"net/http\"", "var c%[1]d http.Client\nr%[1]d, err := http.NewRequest(\"GET\", \"http://localhost/\", nil)"},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := newHostSession(b)
			s.execute(c.imports)
			for i := 0; b.Loop(); i++ {
				if a := s.execute(fmt.Sprintf(c.code, i)); a.err != nil {
					b.Fatal(a.err)
				}
			}
		})
	}
}

// BenchmarkShownCell is a cell that shows or calls what exists.
func BenchmarkShownCell(b *testing.B) {
	s := newHostSession(b)
	s.execute("import \"fmt\"\ntype point struct{ x, y int }\nfunc (p point) Sum() int { return p.x + p.y }\np := point{1, 2}\nn := 0")
	for _, code := range []string{"p", "p.Sum()", "n = 5", "fmt.Sprint(p, n)"} {
		b.Run(code, func(b *testing.B) {
			for b.Loop() {
				if a := s.execute(code); a.err != nil {
					b.Fatal(a.err)
				}
			}
		})
	}
}

// BenchmarkLoop compares the summed loop of 1e8 in a cell, in a function and at
// the top level, with the same loop in a program of go build: both run in turns,
// and the figure is the ratio of the best of ten.
func BenchmarkLoop(b *testing.B) {
	const loop = "func sum(n int) (s int) {\n\tfor i := 0; i < n; i++ {\n\t\ts += i\n\t}\n\treturn s\n}\n"
	program := built(b, "package main\nimport (\"fmt\"; \"time\")\n"+loop+"func main() { start := time.Now(); sum(1e8); fmt.Println(time.Since(start).Nanoseconds()) }\n")
	s := newHostSession(b)
	s.execute("import (\"fmt\"; \"time\")\n" + loop)
	for _, c := range []struct{ name, code string }{
		{"function", "start := time.Now()\nsum(1e8)\nfmt.Println(time.Since(start).Nanoseconds())"},
		{"top level", "s := 0\nstart := time.Now()\nfor i := 0; i < 1e8; i++ {\n\ts += i\n}\nfmt.Println(time.Since(start).Nanoseconds())"},
	} {
		b.Run(c.name, func(b *testing.B) {
			native, cell := math.Inf(1), math.Inf(1)
			for b.Loop() {
				for range 10 {
					out, err := exec.Command(program).Output()
					if err != nil {
						b.Fatal(err)
					}
					native = min(native, nanoseconds(b, string(out)))
					cell = min(cell, nanoseconds(b, s.execute(c.code).stdout))
				}
			}
			b.ReportMetric(cell/native, "ratio")
		})
	}
}

// built builds a program and returns its file.
func built(b *testing.B, source string) string {
	dir := b.TempDir()
	file := filepath.Join(dir, "main.go")
	if err := os.WriteFile(file, []byte(source), 0o644); err != nil {
		b.Fatal(err)
	}
	program := filepath.Join(dir, "program")
	if out, err := exec.Command("go", "build", "-o", program, file).CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return program
}

func nanoseconds(b *testing.B, text string) float64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		b.Fatal(err)
	}
	return n
}
