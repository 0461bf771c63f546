package main

import (
	"context"
	"embed"
	"os"
	"path/filepath"
)

// axeLists are of what tests look for barriers in pages with: package.json and its lock.
//
//go:embed axe/package.json axe/package-lock.json
var axeLists embed.FS

// axe is axe-core where npm puts it.
func (s *site) axe() string {
	return filepath.Join(s.axeFolder(), "node_modules", "axe-core", "axe.min.js")
}

// axeFolder lies in what only tests need, so that no reader gets it.
func (s *site) axeFolder() string { return filepath.Join(s.root, clientsFolder, "axe") }

// installAxe has npm fetch what the lists name, as installECharts does for readers.
func (s *site) installAxe(ctx context.Context, p *progress, wrote *ledger) error {
	list, err := axeLists.ReadFile("axe/package-lock.json")
	if err != nil {
		return err
	}
	folder := s.axeFolder()
	inputs := hash(folder, string(list))
	if _, err := os.Stat(s.axe()); err == nil && wrote.made(folder, inputs) {
		return nil
	}
	npm, err := s.npm()
	if err != nil {
		return err
	}
	return p.step("axe-core for tests", func(say func(string)) error {
		if err := wrote.begin(folder); err != nil {
			return explain(err, "")
		}
		if err := os.RemoveAll(folder); err != nil {
			return explain(err, "")
		}
		if err := os.CopyFS(filepath.Dir(folder), axeLists); err != nil {
			return explain(err, "")
		}
		cmd := child(ctx, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
		cmd.Dir, cmd.Env = folder, s.environ()
		if err := follow(ctx, cmd, say); err != nil {
			return err
		}
		return explain(wrote.finish(folder, inputs), "")
	})
}
