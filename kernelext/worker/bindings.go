//go:build gophernotes

package main

import "github.com/gopherdata/gophernotes/bindings"

var _ = bindings.Packages
