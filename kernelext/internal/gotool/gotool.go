// Package gotool finds the Go release that a folder uses and runs its go command, whatever Go
// settings the user has: a build of ours must not change with GOFLAGS, GOOS or go.work.
//
// Settings that say where modules come from and where Go keeps its caches are the user's own
// (GOPROXY, GOPRIVATE, GOCACHE ...), and so is the choice of the release (PATH, GOTOOLCHAIN), and
// of the processor's level (GOAMD64, GOARM64).
package gotool

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"seminar/kernelext/internal/system"
)

// A Go is a release of Go on this machine.
type Go struct {
	Root    string // GOROOT
	Version string // GOVERSION: go1.26.8
	OS      string // this machine's
	Arch    string
	Level   string   // GOAMD64=v1, or what this architecture has; may be empty
	CC      string   // the C compiler that the user's settings name; "" where they name none
	network []string // GOPROXY=..., and the other settings that are the user's own
}

// own are the user's settings that Run keeps.
var own = []string{
	"GOPROXY", "GONOPROXY", "GOPRIVATE", "GOSUMDB", "GONOSUMDB", "GOINSECURE", "GOVCS", "GOAUTH",
	"GOCACHE", "GOMODCACHE", "GOPATH",
}

// ErrNoGo is the error where there is no go command.
var ErrNoGo = errors.New("the go command was not found: install Go from https://go.dev/dl and put its bin folder into PATH")

// Find asks the go command in PATH which Go it uses in the folder dir: by the go line of go.mod it
// may be another one than its own, which it downloads the first time. It takes 20 ms.
func Find(ctx context.Context, dir string) (Go, error) { return find(ctx, dir) }

// Fetch returns a release by its name, such as go1.27.3, which the go command downloads into
// Go's module cache the first time, about 75 MB.
func Fetch(ctx context.Context, dir, release string) (Go, error) {
	return find(ctx, dir, "GOTOOLCHAIN="+release)
}

// Here is Fetch that downloads nothing: it fails where the release was not downloaded before.
func Here(ctx context.Context, dir, release string) (Go, error) {
	g, err := find(ctx, dir, "GOTOOLCHAIN="+release, "GOPROXY=off")
	if err != nil {
		return g, err
	}
	return In(ctx, g.Root, os.Environ()) // with the user's own GOPROXY
}

// In returns the release whose GOROOT is root, with the settings of the user that env, an
// environment, says.
func In(ctx context.Context, root string, env []string) (Go, error) {
	return ask(ctx, filepath.Join(root, "bin", "go"), "", append(withoutChanging(env), "GOTOOLCHAIN=local", "GOROOT="+root))
}

func find(ctx context.Context, dir string, extra ...string) (Go, error) {
	path, err := exec.LookPath("go")
	if err != nil {
		return Go{}, ErrNoGo
	}
	return ask(ctx, path, dir, append(Environ(), extra...))
}

func ask(ctx context.Context, path, dir string, env []string) (Go, error) {
	level := "GO" + strings.ToUpper(runtime.GOARCH)
	values, err := settings(ctx, path, dir, env, append([]string{"GOROOT", "GOVERSION", "GOOS", "GOARCH", level}, own...)...)
	if err != nil {
		return Go{}, err
	}
	changed, err := settings(ctx, path, dir, env, "-changed", "CC")
	if err != nil {
		return Go{}, err
	}
	release, _, _ := strings.Cut(values["GOVERSION"], " X:") // the user's GOEXPERIMENT
	g := Go{Root: values["GOROOT"], Version: release, OS: values["GOOS"], Arch: values["GOARCH"], CC: changed["CC"]}
	if values[level] != "" {
		g.Level = level + "=" + values[level]
	}
	for _, name := range own {
		g.network = append(g.network, name+"="+values[name])
	}
	return g, nil
}

// settings asks go env for variables, or with -changed first for those that the user has set.
func settings(ctx context.Context, path, dir string, env []string, names ...string) (map[string]string, error) {
	args := append([]string{"env", "-json"}, names...)
	out, err := system.Run(ctx, system.Command{Path: path, Args: args, Dir: dir, Env: env})
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	values := map[string]string{}
	if err := json.Unmarshal(out, &values); err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	return values, nil
}

// At returns the same release in another tree.
func (g Go) At(root string) Go {
	g.Root = root
	return g
}

// Settings are the variables that decide, together with the release, what the compiler and the
// linker make: GOOS=linux ...
func (g Go) Settings() []string {
	settings := []string{"GOOS=" + g.OS, "GOARCH=" + g.Arch, "GOEXPERIMENT="}
	if g.Level != "" {
		settings = append(settings, g.Level)
	}
	return settings
}

// Tools is the folder of the compiler and the linker.
func (g Go) Tools() string {
	return filepath.Join(g.Root, "pkg", "tool", g.OS+"_"+g.Arch)
}

// Command is the path of the go command.
func (g Go) Command() string { return filepath.Join(g.Root, "bin", "go") }

// Env is the environment in which Run runs the go command.
func (g Go) Env() []string {
	env := append(Environ(), "GOENV=off", "GOTOOLCHAIN=local", "GOROOT="+g.Root)
	return append(append(env, g.network...), g.Settings()...)
}

// Run runs the go command of this release in dir, with env beside Env. It returns and fails as
// system.Run does.
func (g Go) Run(ctx context.Context, dir string, env []string, args ...string) ([]byte, error) {
	tmp, err := os.MkdirTemp(os.Getenv("GOTMPDIR"), "seminar-go-") // one that is killed leaves what it was at
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	e := append(g.Env(), "GOTMPDIR="+tmp)
	return system.Run(ctx, system.Command{Path: g.Command(), Args: args, Dir: dir, Env: append(e, env...)})
}

// Environ is our environment without the settings that would change what is built.
// GO111MODULE and GOWORK are set, since with them the go command also chooses its release.
func Environ() []string { return withoutChanging(os.Environ()) }

func withoutChanging(env []string) []string {
	env = slices.DeleteFunc(slices.Clone(env), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return strings.HasPrefix(name, "CGO_") || slices.Contains(changing, name)
	})
	return append(env, "GO111MODULE=on", "GOWORK=off", "GOFLAGS="+flags, "GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH)
}

// flags are those of all our builds: no program of ours says where it was built or is debugged, and
// the tables for a debugger cost a twentieth of the compiler's time and a quarter of what it
// writes. They are set as GOFLAGS, since to the go command an empty variable is as good as none: it
// would look into the user's file of settings (GOENV).
const flags = "-trimpath -gcflags=all=-dwarf=false"

// changing are the variables that change what the go command builds.
var changing = []string{
	"GOFLAGS", "GO111MODULE", "GOWORK", "GOEXPERIMENT", "GOROOT", "GOOS", "GOARCH", "GOFIPS140", "GODEBUG",
	"GOTOOLDIR", "GOEXE", "GO_EXTLINK_ENABLED", "GOCACHEPROG", "AR", "CXX", "FC", "PKG_CONFIG", "GCCGO",
}
