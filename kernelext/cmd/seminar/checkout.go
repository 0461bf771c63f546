package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// findCheckout returns the folder of module seminar that contains dir. It walks
// up instead of asking the go command, which takes a quarter of a second.
func findCheckout(dir string) (string, error) {
	for at := dir; ; at = filepath.Dir(at) {
		name, err := moduleName(filepath.Join(at, "go.mod"))
		if err == nil && name == "seminar" {
			return at, nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("%s is not inside the seminar's checkout: change into it and run the command again", dir)
		}
	}
}

func moduleName(gomod string) (string, error) {
	f, err := os.Open(gomod)
	if err != nil {
		return "", err
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if name, ok := strings.CutPrefix(lines.Text(), "module "); ok {
			return strings.TrimSpace(name), nil
		}
	}
	return "", nil
}

// here is findCheckout for the current folder.
func here() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	return findCheckout(dir)
}

// notebooks returns the notebooks that names ask for, as absolute paths: names
// relative to the current folder or, where there is no such file, to notebooks/, or of
// assignments. No names means all of notebooks/ in their order.
func (s *site) notebooks(names []string) ([]string, error) {
	folder := filepath.Join(s.root, "notebooks")
	if len(names) == 0 {
		all, err := filepath.Glob(filepath.Join(folder, "*.ipynb"))
		if err == nil && len(all) == 0 {
			err = fmt.Errorf("there are no notebooks in %s", folder)
		}
		return all, err // Glob sorts, and the notebooks are numbered
	}
	var found []string
	for _, name := range names {
		path, err := findNotebook(folder, name)
		if set := s.assignments(name); err != nil && len(set) == 1 {
			path, err = set[0], nil
		}
		if err != nil {
			return nil, err
		}
		found = append(found, path)
	}
	return found, nil
}

// assignments returns the notebooks of those problem sets of notebooks/assignments, as their
// authors write them, whose names begin with name.
func (s *site) assignments(name string) []string {
	sets, _ := filepath.Glob(filepath.Join(s.root, "notebooks", "assignments", "source", name+"*", "*.ipynb"))
	return sets
}

func findNotebook(folder, name string) (string, error) {
	for _, path := range []string{name, filepath.Join(folder, name)} {
		info, err := os.Stat(path)
		if err == nil && info.Mode().IsRegular() {
			return filepath.Abs(path)
		}
	}
	near, _ := filepath.Glob(filepath.Join(folder, name+"*.ipynb"))
	if len(near) == 1 { // "03" is enough
		return near[0], nil
	}
	return "", fmt.Errorf("there is no notebook %s, neither here nor in notebooks/", name)
}
