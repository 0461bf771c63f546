package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// written is a notebook with one Markdown cell.
func written(t *testing.T, markdown string) []byte {
	t.Helper()
	data, err := json.Marshal(map[string]any{
		"cells":    []any{map[string]any{"cell_type": "markdown", "metadata": map[string]any{}, "source": strings.SplitAfter(markdown, "\n")}},
		"metadata": map[string]any{}, "nbformat": 4, "nbformat_minor": 5,
	})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestDescribe(t *testing.T) {
	for _, test := range []struct {
		story, markdown string
		want            handout
	}{
		{"a numbered heading and a question", "# 03 · CPU: threads and the *GIL*\n\n**Question.** Why did `two` threads\ntake [longer](https://example.org/a_b)?\n\n**Words.** …",
			handout{"03-x", "03", "CPU: threads and the GIL", "Why did two threads take longer?"}},
		{"a heading with a dot but no number", "# Locks · and keys\n\nWords.", handout{"03-x", "", "Locks · and keys", "Words."}},
		{"a picture before the words", "# 1 · Here\n\n![a figure](figures/a.svg)\n\nWords with snake_case_names.", handout{"03-x", "1", "Here", "Words with snake_case_names."}},
		{"no heading", "Just words.", handout{"03-x", "", "03-x", "Just words."}},
	} {
		t.Run(test.story, func(t *testing.T) {
			got, err := describe("/any/where/03-x.ipynb", written(t, test.markdown))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestDescribeSaysWhichFileIsNoNotebook(t *testing.T) {
	_, err := describe("/any/where/03-x.ipynb", []byte("<<<<<<< HEAD"))
	if err == nil || !strings.Contains(err.Error(), "03-x.ipynb is not a notebook") {
		t.Errorf("error %v, want one that names 03-x.ipynb", err)
	}
}

// Each page knows its neighbours and every name a link may lead to; nothing
// else of the notebook changes, not even how a number is written.
func TestWithNeighbours(t *testing.T) {
	course := []handout{{"00-a", "00", "A", ""}, {"01-b", "01", "B", ""}, {"c", "", "C", ""}}
	data, err := withNeighbours([]byte(`{"cells":[{"x":1.50,"y":12345678901234567890}],"metadata":{"kernelspec":{"name":"gophernotes"}}}`), 1, course, "/any/where")
	if err != nil {
		t.Fatal(err)
	}
	want := `{"cells":[{"x":1.50,"y":12345678901234567890}],"metadata":{"kernelspec":{"name":"gophernotes"},` +
		`"language_info":{"name":"go","pygments_lexer":"go"},` +
		`"seminar":{"folder":"/any/where","handouts":["00-a","01-b","c"],"next":{"href":"c.html","title":"C"},"previous":{"href":"00-a.html","title":"00 · A"}}}}`
	if diff := cmp.Diff(want, string(data)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// What an author writes cannot become HTML in the index.
func TestIndexShowsWordsAsWords(t *testing.T) {
	page, err := index(filepath.Join("..", "..", "..", "notebooks", "handout"), []handout{
		{"00-a", "00", "Start <here>", "Is 1 < 2 & true?"}, {"01-b", "01", "Next", "<script>alert(1)</script>"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`href="00-a.html"`, "Start &lt;here&gt;", "Is 1 &lt; 2 &amp; true?", "&lt;script&gt;alert", "prefers-color-scheme: dark"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the index does not hold %s", want)
		}
	}
	if strings.Index(string(page), "00-a") > strings.Index(string(page), "01-b") {
		t.Error("the index is out of order")
	}
	if dir := os.Getenv("SEMINAR_SHOTS"); dir != "" { // for a person to look at
		if err := os.WriteFile(filepath.Join(dir, "index.html"), page, 0o644); err != nil {
			t.Error(err)
		}
	}
}
