package build

// For tests of this package from outside.
var (
	Binding    = binding
	Importable = importable
	Plain      = plain
)
