package main

import (
	"context"
	"strings"
)

// printed prints pages of folder to PDFs beside them and returns the names of both. It
// blocks until the browser is gone, which ends with ctx.
func (s *site) printed(ctx context.Context, p *progress, pages []string,
	folder string) (names []string, err error) {
	for _, page := range pages {
		names = append(names, page, strings.TrimSuffix(page, ".html")+".pdf")
	}
	return names, p.step("print to PDF", func(say func(string)) error {
		// In our folder, since the variable CHROME may name a program relative to it.
		return s.runPages(ctx, "", say, append([]string{"print", folder}, pages...)...)
	})
}
