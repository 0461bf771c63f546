package main

import "os"

// bundle stands in for charts.Bundle until that package is there.
func bundle(path string) ([]byte, error) { return os.ReadFile(path) }
