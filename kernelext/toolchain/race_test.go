package toolchain

import (
	"context"
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
	const racing = `package main

import "sync"

var n *int

func init() {
	n = new(int)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { /*line cell[3]:5:12*/ *n++ })
	}
	wg.Wait()
}
`
	if _, err := p.cell(context.Background(), k, 100, racing); err != nil {
		t.Fatal(err)
	}
	p.stop()
	if said := p.problems.String(); !strings.Contains(said, "WARNING: DATA RACE") || !strings.Contains(said, "cell[3]:5 +") {
		t.Errorf("the detector said: %s", said)
	}
}
