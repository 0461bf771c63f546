// Dining philosophers three ways: ordered forks, a waiter, tokens through channels.
package main

import (
	"fmt"
	"sync"
)

type fork struct{ sync.Mutex }

type philosopher struct {
	id          int
	left, right sync.Locker
	meals       int
}

func (p *philosopher) dine(rounds int, around func(eat func())) {
	for range rounds {
		around(func() {
			p.left.Lock()
			p.right.Lock()
			p.meals++
			p.right.Unlock()
			p.left.Unlock()
		})
	}
}

type token chan struct{}

func (t token) Lock()   { <-t }
func (t token) Unlock() { t <- struct{}{} }

func table(n int, newFork func() sync.Locker, ordered bool) []*philosopher {
	forks := make([]sync.Locker, n)
	for i := range forks {
		forks[i] = newFork()
	}
	ps := make([]*philosopher, n)
	for i := range ps {
		l, r := forks[i], forks[(i+1)%n]
		if ordered && i == n-1 {
			l, r = r, l
		}
		ps[i] = &philosopher{id: i, left: l, right: r}
	}
	return ps
}

func feast(ps []*philosopher, around func(func())) (meals []int) {
	var wg sync.WaitGroup
	for _, p := range ps {
		wg.Go(func() { p.dine(50, around) })
	}
	wg.Wait()
	for _, p := range ps {
		meals = append(meals, p.meals)
	}
	return
}

func main() {
	plain := func(eat func()) { eat() }
	fmt.Println(feast(table(5, func() sync.Locker { return new(fork) }, true), plain))
	waiter := make(chan struct{}, 4)
	seated := func(eat func()) {
		waiter <- struct{}{}
		defer func() { <-waiter }()
		eat()
	}
	fmt.Println(feast(table(5, func() sync.Locker { return &fork{} }, false), seated))
	tokens := func() sync.Locker { t := make(token, 1); t.Unlock(); return t }
	fmt.Println(feast(table(3, tokens, true), plain))
}
