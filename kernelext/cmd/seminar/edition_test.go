package main

import (
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEditionFlag(t *testing.T) {
	var e edition
	for _, want := range []edition{forInstructors, withSolutions, forStudents} {
		if err := e.set(want.String()); err != nil || e != want {
			t.Errorf("%s was read as %s, %v", want, e, err)
		}
	}
	if err := e.set("teacher"); err == nil || !strings.Contains(err.Error(), "student, solution or instructor") {
		t.Errorf("an edition that there is not: %v", err)
	}
}

// A folder is one edition's: solutions would stand beside the students' pages otherwise.
func TestEachEditionHasAFolder(t *testing.T) {
	folder := t.TempDir()
	if err := withSolutions.alone(folder); err != nil {
		t.Errorf("a new folder is refused: %v", err)
	}
	page, err := index(filepath.Join("..", "..", "..", "notebooks", "handout"), nil, withSolutions)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "index.html"), page)
	if err := withSolutions.alone(folder); err != nil {
		t.Errorf("the same edition is refused: %v", err)
	}
	if err := forStudents.alone(folder); err == nil || !strings.Contains(err.Error(), "holds the solution edition: give the student edition a folder of its own") {
		t.Errorf("another edition: %v", err)
	}
}

// An assignment for everybody: each word in it is for some readers.
var forWhom = map[string][]edition{
	"visibleTest":       {forStudents, withSolutions, forInstructors},
	"handedOut":         {forStudents, withSolutions, forInstructors},
	"taggedSolution":    {withSolutions, forInstructors},
	"taggedInstructor":  {forInstructors},
	"solutionRegion":    {withSolutions, forInstructors},
	"solutionCell":      {withSolutions, forInstructors},
	"solutionOutput":    {withSolutions, forInstructors},
	"/* the rest is":    {withSolutions, forInstructors},
	"modelAnswer":       {withSolutions, forInstructors},
	"hiddenTest":        {forInstructors},
	"hiddenTestAlone":   {forInstructors},
	"markingScheme":     {forInstructors},
	"stillToBeWritten":  {forStudents},
	"stillToBeAnswered": {forStudents},
}

