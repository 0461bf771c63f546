package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A stored notebook is what these tests read of one.
type stored struct {
	Cells    []storedCell
	Metadata struct {
		Kernelspec map[string]string
	}
}

type storedCell struct {
	Type     string `json:"cell_type"`
	Source   any
	Count    *int `json:"execution_count"`
	Outputs  []storedOutput
	Metadata struct {
		Tags    []string
		Seminar struct{ Ran string } // hash of the source that the outputs came from
	}
}

type storedOutput struct {
	Type   string `json:"output_type"`
	Value  string `json:"evalue"`
	Stream string `json:"name"`
	Text   any
}

func readStored(t *testing.T, path string) stored {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var n stored
	if err := json.Unmarshal(data, &n); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return n
}

// ofTheSeminar are the notebooks of this checkout.
func ofTheSeminar(t *testing.T) []string {
	t.Helper()
	root, err := here()
	if err != nil {
		t.Fatal(err)
	}
	all, err := (&site{root: root}).notebooks(nil)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Readers see stored outputs where no kernel runs; these must be the outputs of
// the code above them.
func TestStoredOutputsBelongToTheirCells(t *testing.T) {
	for _, path := range ofTheSeminar(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			for _, fault := range readStored(t, path).faults() {
				t.Errorf("%s; `go tool seminar run --save %s` stores them anew", fault, filepath.Base(path))
			}
		})
	}
}

// faults are the sentences about what is wrong with a notebook as it is stored.
func (n stored) faults() (all []string) {
	want := map[string]string{"name": "gophernotes", "display_name": "Go", "language": "go"}
	if !cmp.Equal(want, n.Metadata.Kernelspec) {
		all = append(all, fmt.Sprintf("the kernelspec is %v, want %v", n.Metadata.Kernelspec, want))
	}
	number := 0
	for _, c := range n.Cells {
		if c.Type != "code" {
			continue
		}
		number++
		for _, fault := range c.faults(number) {
			all = append(all, fmt.Sprintf("code cell %d %s", number, fault))
		}
	}
	return all
}

// mostLines is how long a cell may be: what a reader takes in at a glance.
const mostLines = 12

func (c storedCell) faults(number int) (all []string) {
	source := joined(c.Source)
	if lines := strings.Count(strings.TrimSpace(source), "\n") + 1; lines > mostLines {
		all = append(all, fmt.Sprintf("has %d lines, want at most %d", lines, mostLines))
	}
	if c.Count == nil || *c.Count != number {
		all = append(all, "was not run in order, from the first cell on, in a fresh kernel")
	}
	sum := sha256.Sum256([]byte(source))
	if c.Metadata.Seminar.Ran != hex.EncodeToString(sum[:8]) {
		all = append(all, "has changed since it ran")
	}
	return append(all, c.errorFaults()...)
}

// errorFaults finds errors that nobody asked for, and the lack of one that was.
func (c storedCell) errorFaults() (all []string) {
	wanted, found := slices.Contains(c.Metadata.Tags, "raises-exception"), false
	for _, o := range c.Outputs {
		switch {
		case o.Type == "error":
			found = true
			if !wanted {
				all = append(all, "holds an error: "+o.Value)
			}
		case o.Type == "stream" && o.Stream == "stderr":
			all = append(all, "wrote to standard error: "+joined(o.Text))
		}
	}
	if wanted && !found {
		all = append(all, "has the tag raises-exception but holds no error")
	}
	return all
}

func TestFaults(t *testing.T) {
	one, two := 1, 2
	good := func() stored {
		var n stored
		n.Metadata.Kernelspec = map[string]string{"name": "gophernotes", "display_name": "Go", "language": "go"}
		c := storedCell{Type: "code", Source: []any{"x := 1\n", "x"}, Count: &one}
		n.Cells = []storedCell{{Type: "markdown"}, c}
		return n
	}
	sum := sha256.Sum256([]byte("x := 1\nx"))
	ran := hex.EncodeToString(sum[:8])
	for _, test := range []struct {
		story string
		spoil func(n *stored, c *storedCell)
		want  string
	}{
		{"nothing is wrong", func(n *stored, c *storedCell) {}, ""},
		{"another kernel", func(n *stored, c *storedCell) { n.Metadata.Kernelspec["name"] = "python3" }, "the kernelspec is"},
		{"never run", func(n *stored, c *storedCell) { c.Count = nil }, "was not run in order"},
		{"run twice", func(n *stored, c *storedCell) { c.Count = &two }, "was not run in order"},
		{"edited", func(n *stored, c *storedCell) { c.Source = "x := 2" }, "has changed since it ran"},
		{"too long", func(n *stored, c *storedCell) { c.Source = strings.Repeat("x\n", 13) }, "has 13 lines"},
		{"an error", func(n *stored, c *storedCell) { c.Outputs = []storedOutput{{Type: "error", Value: "no"}} }, "holds an error: no"},
		{"standard error", func(n *stored, c *storedCell) {
			c.Outputs = []storedOutput{{Type: "stream", Stream: "stderr", Text: "oh"}}
		}, "wrote to standard error: oh"},
		{"an error too few", func(n *stored, c *storedCell) { c.Metadata.Tags = []string{"raises-exception"} }, "holds no error"},
	} {
		n := good()
		n.Cells[1].Metadata.Seminar.Ran = ran
		test.spoil(&n, &n.Cells[1])
		got := strings.Join(n.faults(), "\n")
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s: %q, want %q", test.story, got, test.want)
		}
	}
}
