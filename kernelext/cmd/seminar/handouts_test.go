package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// written is a notebook with one Markdown cell.
func written(t *testing.T, markdown string) []byte {
	t.Helper()
	data, err := json.Marshal(map[string]any{
		"cells":    []any{map[string]any{"cell_type": "markdown", "metadata": map[string]any{}, "source": strings.SplitAfter(markdown, "\n"), "id": "first"}},
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
			handout{Name: "03-x", Number: "03", Title: "CPU: threads and the GIL", First: "Why did two threads take longer?"}},
		{"a heading with a dot but no number", "# Locks · and keys\n\nWords.", handout{Name: "03-x", Number: "", Title: "Locks · and keys", First: "Words."}},
		{"a picture before the words", "# 1 · Here\n\n![a figure](figures/a.svg)\n\nWords with snake_case_names.", handout{Name: "03-x", Number: "1", Title: "Here", First: "Words with snake_case_names."}},
		{"a long story", "# Set 1\n\n**Story.** " + strings.Repeat("long ", 20) + "first. A second.\n\nMore.", handout{Name: "03-x", Title: "Set 1", First: strings.Repeat("long ", 20) + "first."}},
		{"a short sentence and a long one", "# Set 1\n\nShort. " + strings.Repeat("long ", 20) + "second.", handout{Name: "03-x", Title: "Set 1", First: "Short."}},
		{"a question in the middle", "# Set 1\n\nIt took 6.06 s. Really? Would you have thought so? So would I.", handout{Name: "03-x", Title: "Set 1", First: "Would you have thought so?"}},
		{"no sentence", "# Set 1\n\nThe owner has written", handout{Name: "03-x", Title: "Set 1", First: "The owner has written"}},
		{"no heading", "Just words.", handout{Name: "03-x", Number: "", Title: "03-x", First: "Just words."}},
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

// The index is for all readers, so it does not begin with what some of them do not receive.
func TestDescribeLeavesOutWhatTeachersRead(t *testing.T) {
	notebook := []byte(`{"cells":[{"cell_type":"markdown","metadata":{"tags":["instructor"]},"source":"Tell nobody."},{"cell_type":"markdown","metadata":{},"source":["# Title\n","\n","Words."]}]}`)
	if h, err := describe("x.ipynb", notebook); err != nil || h.Title != "Title" || h.First != "Words." {
		t.Errorf("%+v, %v", h, err)
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
	course := []handout{{Name: "00-a", Number: "00", Title: "A", First: ""}, {Name: "01-b", Number: "01", Title: "B", First: ""}, {Name: "c", Number: "", Title: "C", First: ""}}
	data, err := withNeighbours([]byte(`{"cells":[{"x":1.50,"y":12345678901234567890}],"metadata":{"kernelspec":{"name":"gophernotes"}}}`), 1, course, told{"/any/where", withSolutions})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"cells":[{"x":1.50,"y":12345678901234567890}],"metadata":{"kernelspec":{"name":"gophernotes"},` +
		`"language_info":{"name":"go","pygments_lexer":"go"},` +
		`"seminar":{"edition":"solution","folder":"/any/where","handouts":["00-a","01-b","c"],"next":{"href":"c.html","title":"C"},"previous":{"href":"00-a.html","title":"00 · A"},"title":"01 · B"}}}`
	if diff := cmp.Diff(want, string(data)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// What an author writes cannot become HTML in the index.
func TestIndexShowsWordsAsWords(t *testing.T) {
	page, err := index(filepath.Join("..", "..", "..", "notebooks", "handout"), []handout{
		{Name: "00-a", Number: "00", Title: "Start <here>", First: "Is 1 < 2 & true?"}, {Name: "01-b", Number: "01", Title: "Next", First: "<script>alert(1)</script>", PDF: true},
	}, forInstructors)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`href="00-a.html"`, "Start &lt;here&gt;", "Is 1 &lt; 2 &amp; true?", "&lt;script&gt;alert", "prefers-color-scheme: dark", `<a class="pdf" href="01-b.pdf"`, "The instructor edition", `<meta name="edition" content="instructor">`} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the index does not hold %s", want)
		}
	}
	if strings.Contains(string(page), "00-a.pdf") {
		t.Error("the index leads to a PDF that there is not")
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

// The folder keeps handouts of earlier runs, so the index leads to them too; a
// notebook without a handout is not in it.
func TestCourseHoldsWhatTheFolderHolds(t *testing.T) {
	root, folder := t.TempDir(), t.TempDir()
	var paths []string
	for _, name := range []string{"00-a", "01-b", "02-c", "03-d"} {
		path := filepath.Join(root, "notebooks", name+".ipynb")
		write(t, path, written(t, "# "+name))
		paths = append(paths, path)
	}
	write(t, filepath.Join(folder, "00-a.html"), nil)
	write(t, filepath.Join(folder, "02-c.html"), nil)
	course, err := (&site{root: root}).course([]string{paths[3], paths[2]}, folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, h := range course {
		names = append(names, h.Name)
	}
	if diff := cmp.Diff([]string{"00-a", "02-c", "03-d"}, names); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestTwoNotebooksOfOneName(t *testing.T) {
	_, err := (&site{}).executeInto(t.Context(), nil, []string{"/a/00.ipynb", "/b/00.ipynb"}, t.TempDir(), handoutOptions{})
	if err == nil || !strings.Contains(err.Error(), "two notebooks are called 00.ipynb") {
		t.Errorf("error %v, want one that says which name is there twice", err)
	}
}

func TestHandoutsWantAFolder(t *testing.T) {
	var told strings.Builder
	err := handouts(t.Context(), []string{"03"}, stdio{&told, &told})
	if !errors.Is(err, errUsage) || !strings.Contains(told.String(), "--output handouts") {
		t.Errorf("error %v and the words %q, want a usage error that shows a call", err, &told)
	}
}

// Nothing half-written counts: when one notebook cannot become a page, the
// folder keeps the pages of the last run, and the reader is told which one it was.
func TestAFailureLeavesTheFolderAsItWas(t *testing.T) {
	s := builtSite(t)
	for _, test := range []struct {
		story, cell, kind string
		want              []string
	}{
		{"a cell fails", `panic("the third door")`, "code", []string{"01-bad.ipynb", "the third door", "1 of 2 notebooks failed, so no handout was written"}},
		{"a picture is missing", "![a door](figures/door.svg)", "markdown", []string{"01-bad.ipynb", "figures/door.svg is not a file beside the notebook"}},
		{"a picture is elsewhere", "![a door](https://example.org/door.svg)", "markdown", []string{"01-bad.ipynb", "https://example.org/door.svg is not a file"}},
		{"a picture says nothing", `<img src="data:image/png;base64,">`, "markdown", []string{"01-bad.ipynb", "has no description: write what it shows"}},
		{"a formula is unknown", "It is $\\door{x}$.", "markdown", []string{"01-bad.ipynb", `the formula \door{x} cannot be shown: Unknown command`}},
		{"a region is open", "// ### BEGIN SOLUTION", "code", []string{"01-bad.ipynb", "the cell added has BEGIN SOLUTION where it opens or closes nothing"}},
	} {
		t.Run(test.story, func(t *testing.T) {
			dir, folder := t.TempDir(), t.TempDir()
			good, bad := filepath.Join(dir, "00-good.ipynb"), filepath.Join(dir, "01-bad.ipynb")
			write(t, good, written(t, "# Good"))
			write(t, bad, withCell(t, written(t, "# Bad"), test.kind, test.cell))
			write(t, filepath.Join(folder, "00-good.html"), []byte("the last run"))
			var told strings.Builder
			err := s.handOut(t.Context(), newProgress(&told), []string{good, bad}, folder, handoutOptions{executeOptions: executeOptions{timeout: time.Minute}})
			if err == nil {
				t.Fatal("the handouts were made")
			}
			for _, want := range test.want {
				if all := told.String() + err.Error(); !strings.Contains(all, want) {
					t.Errorf("%q is not in what the reader is told:\n%s", want, all)
				}
			}
			asItWas(t, folder)
		})
	}
}

// An interrupt during the execution ends the kernel and leaves the folder alone.
func TestAnInterruptLeavesTheFolderAsItWas(t *testing.T) {
	s := builtSite(t)
	dir, folder := t.TempDir(), t.TempDir()
	begun := filepath.Join(dir, "begun")
	long := filepath.Join(dir, "00-long.ipynb")
	cell := fmt.Sprintf("import (\n\t\"os\"\n\t\"time\"\n)\n\nos.WriteFile(%q, nil, 0644)\ntime.Sleep(time.Hour)", begun)
	write(t, long, withCell(t, written(t, "# Long"), "code", cell))
	write(t, filepath.Join(folder, "00-good.html"), []byte("the last run"))
	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		for _, err := os.Stat(begun); err != nil && ctx.Err() == nil; _, err = os.Stat(begun) {
			time.Sleep(10 * time.Millisecond)
		}
		interrupt()
	}()
	err := s.handOut(ctx, newProgress(t.Output()), []string{long}, folder, handoutOptions{executeOptions: executeOptions{timeout: time.Minute}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the interrupt", err)
	}
	asItWas(t, folder)
}

// asItWas holds a folder to the one page of the last run, untouched.
func asItWas(t *testing.T, folder string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	page, _ := os.ReadFile(filepath.Join(folder, "00-good.html"))
	if err != nil || len(entries) != 1 || string(page) != "the last run" {
		t.Errorf("the folder holds %v, its page %q, %v; want it untouched", entries, page, err)
	}
}

// withCell adds a cell to a notebook, which then runs in our kernel.
func withCell(t *testing.T, notebook []byte, kind, source string) []byte {
	t.Helper()
	var nb map[string]any
	if err := json.Unmarshal(notebook, &nb); err != nil {
		t.Fatal(err)
	}
	cell := map[string]any{"cell_type": kind, "metadata": map[string]any{}, "source": source, "id": "added"}
	if kind == "code" {
		cell["outputs"], cell["execution_count"] = []any{}, nil
	}
	nb["cells"] = append(nb["cells"].([]any), cell)
	nb["metadata"] = map[string]any{"kernelspec": map[string]any{"name": "gophernotes", "display_name": "Go", "language": "go"}}
	data, err := json.Marshal(nb)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
