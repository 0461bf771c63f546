package stack

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A report of the race detector stands between two lines that are a Fence, and
// begins with a line that is the Title.
const (
	Fence = "=================="
	Title = "WARNING: DATA RACE"
)

// The other lines of a report: compiler-rt/lib/tsan/rtl/tsan_report.cpp, the parts
// for Go.
var (
	access   = regexp.MustCompile(`^(.+) at 0x[0-9a-f]+ by (?:main )?goroutine(?: \d+)?:$`)
	creation = regexp.MustCompile(`^Goroutine (\d+) \(\w+\) created at:$`)
	memory   = regexp.MustCompile(`^(Heap block|Global var) .* at 0x[0-9a-f]+ `)
	called   = regexp.MustCompile(`^  (\S.*)\(\)$`)
	where    = regexp.MustCompile(`^      \S.*:\d+ \+0x[0-9a-f]+$`)
	lost     = regexp.MustCompile(`^  (\[failed to restore the stack\])$`)
)

// InReport tells whether a line, without its end, can stand in a report below the
// title. While the detector writes one, other goroutines may print.
func InReport(line string) bool {
	for _, r := range []*regexp.Regexp{access, creation, memory, called, where, lost} {
		if r.MatchString(line) {
			return true
		}
	}
	return line == ""
}

// Race rewrites a report of the race detector, without its fences: no addresses,
// no frames of what runs the cells, and of the packages that a cell calls only
// the function that it names. A report that has nothing to do with a cell, such as
// that of a program which a cell has started, is returned as it is.
//
// The detector does not see who calls a function of package sync, as Go compiles it:
// where a cell calls sync.WaitGroup.Go, the report has that method's name and not
// the cell's line.
//
// The places are those of the two accesses in cells, in either order: reports with
// the same places tell of one mistake. They are empty for a report that has nothing
// to do with a cell.
func Race(report string) (said, places string) {
	all := sections(report)
	var runners []string // the goroutines that run cells: no cell has started them
	inCell := false
	for _, s := range all {
		inCell = inCell || s.outermost > 0
		if s.created != "" && len(s.frames) == 0 {
			runners = append(runners, s.created)
		}
	}
	if !inCell {
		return report, ""
	}
	var paragraphs, accesses []string
	for _, s := range all {
		if s.access {
			accesses = append(accesses, s.place)
		}
		if !slices.Contains(runners, s.created) {
			paragraphs = append(paragraphs, s.text(runners))
		}
	}
	slices.Sort(accesses)
	return Title + "\n" + strings.Join(paragraphs, "\n"), strings.TrimSpace(strings.Join(accesses, " "))
}

// A section is one paragraph of a report.
type section struct {
	head      string
	access    bool
	place     string   // the innermost one in a cell
	created   string   // the number of the goroutine, in the section on its creation
	frames    []string // as they are shown, innermost first
	library   bool     // the last frame is not in a cell
	outermost int      // how many frames there are up to the outermost one in a cell
}

// sections takes a report apart.
func sections(report string) []*section {
	var all []*section
	now, function := &section{}, ""
	for line := range strings.Lines(report) {
		line = strings.TrimRight(line, "\r\n")
		if access.MatchString(line) || creation.MatchString(line) || memory.MatchString(line) {
			now = &section{head: line, access: access.MatchString(line)}
			all = append(all, now)
		}
		if m := creation.FindStringSubmatch(line); m != nil {
			now.created = m[1]
		} else if m := called.FindStringSubmatch(line); m != nil {
			function = m[1]
		} else if m := lost.FindStringSubmatch(line); m != nil {
			now.frames = append(now.frames, m[1])
		} else if where.MatchString(line) {
			now.add(function, line)
		}
	}
	return all
}

// machinery are the functions that tell a reader nothing: they run the cells, or
// are below what the cells call.
var machinery = regexp.MustCompile(`^(main|runtime|reflect|plugin|testing|testing/synctest)\.|^(internal|runtime|seminar/kernelext|github\.com/cosmos72/gomacro)/`)

// add adds the frame of a function that is at the place in line.
func (s *section) add(function, line string) {
	if m := place.FindStringSubmatch(line); m != nil {
		text := m[1] + ":" + m[2]
		if s.place == "" {
			s.place = text
		}
		if name := Name(function); name != "" {
			text += " in " + name
		}
		s.frames, s.library = append(s.frames, text), false
		s.outermost = len(s.frames)
		return
	}
	if machinery.MatchString(function) {
		return
	}
	if s.library {
		s.frames = s.frames[:len(s.frames)-1]
	}
	s.frames, s.library = append(s.frames, Name(function)), true
}

var address = regexp.MustCompile(` at 0x[0-9a-f]+`)

// text returns what is shown of a section. What called the cell's outermost
// function is left out: it is what runs a goroutine.
func (s *section) text(runners []string) string {
	head := address.ReplaceAllString(s.head, "")
	for _, number := range runners {
		head = strings.Replace(head, "by goroutine "+number+":", "by the cell itself (goroutine "+number+"):", 1)
	}
	frames := s.frames
	if s.outermost > 0 {
		frames = frames[:s.outermost]
	}
	for len(frames) > 0 {
		times := 1
		for times < len(frames) && frames[times] == frames[0] {
			times++
		}
		head += "\n    " + frames[0]
		if times > 1 { // a recursion
			head += fmt.Sprintf(", %d times", times)
		}
		frames = frames[times:]
	}
	return head + "\n"
}
