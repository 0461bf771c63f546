package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// courseFolder is the course of this checkout.
func courseFolder(t testing.TB) string {
	t.Helper()
	root, err := here()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(root, "notebooks", "assignments")
}

// readSet reads a problem set of the course, and the wrong solutions that prove it.
func readSet(t testing.TB, name string) (source paper, proof map[string]*wrong) {
	t.Helper()
	course := courseFolder(t)
	return readPaper(t, filepath.Join(course, "source", name, name+".ipynb")), readProof(t, filepath.Join(course, "proof", name+".txtar"))
}

// assignments calls f for each problem set of the course.
func assignments(t *testing.T, f func(t *testing.T, name string, source paper, proof map[string]*wrong)) {
	sets, err := os.ReadDir(filepath.Join(courseFolder(t), "source"))
	if err != nil || len(sets) == 0 {
		t.Fatal("the course has no assignments", err)
	}
	for _, set := range sets {
		t.Run(set.Name(), func(t *testing.T) {
			t.Parallel() // most of the time is waiting for programs that hang on purpose
			source, proof := readSet(t, set.Name())
			f(t, set.Name(), source, proof)
		})
	}
}

// What a person would have to see to in each problem set, without running it.
func TestAssignmentsAsTheyStand(t *testing.T) {
	assignments(t, func(t *testing.T, name string, source paper, proof map[string]*wrong) {
		faults := slices.Concat(source.formFaults(), source.textFaults(), source.exerciseFaults(), proofFaults(source, proof))
		for _, c := range source.Cells {
			for _, fault := range slices.Concat(c.markFaults(), c.endFaults(), c.stderrFaults()) {
				faults = append(faults, fmt.Sprintf("cell %s %s", c.id(), fault))
			}
		}
		for _, fault := range faults {
			t.Error(fault)
		}
	})
}

// formFaults are about what Jupyter and nbgrader ask of the file.
func (p paper) formFaults() (all []string) {
	spec, _ := json.Marshal(p.Metadata["kernelspec"])
	if want := `{"display_name":"Go","language":"go","name":"gophernotes"}`; string(spec) != want {
		all = append(all, fmt.Sprintf("its kernelspec is %s, want %s", spec, want))
	}
	if p.Format != 4 || p.Minor != 5 {
		all = append(all, "it is not in the format 4.5")
	}
	seen := map[string]bool{}
	for _, c := range p.Cells {
		g := c.grading()
		outputs, _ := c["outputs"].([]any)
		switch {
		case c.code() && (len(outputs) > 0 || c["execution_count"] != nil):
			all = append(all, "cell "+c.id()+" has stored outputs")
		case g.ID != "" && g.Schema != 3:
			all = append(all, "cell "+c.id()+" is not of nbgrader's schema 3")
		case seen["id "+c.id()], seen[g.ID]:
			all = append(all, "cell "+c.id()+" has an id that another has")
		case g.Grade && g.Points <= 0:
			all = append(all, "cell "+c.id()+" is graded and has no points")
		}
		seen["id "+c.id()], seen[g.ID] = true, g.ID != ""
	}
	return all
}

var (
	someTime = regexp.MustCompile(`\b(minutes|hours?)\b`)
	exercise = regexp.MustCompile(`(?m)^## .*$`)
)

// textFaults are about what the text promises: points, time, stars.
func (p paper) textFaults() (all []string) {
	total := 0.0
	for _, c := range p.Cells {
		total += c.grading().Points
		for _, heading := range exercise.FindAllString(c.source(), -1) {
			if !c.code() && c.grading().ID == "" && !strings.Contains(heading, "★") && c.id() != p.Cells[0].id() {
				all = append(all, fmt.Sprintf("the exercise %q has no stars", heading))
			}
		}
	}
	story := p.Cells[0].source()
	if want := fmt.Sprintf("%g", total); !strings.Contains(story, want+" points") && !strings.Contains(story, "| **"+want+"** |") {
		all = append(all, "the first cell does not say that there are "+want+" points, which is what the cells have")
	}
	if !someTime.MatchString(story) {
		all = append(all, "the first cell does not say how long the set takes")
	}
	return all
}

// exerciseFaults are about each solution's self-check, and about the question in words.
func (p paper) exerciseFaults() (all []string) {
	for i, c := range p.Cells {
		g := c.grading()
		if !g.Solution || !c.code() {
			continue
		}
		if !slices.ContainsFunc(p.Cells[i:], func(c paperCell) bool { return c.checksItself(g.ID) }) {
			all = append(all, "solution cell "+g.ID+" is not followed by a locked self-check called "+g.ID+"-self")
		}
	}
	points, words := p.graded()
	if len(points) < 8 || len(words) != 1 {
		all = append(all, fmt.Sprintf("it has %d test cells, want at least 8, and %d questions in words, want 1", len(points), len(words)))
	}
	return append(all, p.schemeFaults()...)
}

func (c paperCell) checksItself(solution string) bool {
	g := c.grading()
	return g.ID == solution+"-self" && c.code() && g.Locked && !g.Grade && strings.Contains(c.source(), "check.")
}

// schemeFaults: the marking scheme must stand in a locked cell, which autograding puts back.
func (p paper) schemeFaults() (all []string) {
	schemes := 0
	for _, c := range p.Cells {
		if within, _, _ := regions(c.source(), schemeMark); len(within) == 0 {
			continue
		}
		schemes++
		if g := c.grading(); !g.Locked || g.Solution || c.code() {
			all = append(all, "cell "+c.id()+" has a marking scheme and is not a locked Markdown cell: the grader would not see it")
		}
	}
	if schemes != 1 {
		all = append(all, fmt.Sprintf("it has %d marking schemes, want 1", schemes))
	}
	return all
}

