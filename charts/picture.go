package charts

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
)

// fonts are what the reader's own system has; no font is loaded. The names have
// no quotation marks, which ECharts would not escape.
const fonts = "system-ui,-apple-system,Segoe UI,Roboto,Noto Sans,Apple SD Gothic Neo,Malgun Gothic,Noto Sans KR,NanumGothic,sans-serif"

// finish makes the SVG of ECharts a picture that can stand alone: on an opaque
// card, so that it reads on any page; with its words for those who do not see
// it; with nothing in it but what a picture needs; the same bytes for the same
// chart whichever was drawn before.
func finish(raw, alt string) (string, error) {
	p := &picture{in: xml.NewDecoder(strings.NewReader(raw)), alt: alt}
	for {
		token, err := p.in.Token()
		switch {
		case errors.Is(err, io.EOF) && p.ids != nil:
			return p.out.String(), nil
		case err != nil:
			return "", fmt.Errorf("charts: the picture is not valid XML: %w", err)
		}
		if err := p.copy(token); err != nil {
			return "", fmt.Errorf("charts: the picture may not be shown: %w", err)
		}
	}
}

// A picture is copied from ECharts' tokens, so that no cleaning can touch what a
// reader wrote into a title: a search and replace over the text could.
type picture struct {
	in  *xml.Decoder
	out strings.Builder
	alt string
	ids map[string]string // the library's ids, which count up, and ours, which begin anew
}

// allowed are the elements that pictures are made of. Anything else, a script
// above all, is refused.
var allowed = map[string]bool{
	"svg": true, "g": true, "path": true, "rect": true, "circle": true, "ellipse": true, "line": true, "polyline": true, "polygon": true,
	"text": true, "tspan": true, "defs": true, "clipPath": true, "linearGradient": true, "radialGradient": true, "stop": true,
}

// container are those of them with something inside.
var container = map[string]bool{"g": true, "text": true, "tspan": true, "defs": true, "clipPath": true, "linearGradient": true, "radialGradient": true}

func (p *picture) copy(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		switch {
		case !allowed[t.Name.Local]:
			return fmt.Errorf("it contains a <%s>", t.Name.Local)
		case t.Name.Local == "svg":
			return p.open(t)
		case invisible(t):
			return p.in.Skip()
		}
		return p.element(t)
	case xml.EndElement:
		p.out.WriteString("</" + t.Name.Local + ">")
	case xml.CharData:
		p.out.WriteString(html.EscapeString(string(t)))
	}
	return nil
}

// open writes the root, which says in words what is seen, and the card.
func (p *picture) open(t xml.StartElement) error {
	var across, down float64
	if _, err := fmt.Sscanf(attribute(t, "viewBox"), "0 0 %g %g", &across, &down); err != nil {
		return fmt.Errorf("its size is unknown: %w", err)
	}
	p.ids = map[string]string{}
	fmt.Fprintf(&p.out, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]g" height="%[2]g" viewBox="0 0 %[1]g %[2]g" role="img" aria-label="%[3]s" font-family="%[4]s">`,
		across, down, html.EscapeString(p.alt), fonts)
	fmt.Fprintf(&p.out, "\n"+`<rect x=".5" y=".5" width="%g" height="%g" rx="8" fill="#fff" stroke="#d8dee4"/>`, across-1, down-1)
	return nil
}

// element writes an element with those attributes that show.
func (p *picture) element(t xml.StartElement) error {
	p.out.WriteString("<" + t.Name.Local)
	for _, a := range t.Attr {
		name, value := a.Name.Local, a.Value
		switch {
		case name == "class", name == "space", name == "pointer-events", strings.HasPrefix(name, "ecmeta_"):
		case strings.HasPrefix(name, "on"), name == "href":
			return fmt.Errorf("it has an attribute %s", name)
		case name == "style":
			p.out.WriteString(lettersOf(value))
		default:
			fmt.Fprintf(&p.out, ` %s="%s"`, name, html.EscapeString(p.renumber(name, value)))
		}
	}
	if container[t.Name.Local] {
		p.out.WriteString(">")
		return nil
	}
	p.out.WriteString("/>")
	return p.in.Skip()
}

// lettersOf turns a style into attributes. The font's family stands at the root, once.
func lettersOf(style string) string {
	var b strings.Builder
	for declaration := range strings.SplitSeq(style, ";") {
		name, value, found := strings.Cut(declaration, ":")
		if found && name != "font-family" {
			fmt.Fprintf(&b, ` %s="%s"`, strings.TrimSpace(name), html.EscapeString(strings.TrimSuffix(strings.TrimSpace(value), "px")))
		}
	}
	return b.String()
}

var reference = regexp.MustCompile(`^url\(#(.+)\)$`)

// renumber gives ids names that depend on this picture alone: ECharts counts
// them through all charts of a process.
func (p *picture) renumber(name, value string) string {
	own := func(id string) string {
		if p.ids[id] == "" {
			p.ids[id] = fmt.Sprintf("c%d", len(p.ids))
		}
		return p.ids[id]
	}
	if name == "id" {
		return own(value)
	}
	if m := reference.FindStringSubmatch(value); m != nil {
		return "url(#" + own(m[1]) + ")"
	}
	return value
}

// invisible reports whether an element is only there to be hit by a pointer.
func invisible(t xml.StartElement) bool {
	fill, stroke := attribute(t, "fill"), attribute(t, "stroke")
	return t.Name.Local != "g" && (fill == "none" || attribute(t, "fill-opacity") == "0") &&
		(stroke == "" || stroke == "none" || attribute(t, "stroke-width") == "0")
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
