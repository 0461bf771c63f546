package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

//go:embed clients.txt
var clientList string

// clientsFolder is where the Jupyter programs that only tests start go, in the checkout.
const clientsFolder = ".venv-tests"

// clients returns what clients.txt and classroom.txt list: tests start what a class needs, too.
func clients() ([]string, error) {
	wanted, err := listed("clients.txt", clientList)
	if err != nil {
		return nil, err
	}
	more, err := classroom()
	return append(wanted, more...), err
}

// listed returns the lines of a list that are no comments.
func listed(name, list string) (wanted []string, err error) {
	for line := range strings.Lines(list) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			wanted = append(wanted, line)
		}
	}
	return wanted, pinned(name, wanted)
}

// installClients makes an environment on top of the site's own: its Python finds the
// packages of both, and what is installed goes into this one only. So the site's
// stays what readers have, and nothing is downloaded twice. A list in environment.yml would
// have every reader fetch it, and a second whole environment takes 210 MB more.
func (s *site) installClients(ctx context.Context, p *progress, wrote *ledger, environment []string) error {
	wanted, err := clients()
	if err != nil {
		return err
	}
	hub, err := s.hubRequirements()
	if err != nil {
		return err
	}
	wanted = append(wanted, hub...)
	below, err := s.packages(ctx)
	if err != nil {
		return err
	}
	dir := filepath.Join(s.root, clientsFolder)
	inputs := hash(append(append([]string{dir, below}, environment...), wanted...)...)
	if wrote.made(dir, inputs) {
		return nil
	}
	_, ours := wrote.Wrote[dir]
	if _, err := os.Stat(dir); err == nil && !ours {
		return fmt.Errorf("the folder %s is not from this command: remove it or rename it, and run the command again", dir)
	}
	return p.step("Jupyter's programs for tests", func(say func(string)) error {
		if err := wrote.begin(dir); err != nil {
			return explain(err, "")
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
		if err := s.makeClients(ctx, dir, below, wanted, say); err != nil {
			return err
		}
		return explain(wrote.finish(dir, inputs), "")
	})
}

// makeClients makes the folder. pip is the site's, which the new Python finds as it finds
// all that lies below.
func (s *site) makeClients(ctx context.Context, dir, below string, wanted []string, say func(string)) error {
	if err := follow(ctx, child(ctx, s.program("python"), "-m", "venv", dir, "--without-pip"), nil); err != nil {
		return err
	}
	above := &site{root: s.root, prefix: dir}
	own, err := above.packages(ctx)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(own, "below.pth"), []byte(below+"\n"), 0o644); err != nil {
		return err
	}
	pip := child(ctx, above.program("python"), pipInstall(wanted, false)...)
	return follow(ctx, pip, func(line string) { say(pipNews(line)) })
}

// packages is the folder in which the site's Python has its packages.
func (s *site) packages(ctx context.Context) (string, error) {
	const ask = `import sysconfig; print(sysconfig.get_path("purelib"))`
	out, err := child(ctx, s.program("python"), "-c", ask).Output()
	if err != nil {
		return "", fmt.Errorf("%s does not say where its packages are: %w", s.program("python"), err)
	}
	return strings.TrimSpace(string(out)), nil
}
