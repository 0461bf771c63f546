package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

const labText = `
Sets everything up and opens notebooks/ in JupyterLab, with the kernel gophernotes ("Go").
Without a display, and over SSH, it prints the address instead. The server listens on this
machine only. Ctrl-C ends it and every kernel.`

// firstPort is where the search for a free port begins, as Jupyter's does.
const firstPort = 8888

// firstNotebook is what JupyterLab opens with.
const firstNotebook = "00-start-here.ipynb"

// lab is the command lab. It returns when the server has ended.
func lab(ctx context.Context, args []string, out stdio) error {
	f := flags("lab", "[FLAGS]", labText)
	port := f.Int("port", 0, fmt.Sprintf("listen on port `N`; without it the first free one from %d", firstPort))
	noBrowser := f.Bool("no-browser", false, "print the address and open no browser")
	if err := noNames(f, args, out); err != nil {
		return err
	}
	if err := checkPort(*port); err != nil {
		return err
	}
	s, _, err := setUpTold(ctx, out, extras{})
	if err != nil {
		return err
	}
	if *port == 0 {
		if *port, err = freePort(firstPort, 100); err != nil {
			return err
		}
	}
	return s.serve(ctx, *port, !*noBrowser && display(), out)
}

// checkPort refuses, before anything long begins, a port that is taken or is none; 0 is
// free choice.
func checkPort(port int) error {
	switch {
	case port < 0 || port > 65535:
		return fmt.Errorf("port %d does not exist: choose one from 1024 to 65535, or leave --port away", port)
	case port != 0 && !free(port):
		return fmt.Errorf("port %d is in use or not allowed: choose another with --port, or leave --port away and a free one is found", port)
	}
	return nil
}

// freePort returns the first of most ports from first on that is free.
func freePort(first, most int) (int, error) {
	for port := first; port < first+most; port++ {
		if free(port) {
			return port, nil
		}
	}
	return 0, fmt.Errorf("the ports %d to %d are all in use: end some of the servers there, or choose another with --port", first, first+most-1)
}

func free(port int) bool {
	l, err := net.Listen("tcp", loopback(port))
	if err != nil {
		return false
	}
	l.Close()
	return true
}

func loopback(port int) string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
}

// display tells whether a browser could show itself to the one who called.
func display() bool {
	if os.Getenv("SSH_CONNECTION") != "" || os.Getenv("SSH_TTY") != "" {
		return false
	}
	return runtime.GOOS == "darwin" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// serve runs JupyterLab until it or ctx ends. The interrupt of a terminal does not
// reach Jupyter, which would ask whether it is meant; ctx ends it by SIGTERM.
func (s *site) serve(ctx context.Context, port int, browser bool, out stdio) error {
	token := rand.Text()
	cmd := s.labCommand(ctx, port, browser)
	cmd.Env = append(cmd.Env, "JUPYTER_TOKEN="+token)
	said := &tail{live: ctx, out: out.err}
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("JupyterLab does not start: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	base := "http://" + loopback(port)
	if err := answers(ctx, loopback(port), "/api/status?token="+token, ended); err != nil {
		if ctx.Err() != nil {
			<-ended
			return ctx.Err()
		}
		return explain(fmt.Errorf("JupyterLab ended before it answered on port %d (%w)", port, err), said.String())
	}
	fmt.Fprintf(out.out, "The seminar is open at %s/lab/tree/%s?token=%s\nCtrl-C ends it.\n", base, firstNotebook, token)
	err := <-ended
	if ctx.Err() != nil {
		fmt.Fprintln(out.err, "JupyterLab and its kernels have ended")
		return nil
	}
	return explain(fmt.Errorf("JupyterLab ended by itself (%w)", orExit0(err)), said.String())
}

// labCommand has settings on its command line only where they protect the reader;
// the others are defaults in a folder of ours (jupyter/), which a reader's own settings
// override. Nothing is asked of the network: no news, no updates.
func (s *site) labCommand(ctx context.Context, port int, browser bool) *exec.Cmd {
	ours := filepath.Join(s.root, "kernelext", "cmd", "seminar", "jupyter")
	args := []string{filepath.Join(ours, "lab.py"),
		"--ServerApp.ip=127.0.0.1", "--ServerApp.port=" + strconv.Itoa(port), "--ServerApp.port_retries=0",
		"--ServerApp.root_dir=" + filepath.Join(s.root, "notebooks"),
		"--LabApp.default_url=/lab/tree/" + firstNotebook,
		"--Application.log_level=ERROR",
	}
	if !browser {
		args = append(args, "--no-browser")
	}
	if os.Geteuid() == 0 { // a container; Jupyter's warning is about machines with users
		args = append(args, "--allow-root")
	}
	cmd := s.command(ctx, "python", args...)
	settings := ours + string(os.PathListSeparator) + filepath.Join(s.root, "notebooks", "assignments") // nbgrader's
	if more := os.Getenv("JUPYTER_CONFIG_PATH"); more != "" {
		settings = more + string(os.PathListSeparator) + settings
	}
	cmd.Env = append(cmd.Env, "SEMINAR_HISTORY="+os.Getenv("SEMINAR_HISTORY"), "JUPYTER_CONFIG_PATH="+settings)
	return cmd
}

// answers waits until a server at an address gives status 200 for a path. It has no time
// limit of its own: a busy machine may need long, and a server that cannot start ends, which
// is what ended tells.
func answers(ctx context.Context, address, path string, ended <-chan error) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			return orExit0(err)
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		if statusAt(ctx, address, path) == "200" {
			return nil
		}
	}
}

// statusAt asks a server for a path and returns the status of its reply, "" for none. Rejected:
// net/http, which with TLS would be a fifth of the time in which this command is compiled.
func statusAt(ctx context.Context, address, path string) string {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return ""
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	fmt.Fprintf(conn, "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n", path, address)
	line, _ := bufio.NewReader(conn).ReadString('\n') // HTTP/1.1 200 OK
	protocol, rest, _ := strings.Cut(line, " ")
	code, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	if !strings.HasPrefix(protocol, "HTTP/") {
		return ""
	}
	return code
}

// orExit0 gives an end without an error its name.
func orExit0(err error) error {
	if err == nil {
		return errors.New("exit status 0")
	}
	return err
}

// A tail passes on what is written to it while live is, so not that Jupyter was told
// to end, and keeps the end of it. One goroutine writes, and others read after that.
type tail struct {
	bytes.Buffer
	live context.Context
	out  io.Writer
}

func (t *tail) Write(data []byte) (int, error) {
	if t.live.Err() == nil {
		t.out.Write(data)
	}
	if t.Len() > 64<<10 {
		t.Next(32 << 10)
	}
	return t.Buffer.Write(data)
}
