package main

import (
	"context"
	"os"
	"path/filepath"
)

// hubFolder, in the checkout, has the configuration of a JupyterHub for a class and the
// lists of what it needs. Only tests read them from here: a server's administrator gives
// them to pip and npm, which need none of our help.
const hubFolder = ".hub"

// hubRequirements returns what a server for a class has beside environment.yml.
func (s *site) hubRequirements() ([]string, error) {
	const name = "requirements.txt"
	list, err := os.ReadFile(filepath.Join(s.root, hubFolder, name))
	if err != nil {
		return nil, err
	}
	return listed(filepath.Join(hubFolder, name), string(list))
}

// hubProxy is the hub's proxy where npm puts it.
func (s *site) hubProxy() string {
	return filepath.Join(s.root, hubFolder, "node_modules", ".bin", "configurable-http-proxy")
}

// installProxy has npm fetch the hub's proxy, unless it is there.
func (s *site) installProxy(ctx context.Context, p *progress, wrote *ledger) error {
	if s.hasModules(wrote, hubFolder, s.hubProxy()) {
		return nil
	}
	return s.installModules(ctx, p, wrote, "JupyterHub's proxy for tests", hubFolder)
}
