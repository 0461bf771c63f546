package main

import (
	"context"
	"path/filepath"
)

// axeFolder, in the checkout, has the lists of what tests look for barriers in pages with.
const axeFolder = "kernelext/cmd/seminar/axe"

// axe is axe-core where npm puts it.
func (s *site) axe() string {
	return filepath.Join(s.root, axeFolder, "node_modules", "axe-core", "axe.min.js")
}

// installAxe has npm fetch axe-core, unless it is there.
func (s *site) installAxe(ctx context.Context, p *progress, wrote *ledger) error {
	if s.hasModules(wrote, axeFolder, s.axe()) {
		return nil
	}
	return s.installModules(ctx, p, wrote, "axe-core for tests", axeFolder)
}
