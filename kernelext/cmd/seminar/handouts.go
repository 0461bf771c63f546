package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"seminar/kernelext/internal/browser"
)

const handoutsText = `
Executes notebooks and exports each to one HTML file that holds everything it
shows: a browser needs no network and no other file for it. index.html leads to
all handouts in the folder. Without names it takes every notebook of
notebooks/; "03" is enough for a name, and "ps2" for an assignment's.

There are three editions of one notebook. For students, cells with the tags
"solution" and "instructor" are executed and left out; of an assignment, what
nbgrader would take out is, too, and it is not executed, since it fails until it is
solved. The edition "solution" shows the solutions, the edition "instructor"
everything: hidden tests, marking schemes and cells with the tag "instructor". Give
each a folder of its own: the names in it are the same.

The folder changes at the end, when every notebook has succeeded; a failure
or an interrupt leaves it as it was.`

// handoutOptions say how handouts are made; the zero value is one notebook at a time,
// the students' edition, HTML only.
type handoutOptions struct {
	executeOptions
	edition edition
	pdf     bool // also print each page to a PDF
}

// howToHandOut adds the flags of handouts.
func howToHandOut(f *flag.FlagSet) *handoutOptions {
	o := new(handoutOptions)
	f.Func("edition", "make the `EDITION` for student, solution or instructor (default student)", o.edition.set)
	f.BoolVar(&o.pdf, "pdf", false, "also write each page as a PDF, which Chromium, Chrome or Edge prints (from 131 on with page numbers)")
	howToExecute(f, &o.executeOptions)
	return o
}

// handouts is the command that executes notebooks and exports them to HTML.
func handouts(ctx context.Context, args []string, out stdio) error {
	f := flags("handouts", "--output DIR [FLAGS] [NOTEBOOK...]", handoutsText)
	output := f.String("output", "", "the `DIR` for the pages; it is made when it is not there")
	o := howToHandOut(f)
	names, err := parse(f, args, out)
	if err != nil {
		return err
	}
	if *output == "" {
		fmt.Fprintln(out.err, "seminar handouts: say where the pages go, such as `go tool seminar handouts --output handouts`")
		return errUsage
	}
	folder, err := filepath.Abs(*output)
	if err != nil {
		return err
	}
	if err := o.ready(folder); err != nil { // not after minutes of executing
		return err
	}
	s, p, err := setUpTold(ctx, out, extras{})
	if err != nil {
		return err
	}
	notebooks, err := s.notebooks(names)
	if err != nil {
		return err
	}
	if err := s.handOut(ctx, p, notebooks, folder, *o); err != nil {
		return err
	}
	fmt.Fprintln(out.out, filepath.Join(folder, "index.html"))
	return nil
}

// ready tells what would keep the handouts from getting into folder.
func (o *handoutOptions) ready(folder string) error {
	if err := o.edition.alone(folder); err != nil {
		return err
	}
	if o.pdf {
		_, err := browser.Find()
		return err
	}
	return nil
}

// handOut executes notebooks and puts their pages and the index into folder.
// Everything is made in a folder inside it, so that the last step is a rename
// on one disk. It blocks until then, or until ctx ends.
func (s *site) handOut(ctx context.Context, p *progress, notebooks []string, folder string, o handoutOptions) error {
	stage := filepath.Join(folder, ".unfinished")
	os.RemoveAll(stage) // of a run that was killed
	defer os.RemoveAll(stage)
	if err := os.MkdirAll(stage, 0o755); err != nil {
		return fmt.Errorf("no folder for the handouts: %w", err)
	}
	executed, err := s.executeInto(ctx, p, notebooks, stage, o)
	if err != nil {
		return err
	}
	h := &handing{site: s, handoutOptions: o, notebooks: notebooks, executed: executed, stage: stage, folder: folder}
	return h.publish(ctx, p)
}

// A handing is the second half of handOut, from executed notebooks on.
type handing struct {
	*site
	handoutOptions
	notebooks []string // where they stand
	executed  []string // their executed copies, in stage
	stage     string   // where pages are made
	folder    string   // where they go
}

// publish makes the pages and moves them into the folder.
func (h *handing) publish(ctx context.Context, p *progress) error {
	course, err := h.course(h.notebooks, h.folder)
	if err != nil {
		return err
	}
	for i, path := range h.executed {
		if err := prepare(path, filepath.Dir(h.notebooks[i]), course, h.edition); err != nil {
			return err
		}
	}
	if err := p.step("export to HTML", func(func(string)) error { return h.export(ctx, h.executed, h.stage) }); err != nil {
		return err
	}
	names := pages(h.executed)
	if h.pdf {
		if names, err = h.printed(ctx, p, names, h.stage); err != nil {
			return err
		}
	}
	if err := h.writeIndex(course, names); err != nil {
		return err
	}
	return place(h.stage, h.folder, append(names, "index.html"))
}

