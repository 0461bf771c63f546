package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"seminar/kernelext/internal/gotool"
	"seminar/kernelext/toolchain"
)

const testText = `
Sets everything up, with the Jupyter programs that only tests start (in .venv-tests), and runs
everything there is to test: go vet, staticcheck, go test for all packages, which includes the
notebooks, handouts and a JupyterLab in a real browser, go test -race for the packages with
goroutines. What does not measure time runs side by side. The exit status is 1 if anything fails.

With --every-go, the tests of cells run once more with another release of Go, which is
downloaded. With --quick, go vet and the short tests run, without the programs that only tests
start: for whoever changes something.`

// A check is one section of seminar test.
type check struct {
	name string
	args []string // of the go command
	cgo  bool     // it needs a C compiler
	env  []string // besides the site's
}

// A stage is lanes of checks that run side by side; the checks of a lane run one after the other.
type stage [][]check

// measuring are the tests of the command that execute what measures time: nothing runs beside them.
const measuring = "^TestMeasured"

// cellPackages are those that depend on the release of Go.
var cellPackages = []string{"./kernelext/toolchain/...", "./kernelext/cell/...", "./kernelext/kernel/...", "./kernelext/internal/...", "./kernelext/build"}

// stages are all that there is to test. Measuring comes last: by then every package is compiled.
func stages() []stage {
	const command = "./kernelext/cmd/seminar"
	packages := append([]string{"./charts/...", "./kernelext", "./kernelext/check/...", "./kernelext/cmd/gophernotes", "./kernelext/cmd/pages",
		"./kernelext/progress", "./kernelext/reference", "./kernelext/timeline", "./kernelext/worker/..."}, cellPackages...)
	return []stage{{
		{
			{name: "go vet", args: []string{"vet", "./..."}},
			{name: "staticcheck", args: []string{"tool", "staticcheck", "./..."}},
			{name: "go test", args: goTest("-p=1 -timeout=60m", packages...)},
			{name: "go test -race", args: goTest("-race -timeout=30m", "./charts", "./kernelext", "./kernelext/check/...", "./kernelext/progress", "./kernelext/timeline", "./kernelext/kernel/..."), cgo: true},
			// The command's short tests: what they leave out are other programs, which have no race
			// detector.
			{name: "go test -race -short", args: goTest("-race -short", command), cgo: true},
		},
		{
			{name: "go test of the command", args: goTest("-timeout=60m -skip="+measuring, command)},
		},
	}, {
		{{name: "go test of what measures", args: goTest("-timeout=60m -run="+measuring, command)}},
	}}
}

// withGo is the tests of cells with another release of Go.
func withGo(release string) stage {
	return stage{{{name: "go test, " + release, args: goTest("-p=1 -timeout=60m", cellPackages...), env: []string{"GOTOOLCHAIN=" + release}}}}
}

func goTest(flags string, packages ...string) []string {
	return append(append([]string{"test"}, strings.Fields(flags)...), packages...)
}

// quick are the checks of whoever changes something.
func quick() []stage {
	return []stage{{{
		{name: "go vet", args: []string{"vet", "./..."}},
		{name: "go test -short", args: []string{"test", "-short", "-timeout=10m", "./..."}},
	}}}
}

// test is the command test.
func test(ctx context.Context, args []string, out stdio) error {
	f := flags("test", "[FLAGS]", testText)
	short := f.Bool("quick", false, "run go vet and the short tests only")
	every := f.Bool("every-go", false, "run the tests of cells with another release of Go, too")
	if err := noNames(f, args, out); err != nil {
		return err
	}
	s, p, err := setUpTold(ctx, out, extras{clients: !*short})
	if err != nil {
		return err
	}
	p.quiet = time.Minute // the checks have output of their own
	if *short {
		return s.checkAll(ctx, p, quick(), out)
	}
	all := stages()
	if *every {
		other, err := s.otherGo(ctx, p)
		if err != nil {
			return err
		}
		all = append(all, withGo(other))
	}
	return s.checkAll(ctx, p, all, out)
}

// otherGo makes sure of the release that tests of cells run with besides the user's, and returns
// its name.
func (s *site) otherGo(ctx context.Context, p *progress) (string, error) {
	g, err := gotool.Find(ctx, s.root)
	if err != nil {
		return "", err
	}
	other := toolchain.Other(g)
	if _, err := gotool.Here(ctx, s.root, other); err == nil {
		return other, nil
	}
	return other, p.step(other+" for tests", func(say func(string)) error {
		say("downloading it, 75 MB")
		_, err := gotool.Fetch(ctx, s.root, other)
		return err
	})
}

// A tally is what has come of the checks so far.
type tally struct {
	mu          sync.Mutex
	out         io.Writer
	summary     strings.Builder
	all, failed int
}

// ended writes what a check has said, in one piece.
func (t *tally) ended(c check, said []byte, err error, began time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all++
	fmt.Fprintf(t.out, "\n== %s\n%s", c.name, said)
	mark := "✓"
	if err != nil {
		mark = "✗"
		t.failed++
		fmt.Fprintln(t.out, err)
	}
	fmt.Fprintf(&t.summary, "%s %s  %s\n", mark, c.name, took(time.Since(began)))
}

// checkAll runs every check, also after one has failed, and ends with a summary.
func (s *site) checkAll(ctx context.Context, p *progress, stages []stage, out stdio) error {
	started, over := time.Now(), p.over(out.out)
	t := &tally{out: over}
	for _, stage := range stages {
		var lanes sync.WaitGroup
		for _, lane := range stage {
			lanes.Go(func() {
				for _, c := range lane {
					if ctx.Err() == nil {
						began := time.Now()
						said, err := s.check(ctx, p, c)
						t.ended(c, said, err, began)
					}
				}
			})
		}
		lanes.Wait()
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	fmt.Fprintf(t.out, "\n== summary\n%s%d of %s failed, %s\n", &t.summary, t.failed, count(t.all, "check"), took(time.Since(started)))
	if t.failed > 0 {
		return errTold
	}
	return nil
}

// check runs the go command in the site's environment, so that tests find
// Jupyter, and returns what it writes: several run at once.
func (s *site) check(ctx context.Context, p *progress, c check) ([]byte, error) {
	if c.cgo && compiler() == "" {
		return nil, errors.New(noCompiler)
	}
	path, err := exec.LookPath("go")
	if err != nil {
		return nil, errors.New("there is no go command in PATH: install Go from go.dev/dl, and run the command again")
	}
	defer p.watch(func() string { return c.name })()
	cmd := child(ctx, path, c.args...)
	cmd.Dir, cmd.Env = s.root, slices.Concat(s.environ(), c.env)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	err = cmd.Run()
	if n := said.Len(); n > 0 && said.Bytes()[n-1] != '\n' {
		said.WriteByte('\n')
	}
	return said.Bytes(), err
}

const (
	noCompiler = "there is no C compiler, which Go's race detector needs: " + installCompiler + ", and run the command again"

	installCompiler = "install one (Debian: `sudo apt install gcc libc6-dev`; macOS: `xcode-select --install`)"
)

// compiler is the C compiler that the go command would use, or nothing.
func compiler() string {
	out, err := exec.Command("go", "env", "CC").Output()
	if err != nil {
		return ""
	}
	fields := strings.Fields(string(out)) // CC may have flags
	if len(fields) == 0 {
		return ""
	}
	path, _ := exec.LookPath(fields[0])
	return path
}
