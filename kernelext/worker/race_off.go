//go:build gophernotes && !race

package main

// raceMode tells that this worker watches for data races.
const raceMode = false
