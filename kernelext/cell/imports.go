package cell

// An Import is a package that a cell asks for.
type Import struct {
	Path         string
	Line, Column int // of the path, in the cell
}

// Imports returns the packages that the code imports, in the order of the text.
// Imports with syntax errors are left out.
func Imports(code string) []Import {
	var all []Import
	for _, p := range split("", code) {
		for _, s := range p.importSpecs() {
			at := p.position(int(s.Path.Pos()) - p.base)
			all = append(all, Import{pathOf(s), at.line, at.column})
		}
	}
	return all
}
