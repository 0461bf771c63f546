package main

import (
	_ "embed"
	"path/filepath"
)

//go:embed classroom.txt
var classroomList string

// classroom returns what classroom.txt lists.
func classroom() ([]string, error) { return listed("classroom.txt", classroomList) }

// wanted returns what the site's environment must have: what environment.yml lists and,
// once it was asked for, what a class needs. That is one list for one environment, so an
// active one that lacks nbgrader is left alone, and an interrupted .venv is made again
// whole. Adding to a finished .venv would be quicker, and what an interrupt leaves of that
// is an environment of which pip says that it is complete.
func (l *ledger) wanted() ([]string, error) {
	list, err := readRequirements(filepath.Join(l.root, "environment.yml"))
	if err != nil || !l.Classroom {
		return list, err
	}
	more, err := classroom()
	return append(list, more...), err
}
