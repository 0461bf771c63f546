package toolchain

import (
	"context"
	"fmt"
	"testing"
	"time"
)

// What a cell costs from its package to the open plugin: compile-ms and link-ms
// are the two steps of Build, open-ms is plugin.Open in a host that holds net/http.
func BenchmarkCell(b *testing.B) {
	for _, c := range []struct{ name, source string }{
		{"no imports", "package main\nvar x%[1]d int\nfunc init() { x%[1]d = %[1]d }"},
		{"fmt+sync", "package main\nimport (\"fmt\"; \"sync\")\nvar x%[1]d struct { sync.Mutex; s string }\nfunc init() { x%[1]d.Lock(); x%[1]d.s = fmt.Sprint(%[1]d) }"},
		{"net http", "package main\nimport (\"fmt\"; \"net/http\")\nvar x%[1]d *http.Request\nfunc init() { x%[1]d, _ = http.NewRequest(\"GET\", fmt.Sprint(\"/\", %[1]d), nil) }"},
	} {
		b.Run(c.name, func(b *testing.B) {
			k, p := open(b), start(b)
			var compile, link, opening time.Duration
			ctx := context.Background()
			for n := 1; b.Loop(); n++ {
				u, err := trialUnit(n, fmt.Sprintf(c.source, n))
				if err != nil {
					b.Fatal(err)
				}
				object, at := k.file(u.Path, ".a"), time.Now()
				if err := k.compile(ctx, u, object); err != nil {
					b.Fatal(err)
				}
				compile += time.Since(at)
				at = time.Now()
				if err := k.link(ctx, u, object); err != nil {
					b.Fatal(err)
				}
				link += time.Since(at)
				if _, err := p.open(k.file(u.Path, ".so")); err != nil {
					b.Fatal(err)
				}
				opening += time.Duration(p.openedMicroseconds) * time.Microsecond
			}
			for unit, d := range map[string]time.Duration{"compile-ms": compile, "link-ms": link, "open-ms": opening} {
				b.ReportMetric(d.Seconds()*1e3/float64(b.N), unit)
			}
		})
	}
}

// A thousand cells in one host, each using the one before it: what the last
// hundred cost, and the memory that each has taken.
func BenchmarkThousandCells(b *testing.B) {
	const source = `package main

import (
	"fmt"
	"sync"
%[3]s)

type t%[1]d struct {
	mu sync.Mutex
	n  int
	before *%[4]s
}

var x%[1]d *t%[1]d

func init() {
	x%[1]d = &t%[1]d{n: len(fmt.Sprint(%[1]d))}
}
`
	ctx := context.Background()
	for b.Loop() {
		k, p := open(b), start(b)
		var last time.Duration
		first := 0
		for n := 1; n <= 1000; n++ {
			imports, before := "", "int"
			if n > 1 {
				imports, before = fmt.Sprintf("\tc%d \"nb/c%d\"\n", n-1, n-1), fmt.Sprintf("c%d.t%d", n-1, n-1)
			}
			at := time.Now()
			if _, err := p.cell(ctx, k, n, fmt.Sprintf(source, n, n-1, imports, before)); err != nil {
				b.Fatal(err)
			}
			if n == 1 {
				first = p.residentKB
			}
			if n > 900 {
				last += time.Since(at)
			}
		}
		b.ReportMetric(last.Seconds()*10, "ms/cell")
		b.ReportMetric(float64(p.residentKB-first)/999, "kB/cell")
	}
}
