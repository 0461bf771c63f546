//go:build go1.27

// The profile goroutineleak finds goroutines that can never go on, and no others.
package main

import (
	"bytes"
	"fmt"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
)

func leakReceive() {
	c := make(chan int)
	go func() { <-c }()
}

func leakMutex() {
	m := new(sync.Mutex)
	m.Lock()
	go func() { m.Lock() }()
}

func leakSelect() {
	a, b := make(chan int), make(chan string)
	go func() {
		select {
		case a <- 1:
		case <-b:
		}
	}()
}

func leakGroup() {
	wg := new(sync.WaitGroup)
	wg.Add(1)
	go func() { wg.Wait() }()
}

func waitsForMain(c chan int) { go func() { <-c }() }

// profile holds what the profile says, once it names all those functions.
func profile(names ...string) (text string) {
	for range 1000 {
		runtime.Gosched()
		var b bytes.Buffer
		if err := pprof.Lookup("goroutineleak").WriteTo(&b, 1); err != nil {
			return err.Error()
		}
		text = b.String()
		missing := 0
		for _, name := range names {
			if !strings.Contains(text, name) {
				missing++
			}
		}
		if missing == 0 {
			break
		}
	}
	return
}

func main() {
	fmt.Println(strings.Contains(profile(), "leakReceive"))
	alive := make(chan int)
	waitsForMain(alive)
	leakReceive()
	leakMutex()
	leakSelect()
	leakGroup()
	text := profile("leakReceive", "leakMutex", "leakSelect", "leakGroup")
	for _, name := range []string{"leakReceive", "leakMutex", "leakSelect", "leakGroup", "waitsForMain"} {
		fmt.Println(name, strings.Contains(text, name))
	}
	alive <- 1
	fmt.Println(strings.HasPrefix(text, "goroutineleak profile: total "), pprof.Lookup("goroutineleak").Count() >= 4)
}
