package build

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"seminar/kernelext/reference"
	"seminar/kernelext/toolchain"
)

// referenceSuffix ends the name of the file with the documentation and the types of
// packages, which lies beside the kernel's binary.
const referenceSuffix = ".reference"

// document writes that file: of every package that a cell can import, of display, and
// of what Go predeclares. It takes three seconds.
func document(packages map[string]exporting, file string) error {
	var all []*reference.Package
	for path, p := range packages {
		if !importable(path) && path != displayPath && path != reference.Builtin {
			continue
		}
		one, err := documented(p)
		if err != nil {
			return fmt.Errorf("build: %w", err)
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(x, y *reference.Package) int { return strings.Compare(x.Path, y.Path) })
	out, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("build: %w", err)
	}
	defer out.Close()
	if err := reference.Write(out, all); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	return nil
}

// documented collects one package.
func documented(p exporting) (*reference.Package, error) {
	files := slices.Concat(p.GoFiles, p.CgoFiles)
	one, err := reference.Collect(reference.Source{Path: p.ImportPath, Dir: p.Dir, Files: files})
	if err != nil || p.Export == "" || p.ImportPath == reference.Builtin {
		return one, err
	}
	one.Types, err = toolchain.ExportData(p.Export)
	return one, err
}
