// A cooperative scheduler on channels: tasks as goroutines that take turns, futures, a select built at run time.
package main

import (
	"fmt"
	"reflect"
	"strings"
)

type task struct {
	name   string
	resume chan struct{}
	yield  chan string
}

func spawn(name string, body func(pause func(string))) *task {
	t := &task{name, make(chan struct{}), make(chan string)}
	go func() {
		defer close(t.yield)
		<-t.resume
		body(func(s string) {
			t.yield <- s
			<-t.resume
		})
	}()
	return t
}

func roundRobin(tasks ...*task) (log []string) {
	for len(tasks) > 0 {
		t := tasks[0]
		tasks = tasks[1:]
		t.resume <- struct{}{}
		if s, ok := <-t.yield; ok {
			log = append(log, t.name+s)
			tasks = append(tasks, t)
		} else {
			log = append(log, t.name+"!")
		}
	}
	return
}

type future[T any] <-chan T

func async[T any](f func() T) future[T] {
	c := make(chan T, 1)
	go func() { c <- f() }()
	return c
}

func then[T, U any](f future[T], g func(T) U) future[U] {
	return async(func() U { return g(<-f) })
}

func all[T any](fs ...future[T]) future[[]T] {
	return async(func() (out []T) {
		for _, f := range fs {
			out = append(out, <-f)
		}
		return
	})
}

func collect(chans ...chan int) (sum, closed int) {
	var cases []reflect.SelectCase
	for _, c := range chans {
		cases = append(cases, reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c)})
	}
	for closed < len(cases) {
		i, v, ok := reflect.Select(cases)
		if !ok {
			cases[i].Chan = reflect.Value{}
			closed++
			continue
		}
		sum += int(v.Int())
	}
	return
}

func main() {
	count := func(n int) func(func(string)) {
		return func(pause func(string)) {
			for i := range n {
				pause(fmt.Sprint(i))
			}
		}
	}
	fmt.Println(roundRobin(spawn("a", count(2)), spawn("b", count(0)), spawn("c", count(3))))
	lengths := all(then(async(func() string { return "four" }), func(s string) int { return len(s) }), async(func() int { return 7 }))
	fmt.Println(<-then(lengths, func(ns []int) string { return strings.Trim(fmt.Sprint(ns), "[]") }))
	chans := []chan int{make(chan int), make(chan int, 2), make(chan int)}
	for i, c := range chans {
		go func() {
			defer close(c)
			for n := range (i + 1) * 10 {
				c <- n
			}
		}()
	}
	fmt.Println(collect(chans...))
	ping, pong := make(chan int), make(chan int)
	go func() {
		for n := range ping {
			pong <- n + 1
		}
		close(pong)
	}()
	n := 0
	for in := ping; ; {
		select {
		case in <- n:
			if n >= 5 {
				close(ping)
				in = nil
			}
		case m, ok := <-pong:
			if !ok {
				fmt.Println("last", n)
				return
			}
			n = m
		}
	}
}
