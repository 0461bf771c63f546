// Package display is gophernotes' display package as compiled cells see it: they
// know it by the name display, and Display without any, and need not import it.
//
// gophernotes is a main program, so its functions cannot be imported; the worker
// puts them into the variables here. The package renders nothing itself.
package display

import "image"

// A MIMEMap holds one value in several representations, by media type.
type MIMEMap = map[string]any

// Data is what gophernotes shows; a value with a method Render of that type shows
// itself.
type Data = struct {
	Data      MIMEMap
	Metadata  MIMEMap
	Transient MIMEMap
}

// The media types of gophernotes.
const (
	MIMETypeHTML       = "text/html"
	MIMETypeJavaScript = "application/javascript"
	MIMETypeJPEG       = "image/jpeg"
	MIMETypeJSON       = "application/json"
	MIMETypeLatex      = "text/latex"
	MIMETypeMarkdown   = "text/markdown"
	MIMETypePNG        = "image/png"
	MIMETypePDF        = "application/pdf"
	MIMETypeSVG        = "image/svg+xml"
	MIMETypeText       = "text/plain"
)

// What gophernotes makes of texts, bytes and pictures.
var (
	Any        func(mimeType string, data any) Data
	Auto       func(data any) Data
	File       func(mimeType, path string) Data
	HTML       func(html string) Data
	Image      func(img image.Image) Data
	JPEG       func(jpeg []byte) Data
	JSON       func(json map[string]any) Data
	JavaScript func(javascript string) Data
	Latex      func(latex string) Data
	MakeData   func(mimeType string, data any) Data
	MakeData3  func(mimeType, plaintext string, data any) Data
	Markdown   func(markdown string) Data
	Math       func(latex string) Data
	MIME       func(data, metadata MIMEMap) Data
	PDF        func(pdf []byte) Data
	PNG        func(png []byte) Data
	SVG        func(svg string) Data
)

// Shower shows a value now, wherever the cell is.
var Shower func(v any) error

// Display shows v at once, below what the cell has printed so far. It returns an
// error when the value cannot be shown.
func Display(v any) error { return Shower(v) }
