package cell

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// comment returns what the reader has written above the piece, without the slashes.
func (p *piece) comment() string {
	switch d := p.decl.(type) {
	case *ast.FuncDecl:
		return d.Doc.Text()
	case *ast.GenDecl:
		if text := d.Doc.Text(); text != "" {
			return text
		}
		return p.note
	}
	if p.stmt == nil || !strings.HasPrefix(p.text, "/") {
		return ""
	}
	above := p.text[:max(0, int(p.stmt.Pos())-p.base)]
	f, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+above+"var x int", parser.ParseComments|parser.SkipObjectResolution)
	if err != nil || len(f.Decls) != 1 {
		return ""
	}
	return f.Decls[0].(*ast.GenDecl).Doc.Text()
}

// specComment is the comment above a line of a group, or else behind it.
func specComment(s ast.Spec) string {
	above, behind := (*ast.CommentGroup)(nil), (*ast.CommentGroup)(nil)
	switch s := s.(type) {
	case *ast.TypeSpec:
		above, behind = s.Doc, s.Comment
	case *ast.ValueSpec:
		above, behind = s.Doc, s.Comment
	}
	if text := above.Text(); text != "" {
		return text
	}
	return behind.Text()
}

// comment is what stood above the declaration of a variable.
func (e *entry) comment() string {
	if e.from == nil {
		return ""
	}
	return e.from.comment
}

// fieldComment is the comment of a field, or of a method of an interface, in a type
// that the piece declares.
func (p *piece) fieldComment(name string) string {
	text := ""
	if p.decl == nil {
		return text
	}
	ast.Inspect(p.decl, func(n ast.Node) bool {
		if f, ok := n.(*ast.Field); ok {
			for _, id := range f.Names {
				if id.Name == name && text == "" {
					if text = f.Doc.Text(); text == "" {
						text = f.Comment.Text()
					}
				}
			}
		}
		return true
	})
	return text
}
