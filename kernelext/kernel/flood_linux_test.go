//go:build !race

package kernel

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/go-zeromq/zmq4"
)

// Cells print 1 GB, show displays of 10 MB and update one as often, while
// another client has subscribed and reads nothing: the kernel stays small.
//
// The race detector needs several times the memory, and its answer would be no news.
func TestAFloodStaysOutOfMemory(t *testing.T) {
	t.Parallel()
	k := startProcess(t, shortDir(t))
	c := k.connect(t)
	deaf := zmq4.NewSub(context.Background())
	defer deaf.Close()
	_, address := k.conn.address(k.conn.IOPubPort)
	if err := deaf.Dial("ipc://" + address); err != nil {
		t.Fatal(err)
	}
	deaf.SetOption(zmq4.OptionSubscribe, "")
	for _, cell := range []string{"flood 1024", "displays 15", "updates 15"} {
		if told := c.run(cell); !strings.Contains(told, "reply ok") {
			t.Errorf("%s: it ends in %.300q", cell, told[max(0, len(told)-300):])
		}
	}
	if mb := peak(t, k.process.Pid); mb > 150 {
		t.Errorf("the kernel had %d MB", mb)
	} else {
		t.Logf("the kernel had %d MB", mb)
	}
	k.process.Kill()
	k.process.Wait()
}

// peak is the most memory that a process had, in MB.
func peak(t *testing.T, pid int) (mb int) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), "VmHWM:")
	fmt.Sscan(after, &mb)
	return mb >> 10
}
