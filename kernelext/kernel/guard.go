package kernel

import (
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// A guard kills what the workers leave when the kernel is killed together with them
// and can no longer do it: the processes that cells have started. It is a shell of
// 1 MB, which reads from a pipe the process groups that live and does its work when
// the pipe ends. Rejected: a death signal for each process of a cell, which its own
// children do not inherit, and a second process of this binary, which takes 20 MB.
//
// One whose shell does not start does nothing.
type guard struct {
	mu     sync.Mutex
	groups []string
	cmd    *exec.Cmd
	lines  io.WriteCloser
	failed bool
}

// guardScript is the shell's program: each line names all groups that live.
const guardScript = `trap '' HUP INT TERM
while read -r line; do groups=$line; done
for group in $groups; do kill -s KILL -- "-$group"; done`

// add tells the guard of a worker that has started.
func (g *guard) add(pid int) {
	g.tell(func() { g.groups = append(g.groups, strconv.Itoa(pid)) })
}

// remove tells it of one that is buried, whose number may be another's soon.
func (g *guard) remove(pid int) {
	g.tell(func() {
		for i, group := range g.groups {
			if group == strconv.Itoa(pid) {
				g.groups = append(g.groups[:i], g.groups[i+1:]...)
				return
			}
		}
	})
}

func (g *guard) tell(change func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	change()
	if g.cmd == nil && !g.failed {
		g.failed = g.start() != nil
	}
	if !g.failed {
		io.WriteString(g.lines, strings.Join(g.groups, " ")+"\n") // an error means that it is gone
	}
}

// start starts the shell, in a group of its own: what is sent to the kernel's group
// is not for it.
func (g *guard) start() (err error) {
	g.cmd = exec.Command("/bin/sh", "-c", guardScript)
	g.cmd.Dir = "/"
	g.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if g.lines, err = g.cmd.StdinPipe(); err != nil {
		return err
	}
	return g.cmd.Start()
}

// end ends the shell, after the workers. It waits for it.
func (g *guard) end() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.cmd != nil && !g.failed {
		g.lines.Close()
		g.cmd.Wait()
		g.failed = true
	}
}