// markFaults: each kind of region where it belongs, and with both ends.
func (c paperCell) markFaults() (all []string) {
	g := c.grading()
	for mark, belongs := range map[string]bool{
		solutionMark: g.Solution,
		hiddenMark:   g.Grade && g.Locked && c.code(),
		schemeMark:   g.Locked && !c.code(),
	} {
		within, without, err := regions(c.source(), mark)
		switch {
		case err != nil:
			all = append(all, err.Error())
		case len(within) > 0 && !belongs:
			all = append(all, "is not of a kind that may have "+mark)
		case len(within) == 0 && mark == solutionMark && g.Solution:
			all = append(all, "has no solution between markers")
		case mark == hiddenMark && len(within) > 0 && !strings.Contains(strings.Join(without, "\n"), "check."):
			all = append(all, "has nothing to run without its hidden tests, so the untouched release would score")
		}
	}
	return all
}

// endFaults: nbgrader takes the value of a test cell's last expression for points, or for
// all of them. With and without what is hidden, none may have one.
func (c paperCell) endFaults() (all []string) {
	g := c.grading()
	if !g.Grade || !c.code() {
		return nil
	}
	_, visible, _ := regions(c.source(), hiddenMark)
	for _, source := range []string{c.source(), strings.Join(visible, "\n")} {
		if last := lastStatement(source); last == nil || endsInExpression(last) {
			all = append(all, "is a test and ends in an expression")
		}
	}
	return all
}

// lastStatement is the last of a cell's statements: those of the shortest end of its lines
// that is Go by itself.
func lastStatement(source string) ast.Stmt {
	lines := strings.Split(source, "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		f, err := parser.ParseFile(token.NewFileSet(), "", "package p; func _() {\n"+strings.Join(lines[i:], "\n")+"\n}", 0)
		if err != nil {
			continue
		}
		if body := f.Decls[0].(*ast.FuncDecl).Body.List; len(body) > 0 {
			return body[len(body)-1]
		}
	}
	return nil
}

// endsInExpression: a call of package check is one, too, but has no value.
func endsInExpression(s ast.Stmt) bool {
	expression, is := s.(*ast.ExprStmt)
	if !is {
		return false
	}
	if call, is := expression.X.(*ast.CallExpr); is {
		if called, is := call.Fun.(*ast.SelectorExpr); is {
			pack, is := called.X.(*ast.Ident)
			return !is || pack.Name != "check"
		}
	}
	return true
}

var stderr = regexp.MustCompile(`\bos\.Stderr\b|\blog\.|(^|[^.\w])print(ln)?\(`)

// stderrFaults: whatever stands on standard error costs a student the cell. What the cells
// really print is seen when they are graded.
func (c paperCell) stderrFaults() []string {
	if c.code() && stderr.MatchString(c.source()) {
		return []string{"writes to standard error"}
	}
	return nil
}

// kinds are the wrong solutions that every set must have, by what gives them away.
var kinds = map[string]func(*wrong) bool{
	"ends the process":     func(w *wrong) bool { return w.contains(`os\.Exit\(0\)`) },
	"prints to stderr":     func(w *wrong) bool { return w.contains(`os\.Stderr|\bprintln\(`) },
	"overwrites the check": func(w *wrong) bool { return w.contains(`(?m)^\s*(var|func|type|const|import) check\b|^check :?=`) },
	"edits a test cell":    func(w *wrong) bool { return len(w.edits) > 0 },
}

func (w *wrong) contains(pattern string) bool {
	for _, source := range w.cells {
		if regexp.MustCompile(pattern).MatchString(source) {
			return true
		}
	}
	return false
}

// proofFaults: enough wrong solutions, of the kinds that matter, about cells that exist.
func proofFaults(source paper, proof map[string]*wrong) (all []string) {
	if len(proof) < 8 {
		all = append(all, fmt.Sprintf("it is tried with %d wrong solutions, want at least 8", len(proof)))
	}
	for kind, is := range kinds {
		if !slices.ContainsFunc(slices.Collect(maps.Values(proof)), is) {
			all = append(all, "no wrong solution "+kind)
		}
	}
	points, _ := source.graded()
	solutions := source.solutions()
	for student, w := range proof {
		for cell := range w.cells {
			if _, exists := solutions[cell]; !exists {
				all = append(all, student+" solves "+cell+", which is no solution cell")
			}
		}
		for _, cell := range slices.Concat(slices.Collect(maps.Keys(w.points)), slices.Collect(maps.Keys(w.edits))) {
			if _, exists := points[cell]; !exists {
				all = append(all, student+" names "+cell+", which is no test cell")
			}
		}
	}
	return all
}

// The test must see what it is for.
func TestEndsInExpression(t *testing.T) {
	for source, want := range map[string]bool{
		"check.Equal(\"x\", 1, 1)":                      false,
		"check.Within(time.Second, func() {\n\tf()\n})": false,
		"for range 3 {\n\tcheck.NothingLeft(f)\n}":      false,
		"x := f()\n// that was all\n":                   false,
		"f()":                                           true,
		"fmt.Println(\"right\")":                        true,
		"check.Equal(\"x\", 1, 1)\n1.0":                 true,
		"score := 2.0\nscore":                           true,
		"func() bool {\n\treturn true\n}()":             true,
	} {
		if got := endsInExpression(lastStatement(source)); got != want {
			t.Errorf("%q: %v, want %v", source, got, want)
		}
	}
}
