package kernelext

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// String is the log for a terminal: the figures in a sentence, the course of the run as
// two lines of blocks, a few of its instants, and the doubts.
//
//	at        in the queue  runs  waits            ended
//	0 s       0 1 2 3       -     -                    0
//	90.1 ms   -             0     1 2 3                0
func (l *LoopLog) String() string {
	l.read()
	if !l.ran {
		return "The log holds no run."
	}
	parts := append([]string{l.sentence()}, l.course()...)
	parts = append(parts, l.instants()...)
	return strings.Join(append(parts, l.Notes()...), "\n")
}

func (l *LoopLog) sentence() string {
	f := l.Figures()
	said := fmt.Sprintf("%s in %s: the loop was busy %s of the time", counted(l.tasks, "task"), moment(l.took), share(f.Busy))
	said += fmt.Sprintf("; at most %d waited at once, %d stood in the queue with an answer", f.Waiting, f.Queue)
	if f.Holder >= 0 {
		said += fmt.Sprintf("; the loop was held longest by %s: %s", l.Name(f.Holder), moment(f.Held))
	}
	if f.Late > 0 {
		said += fmt.Sprintf("; an answer lay longest for %s: %s", l.Name(f.Latest), moment(f.Late))
	}
	return said + "."
}

// columns is how many blocks the course of a run has.
const columns = 60

// course draws when the loop was busy and how many tasks waited.
func (l *LoopLog) course() []string {
	busy, waiting := l.Course(columns)
	if len(waiting) == 0 {
		return nil
	}
	end := moment(l.Span())
	return []string{
		"",
		"runs   " + blocks(busy, 1),
		"waits  " + blocks(waiting, slices.Max(waiting)),
		"       0 s" + strings.Repeat(" ", max(1, columns-3-wide(end))) + end,
		"",
	}
}

// blocks are figures as heights. What is more than nothing is seen.
func blocks(values []float64, most float64) string {
	heights := []rune(" ▁▂▃▄▅▆▇█")
	line := make([]rune, len(values))
	for i, v := range values {
		line[i] = heights[min(8, int(math.Ceil(8*v/max(most, 1))))]
	}
	return string(line)
}

// instants are lines for a few instants: the start, the most waiting, the most in the
// queue with an answer, the telling one, the end of the longest hold, the end.
func (l *LoopLog) instants() []string {
	f := l.Figures()
	marks := map[int]bool{0: true, l.Telling(): true, len(l.events): true}
	waiting, queue, held := false, false, false
	before, since := -1, time.Duration(0)
	l.Replay(func(at *LoopInstant) {
		first := func(seen *bool, now bool) {
			if now && !*seen {
				*seen, marks[at.Event] = true, true
			}
		}
		first(&waiting, f.Waiting > 0 && at.Waiting == f.Waiting)
		first(&queue, f.Queue > 0 && at.Back == f.Queue)
		first(&held, before == f.Holder && before >= 0 && at.Runs < 0 && at.Time-since == f.Held)
		if at.Runs >= 0 && at.Runs != before {
			since = at.Time
		}
		before = at.Runs
	})
	rows := [][]string{{"at", "in the queue", "runs", "waits", "ended"}}
	l.Replay(func(at *LoopInstant) {
		if marks[at.Event] {
			rows = append(rows, at.line())
		}
	})
	return aligned(rows)
}

func (at *LoopInstant) line() []string {
	var waits []int
	for i, yes := range at.Waits {
		if yes {
			waits = append(waits, i)
		}
	}
	runs := "-"
	if at.Runs >= 0 {
		runs = fmt.Sprint(at.Runs)
	}
	return []string{moment(at.Time), listed(at.Ready), runs, listed(waits), fmt.Sprint(at.Ended)}
}

// listed are the first of some numbers, and how many there are.
func listed(all []int) string {
	const most = 6
	if len(all) == 0 {
		return "-"
	}
	said := strings.Trim(fmt.Sprint(all[:min(len(all), most)]), "[]")
	if len(all) > most {
		said += fmt.Sprintf(" … (%s)", thousands(len(all)))
	}
	return said
}

// aligned are rows as lines, all columns to the left.
func aligned(rows [][]string) []string {
	width, lines := make([]int, len(rows[0])), make([]string, len(rows))
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], wide(cell))
		}
	}
	for k, row := range rows {
		for i, cell := range row {
			lines[k] += cell + strings.Repeat(" ", width[i]-wide(cell)+2)
		}
		lines[k] = strings.TrimRight(lines[k], " ")
	}
	return lines
}

// moment is a time since the start: also 0.
func moment(d time.Duration) string {
	if d <= 0 {
		return "0 s"
	}
	return figure(d)
}

// share writes a part of 1 in percent.
func share(part float64) string {
	switch percent := 100 * part; {
	case percent <= 0:
		return "0%"
	case percent < 0.01:
		return "under 0.01%"
	case percent < 10:
		return fmt.Sprintf("%.2g%%", percent)
	default:
		return fmt.Sprintf("%.3g%%", percent)
	}
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return thousands(n) + " " + what + "s"
}

// thousands writes a count with commas.
func thousands(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
