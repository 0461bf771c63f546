package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

const handoutsText = `
Executes notebooks and exports each to one HTML file that holds everything it
shows: a browser needs no network and no other file for it. index.html leads to
all handouts in the folder. Without names it takes every notebook of
notebooks/; "03" is enough for a name. Cells with the tags "solution" and
"instructor" are executed and left out.

The folder changes at the end, when every notebook has succeeded; a failure
or an interrupt leaves it as it was.`

// handouts is the command that executes notebooks and exports them to HTML.
func handouts(ctx context.Context, args []string, out stdio) error {
	f := flags("handouts", "--output DIR [FLAGS] [NOTEBOOK...]", handoutsText)
	output := f.String("output", "", "the `DIR` for the pages; it is made when it is not there")
	o := howToExecute(f)
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

// handOut executes notebooks and puts their pages and the index into folder.
// Everything is made in a folder inside it, so that the last step is a rename
// on one disk. It blocks until then, or until ctx ends.
func (s *site) handOut(ctx context.Context, p *progress, notebooks []string, folder string, o executeOptions) error {
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
	course, err := s.course(notebooks, folder)
	if err != nil {
		return err
	}
	for i, path := range executed {
		if err := prepare(path, filepath.Dir(notebooks[i]), course); err != nil {
			return err
		}
	}
	if err := p.step("export to HTML", func(func(string)) error { return s.export(ctx, executed, stage) }); err != nil {
		return err
	}
	page, err := index(filepath.Join(s.root, "notebooks", "handout"), course)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(stage, "index.html"), page, 0o644); err != nil {
		return err
	}
	return place(stage, folder, append(pages(executed), "index.html"))
}

// executeInto executes notebooks and saves them in stage, whose paths it
// returns. What failed has been told on p.
func (s *site) executeInto(ctx context.Context, p *progress, notebooks []string, stage string, o executeOptions) ([]string, error) {
	var work []job
	var saved []string
	for _, path := range notebooks {
		save := filepath.Join(stage, filepath.Base(path))
		if slices.Contains(saved, save) {
			return nil, fmt.Errorf("two notebooks are called %s, and their handouts would be one file: rename one", filepath.Base(path))
		}
		saved = append(saved, save)
		work = append(work, job{notebook: path, save: save})
	}
	outcomes, err := s.execute(ctx, p, work, o)
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
	all, err := s.notebooks(nil)
	if err != nil {
		all = nil // a course elsewhere needs none here
	}
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
func prepare(executed, folder string, course []handout) error {
	data, err := os.ReadFile(executed)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(course, func(h handout) bool { return h.Name+".html" == page(executed) })
	data, err = withNeighbours(data, at, course, folder)
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
