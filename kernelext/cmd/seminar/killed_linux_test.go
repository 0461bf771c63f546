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
	"compiler at work": "func f(x int) int {\n" + strings.Repeat("\tif x%3 > 1 { x += x*x; x ^= x<<1 }\n", 4000) + "\treturn x\n}\nf(1)",
}

// Whoever is killed by SIGKILL, in whatever order: nothing of a kernel is left, not a
// process, not a port.
func TestKilledInAnyOrder(t *testing.T) {
	s := builtSite(t)
	for state, cell := range killedWhile {
		for _, order := range []string{
			"client", "kernel", "worker client",
			"client kernel worker", "client worker kernel", "kernel client worker", "kernel worker client", "worker client kernel", "worker kernel client",
		} {
			t.Run(state+", "+order, func(t *testing.T) {
				t.Parallel()
				c := startClient(t, s, cell)
				for who := range strings.FieldsSeq(order) {
					c.kill(who)
				}
				for eventually(t, func() bool { return len(c.processes()) == 0 || order == "kernel" && c.onlyTheClient() }) {
				}
				for eventually(t, func() bool { return !slices.ContainsFunc(c.ports, func(port int) bool { return !free(port) }) }) {
				} // a process is dead a moment before the last of its threads closes them
			})
		}
	}
}

// A killable is a client, its kernel and all that belongs to it.
type killable struct {
	t     *testing.T
	cmd   *exec.Cmd
	mark  string // markVariable and its value
	ports []int
	pids  map[string]int // client, kernel and worker
	seen  []int          // all that belonged to the client at some time
}

// startClient returns a client whose cell is where it is meant to be.
func startClient(t *testing.T, s *site, cell string) *killable {
	there := filepath.Join(t.TempDir(), "there")
	waits := strings.Contains(cell, "%q")
	if waits {
		cell = fmt.Sprintf(cell, there)
	}
	c := &killable{t: t, mark: markVariable + "=" + there, pids: map[string]int{}}
	c.cmd = s.command(t.Context(), "python", filepath.Join(s.root, "kernelext", "cmd", "seminar", "testdata", "client.py"))
	c.cmd.Stdin = strings.NewReader(cell)
	c.cmd.Env = append(c.cmd.Env, c.mark)
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
		if strings.HasSuffix(command, "/gophernotes") {
			c.pids["kernel"] = pid
		} else if strings.HasSuffix(command, "/worker") {
			c.pids["worker"] = pid
		}
	}
	return c
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

// onlyTheClient tells whether nobody is left but who was not killed.
func (c *killable) onlyTheClient() bool {
	all := c.processes()
	return len(all) == 1 && all[c.pids["client"]] != ""
}

// compiles tells whether the compiler runs.
func (c *killable) compiles() bool {
	return slices.ContainsFunc(descendants(c.cmd.Process.Pid), func(pid int) bool { return filepath.Base(program(pid)) == "compile" })
}
