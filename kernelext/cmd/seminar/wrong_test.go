package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// A wrong solution is what a student might hand in, and what that is worth.
type wrong struct {
	about  string             // in a line, what is wrong; may be empty
	cells  map[string]string  // by grade id: the solution cells that differ from the model
	edits  map[string]string  // and the locked cells that were changed
	points map[string]float64 // of the test cells that do not get all
}

func newWrong() *wrong {
	return &wrong{cells: map[string]string{}, edits: map[string]string{}, points: map[string]float64{}}
}

// meets tells whether two wrong solutions are about the same exercise.
func (w *wrong) meets(other *wrong) bool {
	return meet(w.cells, other.cells) || meet(w.edits, other.edits) || meet(w.points, other.points)
}

func meet[V any](a, b map[string]V) bool {
	for key := range a {
		if _, both := b[key]; both {
			return true
		}
	}
	return false
}

// takes adds another exercise's wrong solution.
func (w *wrong) takes(other *wrong) {
	w.about = strings.TrimSpace(w.about + "\n" + other.about)
	maps.Copy(w.cells, other.cells)
	maps.Copy(w.edits, other.edits)
	maps.Copy(w.points, other.points)
}

// together are the wrong solutions as few students as possible would hand in, one of each
// exercise: a third of the time, and what one exercise does to the process is seen by the others.
func together(proof map[string]*wrong) map[string]*wrong {
	var groups []*wrong
	var names []string
	for _, name := range slices.Sorted(maps.Keys(proof)) {
		i := slices.IndexFunc(groups, func(w *wrong) bool { return !w.meets(proof[name]) })
		if i < 0 {
			i = len(groups)
			groups, names = append(groups, newWrong()), append(names, "")
		}
		groups[i].takes(proof[name])
		names[i] = strings.Trim(names[i]+"."+name, ".")
	}
	all := map[string]*wrong{}
	for i, w := range groups {
		all[names[i]] = w
	}
	return all
}

// readProof reads a set's wrong solutions, by name.
func readProof(t testing.TB, path string) map[string]*wrong {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*wrong{}
	for _, f := range archive.Files {
		student, cell, _ := strings.Cut(f.Name, "/")
		if _, known := all[student]; !known {
			all[student] = newWrong()
		}
		all[student].add(t, cell, string(f.Data))
	}
	return all
}

func (w *wrong) add(t testing.TB, name, text string) {
	t.Helper()
	if name == "about" {
		w.about = strings.TrimSpace(text)
	} else if name == "points" {
		for line := range strings.Lines(text) {
			cell, points, _ := strings.Cut(strings.TrimSpace(line), " ")
			n, err := strconv.ParseFloat(strings.TrimSpace(points), 64)
			if err != nil {
				t.Fatalf("%q is not a cell and its points", line)
			}
			w.points[cell] = n
		}
	} else if cell, edit := strings.CutPrefix(name, "edit/"); edit {
		w.edits[cell] = text
	} else {
		w.cells[name] = text
	}
}
