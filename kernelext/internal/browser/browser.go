// Package browser finds the browser that prints handouts. It is apart from the program that
// prints, so that a command can look before minutes of work without being compiled with
// everything that drives a browser.
package browser

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
)

// family are the names of the browsers that print, all of Chromium's family.
var family = []string{
	"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
	"microsoft-edge", "msedge",
}

// Find returns the program that prints: the one that the variable CHROME names, else the
// first of Chromium's family in PATH. Its error says what to install.
func Find() (string, error) {
	if named := os.Getenv("CHROME"); named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("the variable CHROME names %s, and there is no such program", named)
		}
		return path, nil
	}
	for _, name := range family {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("there is no Chromium, Chrome or Edge in PATH, which prints the PDFs: " +
		"install one (Debian: `sudo apt install chromium`), or name its program in the variable CHROME")
}
