// package flag: sets of one's own, values that are types, functions, errors, usage.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

type list []string

func (l *list) String() string { return strings.Join(*l, "+") }

func (l *list) Set(s string) error {
	if s == "" {
		return errors.New("empty item")
	}
	*l = append(*l, s)
	return nil
}

var _ flag.Value = (*list)(nil)

type options struct {
	n     int
	wait  time.Duration
	items list
	loud  bool
}

func parse(args ...string) (o options, rest []string, err error) {
	fs := flag.NewFlagSet("tool", flag.ContinueOnError)
	fs.SetOutput(os.Stdout)
	fs.Usage = func() { fmt.Println("usage of", fs.Name()); fs.PrintDefaults() }
	fs.IntVar(&o.n, "n", 3, "how `many`")
	fs.DurationVar(&o.wait, "wait", time.Second, "how long")
	fs.Var(&o.items, "item", "may be repeated")
	fs.BoolFunc("loud", "shout", func(s string) error { o.loud = s == "true"; return nil })
	err = fs.Parse(args)
	fs.Visit(func(f *flag.Flag) { fmt.Print(f.Name, "=", f.Value, " ") })
	return o, fs.Args(), err
}

func main() {
	fmt.Println(parse("-n", "0x10", "--wait=1m30s", "-item", "a", "-item=b", "-loud", "x", "-n", "1"))
	fmt.Println(parse("-n=many"))
	fmt.Println(parse("-item", ""))
	_, rest, err := parse("-h")
	fmt.Println(rest, errors.Is(err, flag.ErrHelp))
	fmt.Println(parse("--", "-n", "4"))
}
