//go:build gophernotes

package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"seminar/kernelext/worker/bindings"
)

// tooNew says that a cell uses what gomacro does not have.
func tooNew(what string) string {
	return what + ": newer than the interpreter that runs cells here, which has the language of Go 1.17"
}

// newer are signs, in a line on which gomacro gives up, of what it does not have.
var newer = []struct {
	message, line *regexp.Regexp
	what          string
}{
	{regexp.MustCompile(`found '\['|found '~'|found 'IDENT' (any|comparable)`), regexp.MustCompile(`(func|type)\s+(\([^)]*\)\s*)?\w+\[|\w\[[\w.*\[\], ]+\]|~`), "type parameters"},
	{regexp.MustCompile(`^cannot range over .* <func\(`), nil, "range over a function"},
}

// phrases are gomacro's words and Go's.
var phrases = []struct {
	gomacro *regexp.Regexp
	want    string
}{
	{regexp.MustCompile(` \(and \d+ more errors?\)$`), ""},
	{regexp.MustCompile(`^undefined identifier: (\w+)$`), "undefined: $1"},
	{regexp.MustCompile(`^undefined "(\w+)" in .*$`), "undefined: $1"},
	{regexp.MustCompile(`^not a type: (\w+\.\w+) <.*>$`), "undefined: $1"},
	{regexp.MustCompile(`^package (\w+) ".*" has no symbol (\w+)$`), "undefined: $1.$2"},
	{regexp.MustCompile(`^cannot convert untyped constant \{(\w+) (.*)\} to <(.*)>$`), "cannot use $2 (untyped $1 constant) as $3 value"},
	{regexp.MustCompile(`^untyped constant \{\w+ (.*)\} overflows <(.*)>$`), "constant $1 overflows $2"},
	{regexp.MustCompile(` <\*ast\.\w+>`), ""},
}

// explain makes gomacro's words at compile time readable; line is the source
// line they are about.
func explain(message, line string) string {
	for _, p := range phrases {
		message = p.gomacro.ReplaceAllString(message, p.want)
	}
	for _, n := range newer {
		if n.message.MatchString(message) && (n.line == nil || n.line.MatchString(line)) {
			return tooNew(n.what)
		}
	}
	if name, ok := strings.CutPrefix(message, "undefined: "); ok {
		return hint(name)
	}
	if message == "expected 'IDENT', found '{'" && strings.Contains(line, "func(") {
		return "a function without a name that stands alone needs parentheses here: (func() { … })()"
	}
	return message
}

// hint says what it can about a name that is not there.
func hint(name string) string {
	pkg, member, qualified := strings.Cut(name, ".")
	for path, p := range bindings.Packages {
		if path != pkg && !strings.HasSuffix(path, "/"+pkg) {
			continue
		}
		if !qualified {
			return fmt.Sprintf("undefined: %s (import %q is missing)", name, shortest(pkg))
		}
		if slices.Contains(p.Generic, member) {
			return tooNew(name + " has type parameters")
		}
	}
	return "undefined: " + name
}

// shortest returns the path of the package that is most likely meant by a name.
func shortest(name string) string {
	best := ""
	for path := range bindings.Packages {
		if path != name && !strings.HasSuffix(path, "/"+name) {
			continue
		}
		if best == "" || len(path) < len(best) || len(path) == len(best) && path < best {
			best = path
		}
	}
	return best
}