// writeIndex writes the index into the stage. It leads to the PDFs among what was made and,
// of pages that stay as they are, to earlier ones.
func (h *handing) writeIndex(course []handout, made []string) error {
	for i, c := range course {
		_, err := os.Stat(filepath.Join(h.folder, c.Name+".pdf"))
		older := err == nil && !slices.Contains(made, c.Name+".html")
		course[i].PDF = older || slices.Contains(made, c.Name+".pdf")
	}
	page, err := index(filepath.Join(h.root, "notebooks", "handout"), course, h.edition)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(h.stage, "index.html"), page, 0o644)
}

// executeInto executes notebooks and saves them in stage, whose paths it
// returns. An assignment for students is copied: it fails until somebody has solved it, and
// what the solution prints is not for them. What failed has been told on p.
func (s *site) executeInto(ctx context.Context, p *progress, notebooks []string, stage string, o handoutOptions) ([]string, error) {
	var saved []string
	for _, path := range notebooks {
		save := filepath.Join(stage, filepath.Base(path))
		if slices.Contains(saved, save) {
			return nil, fmt.Errorf("two notebooks are called %s, and their handouts would be one file: rename one", filepath.Base(path))
		}
		saved = append(saved, save)
	}
	var work []job
	for i, path := range notebooks {
		copied, err := o.edition.copies(path, saved[i])
		if err != nil {
			return nil, err
		}
		if !copied {
			work = append(work, job{notebook: path, save: saved[i]})
		}
	}
	outcomes, err := s.execute(ctx, p, work, o.executeOptions)
	if err != nil {
		return nil, err
	}
	failed := 0
	for _, outcome := range outcomes {
		if outcome.err != nil {
			failed++
		}
	}
	if failed > 0 {
		p.line("%d of %d notebooks failed, so no handout was written", failed, len(notebooks))
		return nil, errTold
	}
	return saved, nil
}

// course describes, in order, the notebooks of this run and those of the
// seminar whose handouts are in the folder already: the index leads to all.
func (s *site) course(notebooks []string, folder string) ([]handout, error) {
	all, _ := s.notebooks(nil) // a course elsewhere needs none here
	all = append(all, s.assignments("")...)
	paths := slices.Clone(notebooks)
	for _, path := range all {
		_, err := os.Stat(filepath.Join(folder, page(path)))
		if err == nil && !slices.ContainsFunc(notebooks, func(n string) bool { return page(n) == page(path) }) {
			paths = append(paths, path)
		}
	}
	slices.SortFunc(paths, func(a, b string) int { return strings.Compare(page(a), page(b)) })
	var course []handout
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		h, err := describe(path, data)
		if err != nil {
			return nil, err
		}
		course = append(course, h)
	}
	return course, nil
}

// page is the name of a notebook's handout.
func page(notebook string) string {
	return strings.TrimSuffix(filepath.Base(notebook), ".ipynb") + ".html"
}

func pages(notebooks []string) []string {
	var all []string
	for _, n := range notebooks {
		all = append(all, page(n))
	}
	return all
}

// prepare adds to an executed notebook what the template asks for. Folder is
// where the notebook stood, and with it its pictures.
func prepare(executed, folder string, course []handout, e edition) error {
	data, err := os.ReadFile(executed)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(course, func(h handout) bool { return h.Name+".html" == page(executed) })
	data, err = withNeighbours(data, at, course, told{folder, e})
	if err != nil {
		return err
	}
	return os.WriteFile(executed, data, 0o644)
}

// export converts executed notebooks to pages in folder by nbconvert, all in
// one process, because starting it takes longer than a conversion.
func (s *site) export(ctx context.Context, executed []string, folder string) error {
	config := filepath.Join(s.root, "notebooks", "handout", "handout.py")
	args := []string{"-m", "nbconvert", "--to", "html", "--config", config, "--output-dir", folder}
	cmd := s.command(ctx, "python", append(args, executed...)...)
	var told bytes.Buffer
	cmd.Stderr = &told
	cmd.Env = append(cmd.Env,
		"TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR=1", // a broken handout.py would not be an error
		"JUPYTER_CONFIG_DIR="+folder)                      // the page must not depend on the user's own settings
	if err := cmd.Run(); ctx.Err() != nil {
		return ctx.Err()
	} else if err != nil {
		return conversionError(told.String(), err)
	}
	return nil
}

var converting = regexp.MustCompile(`Converting notebook (.*) to html`)

// conversionError makes a sentence of what nbconvert told: the notebook that it
// began last, and the last line of Python's traceback.
func conversionError(told string, err error) error {
	name := "a notebook"
	if all := converting.FindAllStringSubmatch(told, -1); len(all) > 0 {
		name = filepath.Base(all[len(all)-1][1])
	}
	lines := strings.Split(strings.TrimSpace(told), "\n")
	return fmt.Errorf("%s could not be exported, so no handout was written: %s (nbconvert: %w)",
		name, strings.TrimPrefix(lines[len(lines)-1], "ValueError: "), err)
}
