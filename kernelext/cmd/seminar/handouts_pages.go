package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A handout is one notebook as a page: what the index and its neighbours say
// of it.
type handout struct {
	Name   string // the file's name without its extension: 03-cpu-threads-and-the-gil
	Number string // 03, or nothing when the heading carries none
	Title  string // CPU: threads and the GIL
	First  string // how the text begins after the heading, without its marks
	PDF    bool   // there is a PDF of it
}

// Heading is the handout's full title: "03 · CPU: threads and the GIL".
func (h handout) Heading() string {
	if h.Number == "" {
		return h.Title
	}
	return h.Number + " · " + h.Title
}

// describe reads the title and the first words of a notebook. A notebook
// that begins with something else is called by its file's name.
func describe(path string, notebook []byte) (handout, error) {
	h := handout{Name: strings.TrimSuffix(filepath.Base(path), ".ipynb")}
	h.Title = h.Name
	first, err := firstCell(notebook)
	if err != nil {
		return h, fmt.Errorf("%s is not a notebook: %w", filepath.Base(path), err)
	}
	for paragraph := range strings.SplitSeq(first, "\n\n") {
		paragraph = strings.TrimSpace(paragraph)
		if heading, ok := strings.CutPrefix(paragraph, "# "); ok {
			h.Number, h.Title = numbered(plain(heading))
		} else if paragraph != "" && !strings.HasPrefix(paragraph, "!") {
			h.First = opening(plain(paragraph))
			break
		}
	}
	return h, nil
}

// firstCell returns the source of the first cell that all readers receive when it is Markdown.
func firstCell(notebook []byte) (string, error) {
	var nb struct {
		Cells []struct {
			Type   string `json:"cell_type"`
			Source any    `json:"source"`
			Meta   struct {
				Tags []string `json:"tags"`
			} `json:"metadata"`
		} `json:"cells"`
	}
	if err := json.Unmarshal(notebook, &nb); err != nil {
		return "", err
	}
	for _, c := range nb.Cells {
		if slices.Contains(c.Meta.Tags, "solution") || slices.Contains(c.Meta.Tags, "instructor") {
			continue
		}
		if c.Type == "markdown" {
			return joined(c.Source), nil
		}
		break
	}
	return "", nil
}

// joined turns a source as nbformat stores it, one text or a list of lines,
// into one text.
func joined(source any) string {
	lines, ok := source.([]any)
	if !ok {
		text, _ := source.(string)
		return text
	}
	var b strings.Builder
	for _, line := range lines {
		text, _ := line.(string)
		b.WriteString(text)
	}
	return b.String()
}

// numbered splits "03 · CPU: threads and the GIL" at its number.
func numbered(heading string) (number, title string) {
	number, title, ok := strings.Cut(heading, " · ")
	if !ok || strings.Trim(number, "0123456789") != "" {
		return "", heading
	}
	return number, title
}

// The marks of Markdown that stand in a title or a first paragraph.
var (
	markdownLink  = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	markdownMarks = regexp.MustCompile("\\*+|`+|\\b_|_\\b")
	leadingLabel  = regexp.MustCompile(`^\*\*[^*]+\.\*\*\s*`)
)

// aSentence is one, with its end.
var aSentence = regexp.MustCompile(`[^ ].*?[.?!](?: |$)`)

// A line of the index has room for so many characters; a question of fewer than the least
// asks nothing without the sentences before it.
const (
	lineOfIndex   = 100
	leastQuestion = 15
)

// opening is one line about a text: its first question, else as many sentences from its
// beginning as a line has room for, but one at least.
func opening(text string) string {
	for _, s := range aSentence.FindAllString(text, -1) {
		if s = strings.TrimSpace(s); strings.HasSuffix(s, "?") && len(s) >= leastQuestion {
			return s
		}
	}
	line := ""
	for _, s := range aSentence.FindAllString(text, -1) {
		if line != "" && len(line)+len(s) > lineOfIndex {
			break
		}
		line += s
	}
	if line == "" {
		return text
	}
	return strings.TrimSpace(line)
}

// plain is Markdown as a person would read it out, on one line. A label such as
// "Question." goes: in the index every first paragraph has one.
func plain(markdown string) string {
	text := leadingLabel.ReplaceAllString(markdown, "")
	text = markdownLink.ReplaceAllString(text, "$1")
	return strings.Join(strings.Fields(markdownMarks.ReplaceAllString(text, "")), " ")
}

// told is what the template is told beside a handout's neighbours.
type told struct {
	folder  string // where the notebook stood, and with it its pictures
	edition edition
}

// withNeighbours stores in the notebook's metadata what the template asks for: its title,
// the handouts before and after it, the names that a link may lead to, and what else is
// told. The rest of the notebook stays as it is, numbers included.
func withNeighbours(notebook []byte, at int, course []handout, other told) ([]byte, error) {
	var nb map[string]any
	read := json.NewDecoder(bytes.NewReader(notebook))
	read.UseNumber()
	if err := read.Decode(&nb); err != nil {
		return nil, fmt.Errorf("%s is not a notebook: %w", course[at].Name, err)
	}
	metadata, ok := nb["metadata"].(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s is not a notebook: it has no metadata", course[at].Name)
	}
	around := neighbours(at, course)
	around["folder"], around["edition"], around["title"] = other.folder, other.edition.String(), course[at].Heading()
	metadata["seminar"] = around
	if _, ok := metadata["language_info"]; !ok { // it names the highlighting
		metadata["language_info"] = map[string]any{"name": "go", "pygments_lexer": "go"}
	}
	return json.Marshal(nb)
}

func neighbours(at int, course []handout) map[string]any {
	names := make([]string, len(course))
	for i, h := range course {
		names[i] = h.Name
	}
	around := map[string]any{"handouts": names}
	link := func(h handout) map[string]string {
		return map[string]string{"href": h.Name + ".html", "title": h.Heading()}
	}
	if at > 0 {
		around["previous"] = link(course[at-1])
	}
	if at+1 < len(course) {
		around["next"] = link(course[at+1])
	}
	return around
}

// index renders the page that leads to every handout, in order. Folder is
// notebooks/handout, where its template and the style it shares with them are.
func index(folder string, course []handout, e edition) ([]byte, error) {
	style, err := os.ReadFile(filepath.Join(folder, "seminar", "handout.css"))
	if err != nil {
		return nil, err
	}
	page, err := template.ParseFiles(filepath.Join(folder, "index.html"))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = page.Execute(&b, map[string]any{"Style": template.CSS(style), "Handouts": course, "Edition": e.String()})
	return b.Bytes(), err
}

// place moves the finished files from folder from into folder to, which must
// be on the same disk: each appears whole or not at all, the index last. A PDF of an
// earlier run goes when there is none of its new page.
func place(from, to string, names []string) error {
	var failed error
	for _, name := range names {
		if page, ok := strings.CutSuffix(name, ".html"); ok && !slices.Contains(names, page+".pdf") {
			if err := os.Remove(filepath.Join(to, page+".pdf")); !errors.Is(err, os.ErrNotExist) {
				failed = errors.Join(failed, err)
			}
		}
		err := os.Rename(filepath.Join(from, name), filepath.Join(to, name))
		failed = errors.Join(failed, err)
	}
	return failed
}
