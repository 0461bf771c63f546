//go:build gophernotes

package main

import "os"

const (
	// Version is gophernotes' own.
	Version = "0.7.5"
	// ProtocolVersion is that of Jupyter's protocol which gophernotes speaks; our
	// kernel process speaks for it here.
	ProtocolVersion = "5.3"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		work()
	}
}
