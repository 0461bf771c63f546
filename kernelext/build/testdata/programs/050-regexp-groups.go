// regexp: groups, replacing with functions and templates, longest, splitting.
package main

import (
	"fmt"
	"regexp"
	"strings"
)

var line = regexp.MustCompile(`(?m)^(?P<level>[A-Z]+)\s+\[(?P<module>\w+)\]\s*(?P<text>.*?)(?:\s+#(?P<id>\d+))?$`)

const log = `INFO [net] connected #12
WARN [disk]   nearly full
bad line
ERROR [net] lost #7`

func main() {
	names := line.SubexpNames()
	for _, m := range line.FindAllStringSubmatch(log, -1) {
		fields := map[string]string{}
		for i, v := range m {
			if names[i] != "" && v != "" {
				fields[names[i]] = v
			}
		}
		fmt.Println(len(fields), fields)
	}
	fmt.Println(line.NumSubexp(), line.SubexpIndex("id"), line.FindAllStringIndex(log, 2))
	fmt.Println(line.ReplaceAllString("INFO [a] b #3", "${module}:$text($4) $$ $nope."))
	camel := regexp.MustCompile(`_([a-z])`)
	fmt.Println(camel.ReplaceAllStringFunc("snake_case_name", func(s string) string { return strings.ToUpper(s[1:]) }))
	fmt.Println(camel.ReplaceAllLiteralString("a_b", "$1"))
	fmt.Printf("%q %q\n", regexp.MustCompile(`a*`).FindString("baaa"), regexp.MustCompile(`a+?`).FindAllString("aaa", 2))
	fmt.Printf("%q\n", regexp.MustCompile(`\s*[,;]\s*`).Split("a , b;c ;", -1))
	alt := regexp.MustCompile(`a|ab`)
	first := alt.FindString("abc")
	alt.Longest()
	fmt.Println(first, alt.FindString("abc"), regexp.QuoteMeta("1+1=[2]"))
	fmt.Println(regexp.MustCompile(`(\w)(\w)?`).FindStringSubmatchIndex("-x-"))
	_, err := regexp.Compile(`a(b`)
	fmt.Println(err)
	_, err = regexp.Compile(`a**`)
	fmt.Println(err)
	word := regexp.MustCompile(`(?i)\bgo\b`)
	fmt.Println(word.MatchString("Let's GO!"), word.MatchString("gopher"), word)
	var out []byte
	kv := regexp.MustCompile(`(\w+)=(\w+)`)
	for _, ix := range kv.FindAllStringSubmatchIndex("a=1 b=2", -1) {
		out = kv.ExpandString(out, "$2->$1 ", "a=1 b=2", ix)
	}
	fmt.Println(string(out))
}
