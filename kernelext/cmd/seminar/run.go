package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strconv"
	"time"
)

const runText = `
Executes notebooks in fresh kernels, each from its first cell to its last, and
reports the time and the failures of each. A failing cell ends its notebook, not the others.
Without names all of notebooks/ run; "03" is enough of a name.

The exit status is 1 if any cell failed. A cell with the tag raises-exception
shows an error on purpose, and fails if it does not.

With --save the outputs go into the notebooks, if all cells of the notebook ran.`

// howToExecute adds the flags that run and handouts share; they set o.
func howToExecute(f *flag.FlagSet, o *executeOptions) {
	o.jobs, o.timeout = 1, 2*time.Minute
	f.Func("jobs", "execute `N` notebooks at once (default 1); their measurements then disturb each other", func(text string) (err error) {
		if o.jobs, err = strconv.Atoi(text); err != nil || o.jobs < 1 {
			return errors.New("it takes a number of at least 1")
		}
		return nil
	})
	f.Func("timeout", "give a cell at most this `TIME`, such as 30s (default 2m); 0 is no limit", func(text string) (err error) {
		if o.timeout, err = time.ParseDuration(text); err != nil || o.timeout < 0 {
			return errors.New("it takes a time of at least 0, such as 30s or 5m")
		}
		return nil
	})
}

// runNotebooks is the command run.
func runNotebooks(ctx context.Context, args []string, out stdio) error {
	f := flags("run", "[FLAGS] [NOTEBOOK...]", runText)
	var o executeOptions
	howToExecute(f, &o)
	save := f.Bool("save", false, "store the outputs in the notebooks")
	names, err := parse(f, args, out)
	if err != nil {
		return err
	}
	s, p, err := setUpTold(ctx, out, extras{})
	if err != nil {
		return err
	}
	notebooks, err := s.notebooks(names)
	if err != nil {
		return err
	}
	jobs := make([]job, len(notebooks))
	for i, n := range notebooks {
		jobs[i].notebook = n
		if *save {
			jobs[i].save = n
		}
	}
	started := time.Now()
	outcomes, err := s.execute(ctx, p, jobs, o)
	if err != nil {
		return err
	}
	return sum(out, outcomes, time.Since(started))
}

// sum writes the last line of a run.
func sum(out stdio, outcomes []outcome, all time.Duration) error {
	failed := 0
	for _, o := range outcomes {
		if o.err != nil {
			failed++
		}
	}
	fmt.Fprintf(out.out, "%s in %s, %d failed\n", count(len(outcomes), "notebook"), took(all), failed)
	if failed > 0 {
		return errTold
	}
	return nil
}

// count writes 1 notebook, 2 notebooks.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
