package kernel

import (
	"regexp"
	"strings"

	"seminar/kernelext/kernel/pipe"
)

// The colours of tracebacks, as ipykernel sends them: escapes of a terminal, which
// clients show as their theme has them, light or dark. They are in the traceback
// only; name and value of an error are plain.
const (
	boldRed = "\x1b[1;31m"
	green   = "\x1b[32m"
	uncolor = "\x1b[0m"
)

var (
	placed = regexp.MustCompile(`\bcell\[\d+\](:\d+)*`)
	marked = regexp.MustCompile(`^\s+\^$`) // below the column that an error is about
)

// coloured returns the lines of an error with its name, the places and the marks
// standing out. The reader's own lines and what follows a line's place stay plain.
func coloured(e *pipe.Error, lines []string) []string {
	all := make([]string, len(lines))
	for i, line := range lines {
		switch rest, named := strings.CutPrefix(line, e.Name+": "); {
		case i == 0 && named:
			all[i] = boldRed + e.Name + uncolor + ": " + rest
		case marked.MatchString(line):
			all[i] = boldRed + line + uncolor
		default:
			all[i] = colouredPlace(line)
		}
	}
	return all
}

// colouredPlace colours the place at which a line of a traceback begins.
func colouredPlace(line string) string {
	at := placed.FindStringIndex(line)
	if at == nil || !leads[strings.TrimSpace(line[:at[0]])] {
		return line
	}
	return line[:at[0]] + green + line[at[0]:at[1]] + uncolor + line[at[1]:]
}

// leads are what stands before a place.
var leads = map[string]bool{"": true, "created at": true, "started at": true}
