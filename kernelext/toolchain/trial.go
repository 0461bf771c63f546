package toolchain

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

var (
	//go:embed probe/main.go
	probeSource []byte
	//go:embed probe/cells.txt
	trialCells string
)

// try builds a small host with the tools and runs the cells of probe/cells.txt in
// it. An error says what came out otherwise than it should: this Go release is
// another one than we know.
func (t *Tools) try(ctx context.Context, dir string) error {
	module := fmt.Appendf(nil, "module probe\n\ngo %s\n", strings.TrimPrefix(language(t.release.Version), "go"))
	source, host := filepath.Join(dir, "probe"), filepath.Join(dir, "host")
	if err := errors.Join(write(filepath.Join(source, "go.mod"), module), write(filepath.Join(source, "main.go"), probeSource), os.Mkdir(host, 0o755)); err != nil {
		return err
	}
	if err := t.Host(ctx, host, Host{Dir: source, Package: "probe"}); err != nil {
		return err
	}
	k, err := Open(host)
	if err != nil {
		return err
	}
	defer k.Close()
	p, err := startProbe(ctx, host, "GODEBUG=gccheckmark=1")
	if err != nil {
		return err
	}
	defer p.stop()
	for i, cell := range parseTrial(trialCells) {
		if got, err := p.cell(ctx, k, i+1, cell.source); err != nil {
			return err
		} else if got != cell.want {
			return fmt.Errorf("cell %d of the trial printed %q, not %q", i+1, got, cell.want)
		}
	}
	return nil
}

// A trialCell is one of the trial, and what it prints.
type trialCell struct{ source, want string }

func parseTrial(text string) (cells []trialCell) {
	for _, part := range strings.Split(text, "-- cell --\n")[1:] {
		source, want, _ := strings.Cut(part, "-- want --\n")
		cells = append(cells, trialCell{source, want})
	}
	return cells
}

// A probe is a small host that runs.
type probe struct {
	cmd      *exec.Cmd
	in       io.WriteCloser
	out      *bufio.Reader
	problems bytes.Buffer
	// What the last cell cost: the time to open it, and the memory of the
	// process after it.
	openedMicroseconds, residentKB int
}

func startProbe(ctx context.Context, host string, env ...string) (*probe, error) {
	p := &probe{cmd: exec.CommandContext(ctx, filepath.Join(host, "worker"))}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stderr = &p.problems
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	return p, p.cmd.Start()
}

// stop ends the probe and waits for its end.
func (p *probe) stop() {
	p.in.Close()
	p.cmd.Wait()
}

// cell builds the n-th cell, opens it in the probe and returns what it printed.
func (p *probe) cell(ctx context.Context, k *Kit, n int, source string) (string, error) {
	u, err := trialUnit(n, source)
	if err != nil {
		return "", err
	}
	plugin, err := k.Build(ctx, u)
	if err != nil {
		return "", err
	}
	printed, err := p.open(plugin)
	if err != nil {
		return printed, fmt.Errorf("cell %d of the trial: %w", n, err)
	}
	k.Loaded(u)
	return printed, nil
}

// open opens a plugin in the probe and returns what its init functions printed.
func (p *probe) open(plugin string) (printed string, err error) {
	if _, err := fmt.Fprintln(p.in, plugin); err != nil {
		return "", err
	}
	printed, err = p.out.ReadString(0)
	if err != nil {
		p.stop()
		first, _, _ := strings.Cut(p.problems.String(), "\n")
		return printed, fmt.Errorf("the program that opens cells has ended: %s", first)
	}
	said, err := p.out.ReadString('\n')
	if err != nil {
		return printed, err
	}
	if n, _ := fmt.Sscanf(said, "opened %d %d\n", &p.openedMicroseconds, &p.residentKB); n != 2 {
		return printed, errors.New(strings.TrimSpace(said))
	}
	return strings.TrimSuffix(printed, "\x00"), nil
}

// trialUnit makes a unit of source text.
func trialUnit(n int, source string) (Unit, error) {
	u := Unit{Path: "nb/c" + strconv.Itoa(n), Source: []byte(source)}
	f, err := parser.ParseFile(token.NewFileSet(), u.Path, source, parser.ImportsOnly)
	if err != nil {
		return u, err
	}
	for _, i := range f.Imports {
		path, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return u, err
		}
		u.Imports = append(u.Imports, path)
	}
	return u, nil
}
