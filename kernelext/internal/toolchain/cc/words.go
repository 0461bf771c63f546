package cc

import (
	"fmt"
	"strings"
)

// Split splits the text of CC into words, by the rules of the go command: a word
// may be in ” or "", between which nothing has a special meaning.
func Split(text string) ([]string, error) {
	var words []string
	for {
		text = strings.TrimLeft(text, " \t\n\r")
		if text == "" {
			return words, nil
		}
		end, rest := strings.IndexAny(text, " \t\n\r"), 0
		if text[0] == '\'' || text[0] == '"' {
			end, rest = strings.IndexByte(text[1:], text[0]), 1
			if end < 0 {
				return nil, fmt.Errorf("a quote in %s has no end", text)
			}
			text = text[1:]
		} else if end < 0 {
			end = len(text)
		}
		words = append(words, text[:end])
		text = text[end+rest:]
	}
}

// Join is the text that Split makes these words of. It panics for a word with both
// quotes in it, for which the go command has no text.
func Join(words []string) string {
	text := make([]string, len(words))
	for i, w := range words {
		switch {
		case w != "" && !strings.ContainsAny(w, " \t\n\r'\""):
			text[i] = w
		case !strings.Contains(w, "'"):
			text[i] = "'" + w + "'"
		case !strings.Contains(w, `"`):
			text[i] = `"` + w + `"`
		default:
			panic("cc: a word with both quotes: " + w)
		}
	}
	return strings.Join(text, " ")
}
