package toolchain

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// In a host with the race detector, cells are watched, and a race of theirs is
// told at their lines. (The first time, the packages of the host are compiled for
// it: a minute.)
func TestRace(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the standard library anew")
	}
	tl, err := tools()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := tl.Host(context.Background(), dir, Host{Package: "seminar/kernelext/toolchain/probe", Race: true}); err != nil {
		t.Fatal(err)
	}
	k, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	p, err := startProbe(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.stop()
	for i, c := range parseTrial(trialCells) {
		if got, err := p.cell(context.Background(), k, i+1, c.source); err != nil || got != c.want {
			t.Fatalf("cell %d: %q, %v; want %q", i+1, got, err, c.want)
		}
	}
	for i, access := range []string{"*n++", "*p = point{*n, *n}"} {
		racing := fmt.Sprintf(`package main

import "sync"

type point struct{ x, y int }

var (
	n *int
	p *point
)

func init() {
	n, p = new(int), new(point)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { /*line cell[%d]:5:12*/ %s })
	}
	wg.Wait()
}
`, i+3, access)
		if _, err := p.cell(context.Background(), k, 100+i, racing); err != nil {
			t.Fatal(err)
		}
	}
	p.stop()
	said := p.problems.String()
	for _, want := range []string{"WARNING: DATA RACE", "cell[3]:5 +", "cell[4]:5 +"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in what the detector said: %s", want, said)
		}
	}
}
