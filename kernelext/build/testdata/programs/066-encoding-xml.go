// encoding/xml: attributes, nesting, text, own marshalers, tokens, namespaces.
package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"strings"
)

type size int

func (s size) MarshalXMLAttr(name xml.Name) (xml.Attr, error) {
	return xml.Attr{Name: name, Value: strings.Repeat("x", int(s))}, nil
}

func (s *size) UnmarshalXMLAttr(a xml.Attr) error { *s = size(len(a.Value)); return nil }

type chapter struct {
	Title string   `xml:"title,attr"`
	Pages size     `xml:"pages,attr,omitempty"`
	Paras []string `xml:"body>p"`
	Note  string   `xml:",comment"`
}

type book struct {
	XMLName  xml.Name  `xml:"book"`
	Chapters []chapter `xml:"chapter"`
	Author   struct {
		Name string `xml:",chardata"`
		Born *int   `xml:"born,attr"`
	} `xml:"author"`
	Skip int `xml:"-"`
}

func outline(r io.Reader) {
	d := xml.NewDecoder(r)
	depth := 0
	for {
		tok, err := d.Token()
		if err != nil {
			fmt.Println(err)
			return
		}
		switch t := tok.(type) {
		case xml.StartElement:
			fmt.Printf("%*s<%s %d>\n", depth*2, "", t.Name.Local, len(t.Attr))
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if s := strings.TrimSpace(string(t)); s != "" {
				fmt.Printf("%*s%q\n", depth*2, "", s)
			}
		}
	}
}

func main() {
	b := book{Chapters: []chapter{{"A & B", 3, []string{"one", "<two>"}, " n "}, {Title: "C"}}}
	b.Author.Name = "Ann"
	enc := xml.NewEncoder(os.Stdout)
	enc.Indent("", " ")
	fmt.Println("", enc.Encode(b))
	var back book
	err := xml.Unmarshal([]byte(`<book><author born="1900">Bob</author><chapter title="T" pages="xx"><body><p>1</p><p>2</p></body></chapter><other/></book>`), &back)
	fmt.Println(err, *back.Author.Born, back.Author.Name, back.Chapters)
	outline(strings.NewReader(`<a x="1"><b>t&lt;</b><c/></a>`))
	outline(strings.NewReader(`<a><b></a>`))
}
