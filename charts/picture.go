package charts

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
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
		// Of ECharts' empty lines, one break between elements is enough for a diff.
		if text := string(t); text != "\n" || !strings.HasSuffix(p.out.String(), "\n") {
			p.out.WriteString(html.EscapeString(text))
		}
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
	for _, a := range settled(t) {
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

var (
	translation = regexp.MustCompile(`^translate\((-?[\d.]+) (-?[\d.]+)\)$`)
	fontSize    = regexp.MustCompile(`font-size:([\d.]+)px`)
)

// settled are the attributes of an element. A text that is only moved stands where
// it was moved to, and on its baseline: what turns a picture into print often
// does not know how to centre letters on a line.
func settled(t xml.StartElement) []xml.Attr {
	moved, size := translation.FindStringSubmatch(attribute(t, "transform")), fontSize.FindStringSubmatch(attribute(t, "style"))
	if t.Name.Local != "text" || moved == nil || size == nil || attribute(t, "dominant-baseline") != "central" {
		return t.Attr
	}
	baseline := 0.35 * number(size[1]) // below the middle of a letter, in most fonts
	attributes := []xml.Attr{
		position("x", number(attribute(t, "x"))+number(moved[1])),
		position("y", number(attribute(t, "y"))+number(moved[2])+baseline),
	}
	for _, a := range t.Attr {
		switch {
		case slices.Contains([]string{"x", "y", "transform", "dominant-baseline"}, a.Name.Local):
		case a.Name.Local == "text-anchor" && a.Value == "start": // as it is without saying
		default:
			attributes = append(attributes, a)
		}
	}
	return attributes
}

// number is an attribute's value; absent is 0.
func number(text string) float64 {
	value, _ := strconv.ParseFloat(text, 64)
	return value
}

func position(axis string, value float64) xml.Attr {
	return xml.Attr{Name: xml.Name{Local: axis}, Value: strconv.FormatFloat(math.Round(10*value)/10, 'f', -1, 64)}
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
