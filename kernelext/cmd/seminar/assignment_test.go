package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A paper is a notebook of the course, whole, so that it can be written again with other
// cells in it.
type paper struct {
	Cells    []paperCell    `json:"cells"`
	Metadata map[string]any `json:"metadata"`
	Format   int            `json:"nbformat"`
	Minor    int            `json:"nbformat_minor"`
}

type paperCell map[string]any

func (c paperCell) id() string     { id, _ := c["id"].(string); return id }
func (c paperCell) code() bool     { return c["cell_type"] == "code" }
func (c paperCell) source() string { return joined(c["source"]) }

// A grading is what nbgrader knows of a cell; of another cell it is zero.
type grading struct {
	ID       string `json:"grade_id"`
	Grade    bool
	Solution bool
	Locked   bool
	Task     bool
	Points   float64
	Schema   int `json:"schema_version"`
}

func (c paperCell) grading() (g grading) {
	metadata, _ := c["metadata"].(map[string]any)
	data, _ := json.Marshal(metadata["nbgrader"])
	json.Unmarshal(data, &g)
	return g
}

func readPaper(t testing.TB, path string) (p paper) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, &p)
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return p
}

func (p paper) write(t testing.TB, path string) {
	t.Helper()
	data, err := json.Marshal(p)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if err == nil {
		err = os.WriteFile(path, data, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// with is the paper with other sources in the cells of these grade ids.
func (p paper) with(sources map[string]string) paper {
	p.Cells = slices.Clone(p.Cells)
	for i, c := range p.Cells {
		if source, ok := sources[c.grading().ID]; ok {
			p.Cells[i] = maps.Clone(c)
			p.Cells[i]["source"] = source
		}
	}
	return p
}

// graded are the points of the cells that nbgrader grades by itself; words, the grade id of
// those that a person grades.
func (p paper) graded() (points map[string]float64, words []string) {
	points = map[string]float64{}
	for _, c := range p.Cells {
		switch g := c.grading(); {
		case g.Grade && c.code():
			points[g.ID] = g.Points
		case g.Grade:
			words = append(words, g.ID)
		}
	}
	return points, words
}

// solutions are the sources of the solution cells.
func (p paper) solutions() map[string]string {
	all := map[string]string{}
	for _, c := range p.Cells {
		if g := c.grading(); g.Solution {
			all[g.ID] = c.source()
		}
	}
	return all
}

// The markers between which stands what students do not get.
const (
	solutionMark = "SOLUTION"
	hiddenMark   = "HIDDEN TESTS"
	schemeMark   = "MARK SCHEME"
)

// regions are the lines between the markers of one kind, and what is left without them.
func regions(source, mark string) (within, without []string, err error) {
	inside := false
	for line := range strings.Lines(source) {
		line = strings.TrimRight(line, "\n")
		begins, ends := strings.Contains(line, "BEGIN "+mark), strings.Contains(line, "END "+mark)
		switch {
		case begins && inside || ends && !inside:
			return nil, nil, fmt.Errorf("the marker %q stands alone", strings.TrimSpace(line))
		case begins || ends:
			inside = begins
		case inside:
			within = append(within, line)
		default:
			without = append(without, line)
		}
	}
	if inside {
		err = fmt.Errorf("BEGIN %s has no end", mark)
	}
	return within, without, err
}
