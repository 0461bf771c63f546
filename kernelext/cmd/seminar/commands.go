package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// stdio is where a command writes: out for results, err for progress.
type stdio struct {
	out, err io.Writer
}

// A subcommand gets the arguments after its name. It returns when its work is
// done or ctx ends, with every process it started gone.
type subcommand struct {
	name    string
	summary string
	do      func(ctx context.Context, args []string, out stdio) error
}

// subcommands returns the table in the order in which help shows it. It is a function
// because the commands themselves lead back to it through help.
func subcommands() []subcommand {
	return []subcommand{
		{"lab", "set everything up and open the notebooks in JupyterLab", lab},
		{"run", "execute notebooks, report time and failures", runNotebooks},
		{"handouts", "execute notebooks and export self-contained HTML pages", handouts},
		{"gallery", "write a page with every kind of chart", gallery},
		{"test", "set everything up and run every test", test},
		{"install", "only the set-up", install},
		{"doctor", "say what is found, what is missing and how to mend it", doctor},
		{"uninstall", "remove exactly what install wrote", uninstall},
	}
}

// The ways a command fails without a sentence of its own.
var (
	errTold  = errors.New("a failure that has been reported")
	errUsage = errors.New("a wrong call that has been explained")
)

// run is the whole command. An interrupt, a termination or a closed terminal
// ends its context; each command then ends its children before it returns. The
// signals stay caught until the end: `go tool` passes an interrupt on that the
// terminal has delivered already, and the second must not kill the clean-up.
func run(args []string, stdout, stderr io.Writer) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	out := stdio{stdout, stderr}
	if len(args) == 0 {
		usage(stderr)
		return errUsage
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		if len(args) > 1 {
			return run([]string{args[1], "--help"}, stdout, stderr)
		}
		usage(stdout)
		return nil
	}
	for _, c := range subcommands() {
		if c.name == args[0] {
			return c.do(ctx, args[1:], out)
		}
	}
	return unknown(args[0])
}

// status turns what run returned into an exit status, saying what has not been
// said: 0 done, 1 failed, 2 called wrongly, 130 interrupted.
func status(err error, stderr io.Writer) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errTold):
		return 1
	case errors.Is(err, errUsage):
		return 2
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "seminar: interrupted")
		return 130
	}
	fmt.Fprintln(stderr, "seminar:", err)
	return 1
}

func usage(w io.Writer) {
	fmt.Fprint(w, "usage: go tool seminar COMMAND [FLAGS]\n\n")
	for _, c := range subcommands() {
		fmt.Fprintf(w, "  %-10s %s\n", c.name, c.summary)
	}
	fmt.Fprint(w, "\nEach has --help. The first run sets everything up, which takes some minutes and a network.\n")
}

// unknown names the command that was probably meant.
func unknown(name string) error {
	near, best := "", 3 // more than two edits away is another word
	for _, c := range subcommands() {
		if d := distance(name, c.name); d < best || near == "" && strings.HasPrefix(c.name, name) {
			near, best = c.name, d
		}
	}
	if near == "" {
		return fmt.Errorf("there is no command %q; `go tool seminar help` lists them", name)
	}
	return fmt.Errorf("there is no command %q; did you mean `go tool seminar %s`?", name, near)
}

// distance is Levenshtein's: the fewest insertions, deletions and replacements
// that make b out of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := corner
			if a[i] != b[j] {
				replace++
			}
			corner = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// flags returns an empty set for a command. Its help text is the documentation
// of the command: the call, then text, then the flags.
func flags(name, call, text string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.Usage = func() {
		fmt.Fprintf(f.Output(), "usage: go tool seminar %s\n\n%s\n", strings.TrimSpace(name+" "+call), strings.TrimSpace(text))
		any := false
		f.VisitAll(func(g *flag.Flag) {
			if !any {
				fmt.Fprint(f.Output(), "\nFlags:\n")
			}
			any = true
			kind, help := flag.UnquoteUsage(g)
			fmt.Fprintf(f.Output(), "  %-18s %s\n", strings.TrimSpace("--"+g.Name+" "+kind), help)
		})
	}
	return f
}

// parse reads args into f. Flags may stand before and after the names of
// notebooks; those come back. Help goes to out, as what was asked for; a
// mistake goes to err, with where to look.
func parse(f *flag.FlagSet, args []string, out stdio) (names []string, err error) {
	usage := f.Usage
	f.Usage = func() {}
	f.SetOutput(io.Discard)
	for {
		err := f.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			f.SetOutput(out.out)
			usage()
			return nil, flag.ErrHelp
		}
		if err != nil {
			fmt.Fprintf(out.err, "seminar %s: %v; `go tool seminar %s --help` lists the flags\n", f.Name(), err, f.Name())
			return nil, errUsage
		}
		if f.NArg() == 0 {
			return names, nil
		}
		names = append(names, f.Arg(0))
		args = f.Args()[1:]
	}
}

// noNames is parse for the commands that take flags only.
func noNames(f *flag.FlagSet, args []string, out stdio) error {
	names, err := parse(f, args, out)
	if err != nil {
		return err
	}
	if len(names) > 0 {
		fmt.Fprintf(out.err, "seminar %s: takes no %q; `go tool seminar %s --help` says what it takes\n", f.Name(), names[0], f.Name())
		return errUsage
	}
	return nil
}

// home replaces the user's home folder by ~ for people; it is display only.
func home(path string) string {
	h, err := os.UserHomeDir()
	if err != nil || h == "/" || !strings.HasPrefix(path, h+string(os.PathSeparator)) {
		return path
	}
	return "~" + path[len(h):]
}
