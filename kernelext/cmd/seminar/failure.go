package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
)

// explain turns a failed step into what a reader can act on: a full disk and
// a missing network have their own sentence, anything else shows the end of
// what the failing program wrote.
func explain(err error, output string) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	all := err.Error() + "\n" + output
	switch {
	case errors.Is(err, syscall.ENOSPC), strings.Contains(strings.ToLower(all), "no space left on device"), strings.Contains(all, "ENOSPC"):
		return errors.New("the disk is full: free some space and run the command again; it goes on where it stopped")
	case noNetwork(all):
		return errors.New("the network could not be reached, which the first set-up needs: connect, and run the command again; it goes on where it stopped")
	}
	if end := lastLines(output, 12); end != "" {
		return fmt.Errorf("%w; it said:\n  %s", err, strings.ReplaceAll(end, "\n", "\n  "))
	}
	return err
}

// noNetwork knows the words of pip, npm and the go command.
func noNetwork(output string) bool {
	for _, words := range []string{
		"Temporary failure in name resolution", "Name or service not known", "nodename nor servname", "Network is unreachable",
		"getaddrinfo", "EAI_AGAIN", "ENOTFOUND", "ENETUNREACH", "ECONNREFUSED", "Failed to establish a new connection",
		"no such host", "dial tcp", "network is unreachable",
	} {
		if strings.Contains(output, words) {
			return true
		}
	}
	return false
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
