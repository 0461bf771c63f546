package charts

import (
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gotest.tools/v3/assert"
	"gotest.tools/v3/golden"

	"seminar/kernelext"
)

// needLibrary skips a test on a machine without ECharts; where everything has to
// be tested that is a failure.
func needLibrary(t testing.TB) {
	t.Helper()
	if _, err := Library(); errors.Is(err, ErrNoLibrary) && os.Getenv("CI") != "true" {
		t.Skip(err)
	} else if err != nil {
		t.Fatal(err)
	}
}

// TestGallery holds an example of each kind to what was looked at.
func TestGallery(t *testing.T) {
	needLibrary(t)
	for _, e := range Gallery() {
		t.Run(e.Name, func(t *testing.T) { goldenChart(t, e.Name, e.Make()) })
	}
}

// TestGolden holds the bars of tables out of the ordinary to what was looked at.
func TestGolden(t *testing.T) {
	needLibrary(t)
	for name, table := range map[string]func() *kernelext.Table{
		"fetches": fetches, "eight": eight, "one": one, "korean": korean, "starved": starved, "odd": odd, "single": single,
	} {
		t.Run(name, func(t *testing.T) { goldenChart(t, name, Bars(table())) })
	}
}

// goldenChart holds the three members of a chart's bundle.
func goldenChart(t *testing.T, name string, chart *Chart) {
	t.Helper()
	bundle := chart.SimpleRender()
	for kind, ext := range map[string]string{"text/html": ".html", "image/svg+xml": ".svg", "text/plain": ".txt"} {
		member, _ := bundle[kind].(string)
		assert.Check(t, golden.String(member, name+ext))
	}
}

// TestSameBytes draws each kind of chart again after the others, and in a new engine.
func TestSameBytes(t *testing.T) {
	needLibrary(t)
	fresh := &engine{library: Library, idle: drawing.idle}
	first := map[string]map[string]any{}
	for _, e := range Gallery() {
		first[e.Name] = e.Make().SimpleRender()
	}
	for _, e := range Gallery() {
		for where, again := range map[string]map[string]any{"after the others": e.Make().SimpleRender(), "in another engine": e.Make().bundle(fresh)} {
			if diff := cmp.Diff(first[e.Name], again); diff != "" {
				t.Errorf("%s is other bytes %s:\n%s", e.Name, where, diff)
			}
		}
	}
}

// TestSmall holds every kind to what a notebook file can bear.
func TestSmall(t *testing.T) {
	needLibrary(t)
	for _, e := range Gallery() {
		size := 0
		for _, member := range e.Make().SimpleRender() {
			size += len(member.(string))
		}
		if size > 60_000 {
			t.Errorf("%s: %d bytes", e.Name, size)
		}
	}
}

// TestSize holds a chart of six bars, with everything a bar can have, to what a
// notebook file can bear.
func TestSize(t *testing.T) {
	needLibrary(t)
	size := 0
	for _, member := range Bars(six()).SimpleRender() {
		size += len(member.(string))
	}
	if size > 30_000 {
		t.Errorf("six bars are %d bytes, more than 30000", size)
	}
}
