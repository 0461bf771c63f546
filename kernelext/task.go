package kernelext

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// childArgument is os.Args[1] of a process that Processes started. An
// environment variable was rejected: whatever a task starts would inherit it.
const childArgument = "kernelext-process"

// Descriptors of a child: 0, 1 and 2 stay what a program expects, so a task may
// print.
const (
	jobsDescriptor    = 3
	resultsDescriptor = 4
)

// registry is what Processes can run. It is closed by ProcessMain.
var registry = struct {
	sync.Mutex
	tasks  map[string]func(Range) int
	closed bool
}{tasks: map[string]func(Range) int{"sum": Sum}}

// RegisterTask gives f a name under which Processes can run it in a process of
// its own; "sum" is there already. Call it before ProcessMain in every run of
// the program, as in an init function: a child process is the same program
// started anew, and knows nothing of what its parent declared since.
func RegisterTask(name string, f func(Range) int) {
	registry.Lock()
	defer registry.Unlock()
	if registry.closed {
		panic(fmt.Sprintf("kernelext: RegisterTask(%q) comes after ProcessMain, so a child process would not know the task; call it earlier, or use %s", name, taskNames()))
	}
	if registry.tasks[name] != nil {
		panic(fmt.Sprintf("kernelext: RegisterTask(%q) was called twice", name))
	}
	registry.tasks[name] = f
}

// taskNames lists the registered tasks for a message; the registry is locked.
func taskNames() string {
	return strings.Join(slices.Sorted(maps.Keys(registry.tasks)), ", ")
}

// ProcessMain is the main function of the processes that Processes starts. Call
// it first in main: in an ordinary run it returns at once; in a child process
// it works until the parent has no more jobs, or is gone, and never returns.
func ProcessMain() {
	registry.Lock()
	registry.closed = true
	registry.Unlock()
	if len(os.Args) == 3 && os.Args[1] == childArgument {
		serveJobs(os.Args[2])
	}
}

// A job is what a child process is asked to do.
type job struct {
	Task  int // index in the args of Processes
	Range Range
}

// A result is what became of a job, or of the whole child when Refused is set.
type result struct {
	Task    int
	Value   int
	Failed  bool   // the task panicked
	Panic   string // what with
	Stack   string
	Refused string // why this child does no job
}

// serveJobs reads jobs and writes results until the parent closes the jobs. The
// end of the jobs ends the process even in the middle of one: it means that the
// parent has died or given up. So nothing stays behind on any Unix, which
// Linux's Pdeathsig alone would not give.
func serveJobs(name string) {
	syscall.CloseOnExec(jobsDescriptor) // what a task starts must not hold the pipes open
	syscall.CloseOnExec(resultsDescriptor)
	results := json.NewEncoder(os.NewFile(resultsDescriptor, "results"))
	task := registry.tasks[name]
	if task == nil {
		_ = results.Encode(result{Refused: "it does not know the task " + strconv.Quote(name) + "; register it before ProcessMain in every run of the program"})
		os.Exit(1)
	}
	jobs := make(chan job)
	go readJobs(jobs)
	for j := range jobs {
		if results.Encode(doJob(task, j)) != nil {
			os.Exit(1)
		}
	}
}

// readJobs passes jobs on until there are no more, and ends the process then.
func readJobs(jobs chan<- job) {
	in := json.NewDecoder(os.NewFile(jobsDescriptor, "jobs"))
	for {
		var j job
		if in.Decode(&j) != nil {
			os.Exit(0)
		}
		jobs <- j
	}
}

// doJob runs a task on a goroutine, which it may end by runtime.Goexit.
func doJob(task func(Range) int, j job) result {
	r := result{Task: j.Task}
	var done sync.WaitGroup
	done.Go(func() {
		catch(j.Task, func() { r.Value = task(j.Range) }, func(p *Panic) {
			r.Failed, r.Panic, r.Stack = true, fmt.Sprint(p.Value), p.Stack
		})
	})
	done.Wait()
	return r
}