func assignmentForEverybody(t *testing.T) []byte {
	t.Helper()
	var cells []map[string]any
	add := func(kind, source, metadata string) {
		cell := map[string]any{"cell_type": kind, "id": "cell" + string(rune('a'+len(cells))), "source": source, "metadata": json.RawMessage(metadata)}
		if kind == "code" {
			cell["execution_count"], cell["outputs"] = 1, []any{map[string]any{"output_type": "stream", "name": "stdout", "text": "solutionOutput\n"}}
		}
		cells = append(cells, cell)
	}
	add("markdown", "# An assignment", `{}`)
	add("code", "taggedSolution()", `{"tags": ["solution"]}`)
	add("markdown", "taggedInstructor", `{"tags": ["instructor"]}`)
	add("code", "func handedOut() {\n\t// ### BEGIN SOLUTION\n\tsolutionRegion()\n\t// ### END SOLUTION\n}", `{"nbgrader": {"solution": true}}`)
	add("code", "// ### BEGIN SOLUTION\nsolutionRegion()\n/* the rest is found as code ### END SOLUTION\nhandedOut()\n// */", `{"nbgrader": {"solution": true}}`)
	add("code", "solutionCell()", `{"nbgrader": {"solution": true}}`)
	add("code", "visibleTest()\n// ### BEGIN HIDDEN TESTS\nhiddenTest()\n// ### END HIDDEN TESTS", `{"nbgrader": {"grade": true}}`)
	add("code", "// ### BEGIN HIDDEN TESTS\nhiddenTestAlone()\n// ### END HIDDEN TESTS", `{"nbgrader": {"grade": true}}`)
	add("markdown", "Why?\n\n### BEGIN SOLUTION\n\nmodelAnswer\n\n### END SOLUTION\n\n### BEGIN MARK SCHEME\n\nmarkingScheme\n\n### END MARK SCHEME", `{"nbgrader": {"solution": true, "grade": true}}`)
	data, err := json.Marshal(map[string]any{"cells": cells, "nbformat": 4, "nbformat_minor": 5,
		"metadata": map[string]any{"kernelspec": map[string]any{"name": "gophernotes", "display_name": "Go", "language": "go"}}})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Each edition holds exactly what is for its readers; the stubs are the course's own.
func TestAnAssignmentInThreeEditions(t *testing.T) {
	s, course := builtSite(t), t.TempDir()
	write(t, filepath.Join(course, "nbgrader_config.py"), []byte("import nbgrader_is_not_here\n\nc = get_config()\nc.ClearSolutions.code_stub = {'go': 'stillToBeWritten()'}\nc.ClearSolutions.text_stub = 'stillToBeAnswered'\n"))
	source := filepath.Join(course, "source", "ps1", "ps1.ipynb")
	write(t, source, assignmentForEverybody(t))
	for _, e := range []edition{forStudents, withSolutions, forInstructors} {
		t.Run(e.String(), func(t *testing.T) {
			page := exported(t, s, source, e)
			for word, readers := range forWhom {
				wanted := false
				for _, reader := range readers {
					wanted = wanted || reader == e
				}
				if got := regexp.MustCompile(`(^|\W)` + regexp.QuoteMeta(word) + `\b`).MatchString(page); got != wanted {
					t.Errorf("%s is in it: %t, want %t", word, got, wanted)
				}
			}
			if !strings.Contains(page, "An assignment · "+strings.ToUpper(e.String()[:1])+e.String()[1:]+" edition") {
				t.Error("its head does not name the edition")
			}
		})
	}
}

// exported makes the page of a notebook as it is stored.
func exported(t *testing.T, s *site, notebook string, e edition) string {
	t.Helper()
	stage, folder := t.TempDir(), t.TempDir()
	save := filepath.Join(stage, filepath.Base(notebook))
	copied, err := e.copies(notebook, save)
	if err != nil || copied != (e == forStudents) {
		t.Fatalf("the assignment is copied: %t, %v", copied, err)
	}
	data, err := os.ReadFile(notebook)
	if err != nil {
		t.Fatal(err)
	}
	write(t, save, data)
	h := &handing{site: s, handoutOptions: handoutOptions{edition: e}, notebooks: []string{notebook}, executed: []string{save}, stage: stage, folder: folder}
	if err := h.publish(t.Context(), newProgress(t.Output())); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, page(notebook)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// No assignment of this checkout tells students a line of what is not for them.
func TestNoAssignmentGivesItselfAway(t *testing.T) {
	s := builtSite(t)
	sets := s.assignments("")
	if len(sets) == 0 {
		t.Skip("there are no assignments in this checkout")
	}
	for _, path := range sets {
		t.Run(filepath.Base(path), func(t *testing.T) {
			notebook, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			secrets := secretLines(t, notebook)
			if len(secrets) == 0 {
				t.Fatal("it holds nothing that students do not receive")
			}
			text := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(exported(t, s, path, forStudents), "")
			text = html.UnescapeString(text)
			for _, line := range secrets {
				if strings.Contains(text, line) {
					t.Errorf("students read: %s", line)
				}
			}
		})
	}
}

// secretLines are the lines in nbgrader's regions that say something and stand nowhere else.
func secretLines(t *testing.T, notebook []byte) (secrets []string) {
	t.Helper()
	var nb struct{ Cells []storedCell }
	if err := json.Unmarshal(notebook, &nb); err != nil {
		t.Fatal(err)
	}
	var open strings.Builder
	var inside []string
	for _, c := range nb.Cells {
		hidden := false
		for line := range strings.SplitSeq(joined(c.Source), "\n") {
			switch {
			case strings.Contains(line, "### BEGIN "):
				hidden = true
			case strings.Contains(line, "### END "):
				hidden = false
			case hidden:
				inside = append(inside, strings.TrimSpace(line))
			default:
				open.WriteString(line + "\n")
			}
		}
	}
	for _, line := range inside {
		if len(line) >= 12 && !strings.Contains(open.String(), line) {
			secrets = append(secrets, line)
		}
	}
	return secrets
}

// The seminar's own answers are what only two of its editions hold.
func TestAnswersAreTaggedSolution(t *testing.T) {
	answers := 0
	for _, path := range ofTheSeminar(t) {
		for i, c := range readStored(t, path).Cells {
			if c.Type != "markdown" || !strings.Contains(joined(c.Source), "<summary>Answer") {
				continue
			}
			answers++
			if !slices.Contains(c.Metadata.Tags, "solution") || strings.Contains(joined(c.Source), "## Exercise") {
				t.Errorf("%s, cell %d: an answer is a cell of its own with the tag solution, or students find it in their handout", filepath.Base(path), i+1)
			}
		}
	}
	if answers == 0 {
		t.Error("the seminar has no answers, so this test tells nothing")
	}
}
