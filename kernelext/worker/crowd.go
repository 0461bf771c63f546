//go:build gophernotes

package main

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"runtime"
	"runtime/metrics"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"

	"seminar/kernelext/kernel/stack"
)

// crowd tells that there are so many goroutines that it is not looked at each of
// them: that takes up to a tenth of a millisecond each, in which the world stands
// still. A crowd is looked at as profiles are, which knows how many are at a place,
// but not what they wait for.
func crowd() bool { return runtime.NumGoroutine() > 2000 }

// A group are goroutines of one cell at one place.
type group struct {
	count int
	cell  string // its number
	at    string
}

// The lines of a profile in text: runtime/pprof, printCountProfile.
var (
	counted  = regexp.MustCompile(`^(\d+) @`)
	labelled = regexp.MustCompile(`^# labels: \{.*"cell":"(\d+)"`)
	inCell   = regexp.MustCompile(`^#\t0x[0-9a-f]+\t(.*)\+0x[0-9a-f]+\t(cell\[\d+\]):(\d+)$`)
)

// gather returns the goroutines of all cells, largest groups first.
func gather() []group {
	var b bytes.Buffer
	pprof.Lookup("goroutine").WriteTo(&b, 1)
	var all []group
	for part := range strings.SplitSeq(b.String(), "\n\n") {
		if g := groupOf(part); g.cell != "" && !strings.Contains(part, "\tmain.(*worker).serve+") && !strings.Contains(part, "\tmain.(*execution).run+") {
			all = join(all, g)
		}
	}
	slices.SortStableFunc(all, func(a, b group) int { return cmp.Or(b.count-a.count, strings.Compare(a.at, b.at)) })
	return all
}

// join adds g to the group of the same cell and place: a profile tells goroutines apart
// by more than that.
func join(all []group, g group) []group {
	for i, other := range all {
		if other.cell == g.cell && other.at == g.at {
			all[i].count += g.count
			return all
		}
	}
	return append(all, g)
}

func groupOf(part string) (g group) {
	for line := range strings.Lines(part) {
		line = strings.TrimSuffix(line, "\n")
		if m := counted.FindStringSubmatch(line); m != nil {
			g.count, _ = strconv.Atoi(m[1])
		} else if m := labelled.FindStringSubmatch(line); m != nil {
			g.cell = m[1]
		} else if m := inCell.FindStringSubmatch(line); m != nil && g.at == "" {
			f := stack.Frame{Cell: m[2], Function: stack.Name(m[1]), Times: 1}
			f.Line, _ = strconv.Atoi(m[3])
			g.at = f.String()
		}
	}
	g.at = cmp.Or(g.at, "cell["+g.cell+"]")
	return g
}

// crowdLine names a crowd's goroutines of a cell, or none.
func crowdLine(all []group, cell string) []string {
	n := 0
	var named []string
	for _, g := range all {
		if g.cell != cell {
			continue
		}
		n += g.count
		if len(named) < maxPlaces {
			named = append(named, fmt.Sprintf("%d at %s", g.count, g.at))
		}
	}
	if n == 0 {
		return nil
	}
	return []string{fmt.Sprintf("Still running: %s of this cell, %s. %%goroutines lists them.", count(n, "goroutine"), strings.Join(named, ", "))}
}

// nothingRuns tells that of all goroutines only the calling one runs.
func nothingRuns() bool {
	now := []metrics.Sample{{Name: "/sched/goroutines/running:goroutines"}, {Name: "/sched/goroutines/runnable:goroutines"}}
	metrics.Read(now)
	for _, s := range now {
		if s.Value.Kind() != metrics.KindUint64 {
			return false
		}
	}
	return now[0].Value.Uint64() <= 1 && now[1].Value.Uint64() == 0
}
