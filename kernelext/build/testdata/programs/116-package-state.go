// Package variables of every kind, changed by functions, methods, closures, goroutines and by address.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

var (
	count, step = 0, 2
	names       []string
	index       = map[string]*int{}
	table       [3][2]int
	current     = struct{ mode, last string }{mode: "idle"}
	hook        func(string)
	total       atomic.Int64
	mu          sync.Mutex
	once        sync.Once
	self            = &count
	events          = make(chan string, 4)
	anything    any = count
	_               = register("blank")
	first, ok       = index["blank"]
	fail        error
)

type logger struct{ n *int }

func (l logger) log(s string) { *l.n++; names = append(names, s) }

var out = logger{&count}

func register(s string) int {
	count += step
	n := count
	index[s] = &n
	return n
}

func next() (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("next: %v", r)
		}
	}()
	mu.Lock()
	defer mu.Unlock()
	table[count%4][1]++
	return table[count%4][1], nil
}

func main() {
	fmt.Println(count, *first, ok, anything, *self)
	out.log("a")
	hook = out.log
	hook("b")
	*self += 10
	fmt.Println(count, names, register("c"), *index["c"], len(index))
	count, step = step, count
	fmt.Println(count, step)
	for range 2 {
		once.Do(func() { current.mode = "once"; count++ })
		_, fail = next()
		fmt.Println(fail, table)
	}
	var wg sync.WaitGroup
	for i := range 10 {
		wg.Go(func() {
			total.Add(int64(i))
			mu.Lock()
			defer mu.Unlock()
			table[i%3][0] += i
		})
	}
	wg.Wait()
	p := &table[1]
	p[1] = 99
	for i := range table {
		table[i][0], table[i][1] = table[i][1], table[i][0]
	}
	events <- current.mode
	names, anything = nil, names
	fmt.Println(total.Load(), table, <-events, names == nil, anything, cap(events))
	first = self
	*first = -1
	fmt.Println(count, self == first, current)
}
