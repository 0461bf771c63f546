package cell

import (
	"go/ast"
	"go/doc/comment"
	"strings"
)

// A Description tells of one name.
type Description struct {
	Signature string   // the declaration, without a function's body
	Doc       string   // the comment, without slashes
	More      []string // source text: the whole function, or methods, or members
	Where     string   // cell[3]:5, or a package; empty for a package itself
}

// width is that of a line of comment in Text.
const width = 80

// Text returns the description as a terminal shows it.
func (d *Description) Text() string {
	var b strings.Builder
	b.WriteString(d.Signature + "\n")
	if doc := d.doc(); len(doc.Content) > 0 {
		b.WriteString("\n" + string((&comment.Printer{TextWidth: width}).Text(doc)))
	}
	if len(d.More) > 0 {
		b.WriteString("\n" + strings.Join(d.More, "\n") + "\n")
	}
	if d.Where != "" {
		b.WriteString("\n" + d.Where + "\n")
	}
	return b.String()
}

// Markdown returns the description for a notebook.
func (d *Description) Markdown() string {
	var b strings.Builder
	b.WriteString(fenced(d.Signature))
	if doc := d.doc(); len(doc.Content) > 0 {
		printer := &comment.Printer{HeadingLevel: 4, HeadingID: func(*comment.Heading) string { return "" }, DocLinkURL: func(*comment.DocLink) string { return "" }}
		b.WriteString("\n" + string(printer.Markdown(doc)))
	}
	if len(d.More) > 0 {
		b.WriteString("\n" + fenced(strings.Join(d.More, "\n")))
	}
	if d.Where != "" {
		b.WriteString("\n*" + d.Where + "*\n")
	}
	return b.String()
}

func (d *Description) doc() *comment.Doc {
	p := &comment.Parser{ // [Name] and [pkg.Name] lose their brackets, and lead nowhere
		LookupPackage: func(name string) (string, bool) { return name, true },
		LookupSym:     func(_, name string) bool { return ast.IsExported(name) },
	}
	return p.Parse(d.Doc)
}

// fenced marks Go source in Markdown. A raw string with as many quotes as the fence
// cannot end it: a longer fence is taken then.
func fenced(source string) string {
	fence := "```"
	for strings.Contains(source, fence) {
		fence += "`"
	}
	return fence + "go\n" + source + "\n" + fence + "\n"
}
