package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"seminar/kernelext/build"
)

// markVariable is in the environment of what a client has started, wherever it stands
// in the tree of processes by now. Compilers get an environment of their own: they are
// found in the tree before anybody is killed.
const markVariable = "SEMINAR_KILLED_TEST"

// What a cell is at when somebody is killed. %s is a file that the cell writes when it
// is there; a cell without one is there when its compiler runs.
var killedWhile = map[string]string{
	"idle": `import "os"
os.WriteFile(%q, nil, 0o644)`,
	"cell with children": `import ("os"; "os/exec")
exec.Command("sh", "-c", "sleep 1000 & exec sleep 1000").Start()
os.WriteFile(%q, nil, 0o644)
select {}`,
	"compiler at work": "func f(x int) int {\n" + strings.Repeat("\tif x%3 > 1 { x += x*x; x ^= x<<1 }\n", 20_000) + "\treturn x\n}\nf(1)",
}

// Whoever is killed by SIGKILL, in whatever order: nothing of a kernel is left, not a
// process, not a port, and of its files at most the folder of compiled cells.
func TestKilledInAnyOrder(t *testing.T) {
	s := builtSite(t)
	alone := interpretingKernel(t, s)
	for state, cell := range killedWhile {
		for _, order := range []string{
			"client", "kernel", "worker client",
			"client kernel worker", "client worker kernel", "kernel client worker", "kernel worker client", "worker client kernel", "worker kernel client",
		} {
			t.Run(state+", "+order, func(t *testing.T) {
				t.Parallel()
				startClient(t, s, cell).killAll(order)
			})
			if state == "cell with children" {
				t.Run(state+", interpreted, "+order, func(t *testing.T) {
					t.Parallel()
					c := startClient(t, s, cell, "JUPYTER_PATH="+alone)
					if program(c.pids["worker"]) != program(c.pids["kernel"]) {
						t.Fatal("it is a worker for compiled cells")
					}
					c.killAll(order)
				})
			}
		}
	}
}

// A kernel that could not clear up after itself has left a folder: the next one that
// starts removes it, and at its own end it leaves nothing.
func TestNextKernelClearsUp(t *testing.T) {
	t.Parallel()
	s := builtSite(t)
	killed := startClient(t, s, killedWhile["idle"])
	killed.killAll("kernel client worker")
	left := killed.left()
	if len(left) != 1 {
		t.Fatalf("the killed one has left %q; want the folder of its compiled cells", left)
	}
	next := startClient(t, s, killedWhile["idle"], "TMPDIR="+killed.folder)
	next.folder = killed.folder
	if got := next.left(); len(got) != 1 || got[0] == left[0] {
		t.Errorf("beside the next kernel there are %q; want only its own folder, not %q", got, left)
	}
	next.killAll("client")
}

