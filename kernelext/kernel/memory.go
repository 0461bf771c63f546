package kernel

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// memoryVariable is where readers say how much memory their cells may use.
const memoryVariable = "SEMINAR_MEMORY"

// A memory is how much of it the cells may use.
type memory struct {
	limit uint64 // bytes; 0 is as many as there are
	wrong string // a sentence about what the reader has written
}

// least is the smallest limit: with less, not even an import fits.
const least = 64 << 20

// memoryOf reads what the reader has written, and without that returns half of what
// the machine has: the other half is for the browser, and for other notebooks.
func memoryOf(written string, machine uint64) memory {
	usual := max(machine/2, min(machine, 512<<20))
	if written == "" {
		return memory{limit: usual}
	}
	if strings.EqualFold(written, "none") {
		return memory{}
	}
	limit, ok := parseSize(written)
	if !ok || limit < least {
		return memory{usual, fmt.Sprintf("%s is %q, which is no amount of memory: write 2GB, 500MB or none. Until then the cells may use %s.", memoryVariable, written, sizeName(usual))}
	}
	return memory{limit: limit}
}

var size = regexp.MustCompile(`(?i)^(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?$`)

// parseSize reads 2GB, 1.5 g, 500M, 1000000000.
func parseSize(text string) (bytes uint64, ok bool) {
	m := size.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, false
	}
	n, err := strconv.ParseFloat(m[1], 64)
	for range strings.Index("kmgt", strings.ToLower(m[2])) + 1 {
		if m[2] != "" {
			n *= 1000
		}
	}
	return uint64(n), err == nil && n < math.MaxInt64
}

// sizeName writes an amount of memory as readers do.
func sizeName(bytes uint64) string {
	if bytes < 1e9 {
		return fmt.Sprintf("%d MB", bytes/1e6)
	}
	return strings.Replace(fmt.Sprintf("%.1f GB", float64(bytes)/1e9), ".0 ", " ", 1)
}

// outOfMemory is what Go's runtime says when it gets none.
var outOfMemory = regexp.MustCompile(`out of memory|cannot allocate memory|pthread_create failed|failed to create new OS thread`)

// explain adds to the error of a worker that had no memory left what the limit is, and
// how to change it.
func (m memory) explain(name, value string) []string {
	if name != "fatal error" || !outOfMemory.MatchString(value) {
		return nil
	}
	if m.limit == 0 {
		return []string{"The machine has no more memory."}
	}
	return []string{
		fmt.Sprintf("All cells together may use %s of memory, so that this machine stays usable.", sizeName(m.limit)),
		fmt.Sprintf("To change that, start Jupyter with the variable %s set, as in %s=4GB go tool seminar lab", memoryVariable, memoryVariable),
	}
}
