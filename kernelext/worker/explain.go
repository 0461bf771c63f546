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
	return what + ": newer than the interpreter that runs cells here; go tool seminar doctor says what is missing to compile them"
}

// newer are gomacro's words about what it does not have, where a look at the
// source (checkNewer) does not tell.
var newer = []struct {
	message *regexp.Regexp
	what    string
}{
	{regexp.MustCompile(`^range over a function$`), "range over a function"},
	{regexp.MustCompile(`^unimplemented type: .*\[|found '\['|found 'IDENT' (any|comparable)$`), "type parameters"},
	{regexp.MustCompile(`^undefined identifier: comparable$`), "comparable"},
}

// phrases are gomacro's words and Go's.
var phrases = []struct {
	gomacro *regexp.Regexp
	want    string
}{
	{regexp.MustCompile(` \(and \d+ more errors?\)$`), ""},
	{regexp.MustCompile(`(?s)^error compiling assignment: .*\n\t([^\n]*:\d+:\d+: )?`), ""},
	{regexp.MustCompile(`^incompatible types in assignment: (.*) = (.*)$`), "cannot use a value of type $2 as $1 value in assignment"},
	{regexp.MustCompile(`^cannot range over nil <.*>$`), "cannot range over nil"},
	{regexp.MustCompile(`^cannot range over (.*) <(.*)>$`), "cannot range over $1 (of type $2)"},
	{regexp.MustCompile(`^unimplemented type: (\w+\.\w+)\(.*$`), "undefined: $1"},
	{regexp.MustCompile(`^undefined identifier: (\w+)$`), "undefined: $1"},
	{regexp.MustCompile(`^undefined "(\w+)" in .*$`), "undefined: $1"},
	{regexp.MustCompile(`^not a type: (\w+\.\w+) <.*>$`), "undefined: $1"},
	{regexp.MustCompile(`^package (\w+) ".*" has no symbol (\w+)$`), "undefined: $1.$2"},
	{regexp.MustCompile(`^cannot convert untyped constant \{(\w+) (.*)\} to <(.*)>$`), "cannot use $2 (untyped $1 constant) as $3 value"},
	{regexp.MustCompile(`^untyped constant \{\w+ (.*)\} overflows <(.*)>$`), "constant $1 overflows $2"},
	{regexp.MustCompile(`^constant (.*) overflows <(.*)>$`), "constant $1 overflows $2"},
	{regexp.MustCompile(`^expression returns no values, expecting one: (.*)$`), "$1 (no value) used as value"},
	{regexp.MustCompile(` <\*ast\.\w+>`), ""},
}

// explain makes gomacro's words at compile time readable; line is the source
// line they are about.
func explain(message, line string) string {
	for _, n := range newer {
		if n.message.MatchString(message) {
			return tooNew(n.what)
		}
	}
	for _, p := range phrases {
		message = p.gomacro.ReplaceAllString(message, p.want)
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