// interpretingKernel returns a folder for JUPYTER_PATH with the kernel that is built where cells
// cannot be compiled.
func interpretingKernel(t *testing.T, s *site) string {
	t.Helper()
	path := t.TempDir()
	spec := filepath.Join(path, "kernels", "gophernotes")
	err := build.Interpreter(t.Context(), build.Options{Dir: s.root, Output: filepath.Join(spec, "gophernotes"), Log: t.Output()})
	if err == nil {
		err = os.WriteFile(filepath.Join(spec, "kernel.json"), fmt.Appendf(nil, `{"argv": [%q, "{connection_file}"], "display_name": "Go", "language": "go"}`, filepath.Join(spec, "gophernotes")), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// A killable is a client, its kernel and all that belongs to it.
type killable struct {
	t      *testing.T
	cmd    *exec.Cmd
	mark   string // markVariable and its value
	folder string // for temporary files
	ports  []int
	pids   map[string]int // client, kernel and worker
	seen   []int          // all that belonged to the client at some time
}

// startClient returns a client whose cell is where it is meant to be.
func startClient(t *testing.T, s *site, cell string, environment ...string) *killable {
	there := filepath.Join(t.TempDir(), "there")
	waits := strings.Contains(cell, "%q")
	if waits {
		cell = fmt.Sprintf(cell, there)
	}
	c := &killable{t: t, mark: markVariable + "=" + there, folder: t.TempDir(), pids: map[string]int{}}
	c.cmd = s.command(t.Context(), "python", filepath.Join(s.root, "kernelext", "cmd", "seminar", "testdata", "client.py"))
	c.cmd.Stdin = strings.NewReader(cell)
	c.cmd.Env = append(append(c.cmd.Env, c.mark, "TMPDIR="+c.folder), environment...)
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.cmd.Process.Kill()
		c.cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	c.readPorts(strings.TrimSpace(line))
	for eventually(t, func() bool { _, err := os.Stat(there); return err == nil || !waits && c.compiles() }) {
	}
	c.pids["client"], c.seen = c.cmd.Process.Pid, descendants(c.cmd.Process.Pid)
	for pid, command := range c.processes() {
		if arguments(pid)[1] == "worker" {
			c.pids["worker"] = pid
		} else if filepath.Base(command) == "gophernotes" {
			c.pids["kernel"] = pid
		}
	}
	return c
}

// killAll kills whom the order names, and looks for what is left.
func (c *killable) killAll(order string) {
	c.t.Helper()
	for who := range strings.FieldsSeq(order) {
		c.kill(who)
	}
	for eventually(c.t, func() bool { return len(c.processes()) == 0 || order == "kernel" && c.onlyTheClient() }) {
	}
	for eventually(c.t, func() bool { return !slices.ContainsFunc(c.ports, func(port int) bool { return !free(port) }) }) {
	} // a process is dead a moment before the last of its threads closes them
	if done, _ := filepath.Glob(filepath.Join(c.folder, "*", "*.a")); len(done) > 0 {
		c.t.Errorf("the compiler has lived to write %q", done)
	}
	for _, name := range c.left() {
		if !strings.HasPrefix(name, "gophernotes-cells-") || !strings.Contains(order, "kernel") {
			c.t.Errorf("%s is left", name)
		}
	}
}

// left are the temporary files and folders, but for the connection file, which is the
// client's: the next kernel that it starts reads it.
func (c *killable) left() []string {
	c.t.Helper()
	entries, err := os.ReadDir(c.folder)
	if err != nil {
		c.t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".json") {
			names = append(names, e.Name())
		}
	}
	return names
}

// readPorts remembers where the kernel listens.
func (c *killable) readPorts(connectionFile string) {
	c.t.Helper()
	data, err := os.ReadFile(connectionFile)
	if err != nil {
		c.t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(data, &all); err != nil {
		c.t.Fatal(err)
	}
	for name, value := range all {
		if port, ok := value.(float64); ok && strings.HasSuffix(name, "_port") {
			c.ports = append(c.ports, int(port))
		}
	}
	if len(c.ports) != 5 {
		c.t.Fatalf("%d ports in %s", len(c.ports), data)
	}
	c.t.Cleanup(func() { os.Remove(connectionFile) }) // the client's own; it may have been killed
}

// kill kills somebody who is still there, and buries the client.
func (c *killable) kill(who string) {
	c.t.Helper()
	pid := c.pids[who]
	if pid == 0 {
		c.t.Fatalf("there is no %s among %v", who, c.processes())
	}
	syscall.Kill(pid, syscall.SIGKILL)
	if who == "client" {
		c.cmd.Wait()
	}
}

// processes are the programs of all that belongs to the client and has not ended. One
// that is about to end has lost its environment before it closes its ports.
func (c *killable) processes() map[int]string {
	all := map[int]string{}
	folders, _ := filepath.Glob("/proc/[0-9]*")
	for _, folder := range folders {
		pid, _ := strconv.Atoi(filepath.Base(folder))
		environment, _ := os.ReadFile(filepath.Join(folder, "environ"))
		if slices.ContainsFunc(bytes.Split(environment, []byte{0}), func(v []byte) bool { return string(v) == c.mark }) {
			c.seen = append(c.seen, pid)
		}
	}
	c.seen = slices.DeleteFunc(c.seen, func(pid int) bool { return !alive(pid) })
	for _, pid := range c.seen {
		all[pid] = program(pid)
	}
	return all
}

// program is the path of the program that a process runs.
func program(pid int) string {
	path, _ := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	return path
}

// arguments are the words of a process's command line, with empty ones behind them.
func arguments(pid int) []string {
	line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	return append(strings.Split(string(line), "\x00"), "", "")
}

// onlyTheClient tells whether nobody is left but who was not killed.
func (c *killable) onlyTheClient() bool {
	all := c.processes()
	return len(all) == 1 && all[c.pids["client"]] != ""
}

// compiles tells whether the compiler runs.
func (c *killable) compiles() bool {
	return slices.ContainsFunc(descendants(c.cmd.Process.Pid), func(pid int) bool { return filepath.Base(program(pid)) == "compile" })
}
