package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// An edition is a choice of readers. What each receives is in notebooks/handout/edition.py.
type edition int

const (
	forStudents edition = iota
	withSolutions
	forInstructors
)

var editions = [...]string{forStudents: "student", withSolutions: "solution", forInstructors: "instructor"}

func (e edition) String() string { return editions[e] }

// set reads a flag.
func (e *edition) set(name string) error {
	for i, known := range editions {
		if name == known {
			*e = edition(i)
			return nil
		}
	}
	return errors.New("it takes student, solution or instructor")
}

// editionMark is what index.html says in its head of the pages that it leads to.
var editionMark = regexp.MustCompile(`<meta name="edition" content="([a-z]+)">`)

// alone refuses a folder with another edition in it: its index would lead to solutions
// among the students' pages, and a page of one name takes the other's place.
func (e edition) alone(folder string) error {
	index, err := os.ReadFile(filepath.Join(folder, "index.html"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if mark := editionMark.FindSubmatch(index); mark != nil && string(mark[1]) != e.String() {
		return fmt.Errorf("the folder %s holds the %s edition: give the %s edition a folder of its own", home(folder), mark[1], e)
	}
	return nil
}

// copies copies an assignment for students from path to save and tells whether it did: of
// other notebooks, and of other editions, the outputs are wanted.
func (e edition) copies(path, save string) (bool, error) {
	if e != forStudents {
		return false, nil
	}
	notebook, err := os.ReadFile(path)
	if err != nil || !isAssignment(notebook) {
		return false, err
	}
	return true, os.WriteFile(save, notebook, 0o644)
}

// isAssignment tells whether nbgrader knows a cell of a notebook. What is no notebook is
// none; who reads it next says so.
func isAssignment(notebook []byte) bool {
	var nb struct {
		Cells []struct {
			Metadata struct {
				Grader json.RawMessage `json:"nbgrader"`
			} `json:"metadata"`
		} `json:"cells"`
	}
	if err := json.Unmarshal(notebook, &nb); err != nil {
		return false
	}
	for _, c := range nb.Cells {
		if len(c.Metadata.Grader) > 0 {
			return true
		}
	}
	return false
}
