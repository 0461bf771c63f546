package history

import (
	"os"
	"path/filepath"
	"runtime"
)

// Place returns where a user's history is kept: the file that SEMINAR_HISTORY names,
// or gophernotes/history.jsonl in the folder for a user's state. It returns "" when
// SEMINAR_HISTORY is "off" or when the user has no home.
func Place() string {
	switch chosen := os.Getenv("SEMINAR_HISTORY"); chosen {
	case "":
	case "off":
		return ""
	default:
		return chosen
	}
	state := os.Getenv("XDG_STATE_HOME")
	if home, err := os.UserHomeDir(); !filepath.IsAbs(state) && err != nil {
		return ""
	} else if !filepath.IsAbs(state) && runtime.GOOS == "darwin" {
		state = filepath.Join(home, "Library", "Application Support")
	} else if !filepath.IsAbs(state) {
		state = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(state, "gophernotes", "history.jsonl")
}
