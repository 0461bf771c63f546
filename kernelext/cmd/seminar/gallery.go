package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const galleryText = `
Writes a page with an example of every kind of chart: the question that it answers, the line
of Go that makes it, the chart, and the same as text. The page needs no network and no other
file. Of the set-up only the chart library is needed, and fetched when it is not there.`

// galleryFile is where the page goes when nothing else is said.
const galleryFile = "gallery.html"

// gallery is the command that shows all kinds of charts.
func gallery(ctx context.Context, args []string, out stdio) error {
	f := flags("gallery", "[--output FILE]", galleryText)
	output := f.String("output", galleryFile, "the `FILE` for the page, which ends in .html; a page of an earlier call is replaced")
	if err := noNames(f, args, out); err != nil {
		return err
	}
	if filepath.Ext(*output) != ".html" {
		fmt.Fprintf(out.err, "seminar gallery: the page is a file that ends in .html, not %q\n", *output)
		return errUsage
	}
	path, err := filepath.Abs(*output)
	if err != nil {
		return err
	}
	if !isGallery(path) {
		return fmt.Errorf("%s is there already and is no gallery; give another name with --output", home(path))
	}
	root, err := here()
	if err != nil {
		return err
	}
	if err := (&site{root: root}).writeGallery(ctx, newProgress(out.err), path); err != nil {
		return err
	}
	fmt.Fprintln(out.out, path)
	return nil
}

// isGallery tells whether a file may be replaced: there is none, or it is an earlier one.
func isGallery(path string) bool {
	old, err := os.ReadFile(path)
	return errors.Is(err, os.ErrNotExist) || err == nil && strings.Contains(string(old), "<title>Charts</title>")
}

// writeGallery writes the page to a file. The program that draws it finds the chart library in
// the folder in which it runs.
func (s *site) writeGallery(ctx context.Context, p *progress, path string) error {
	if err := s.fetchECharts(ctx, p); err != nil {
		return err
	}
	const doing = "write the gallery; the first time, its program is compiled"
	defer p.watch(func() string { return doing })()
	return explain(s.runPages(ctx, s.root, func(string) {}, "gallery", path), "")
}

// fetchECharts is the one step of the set-up that a gallery needs.
func (s *site) fetchECharts(ctx context.Context, p *progress) error {
	unlock, err := lock(ctx, s.root, func() {
		p.line("waiting for a set-up of this checkout to end")
	})
	if err != nil {
		return err
	}
	defer unlock()
	wrote, err := readLedger(s.root)
	if err != nil {
		return err
	}
	return s.installECharts(ctx, p, wrote)
}
