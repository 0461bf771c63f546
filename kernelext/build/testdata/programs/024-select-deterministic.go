// select: default, nil channels, closed channels, time.After that must win, send cases.
package main

import (
	"fmt"
	"time"
)

func merge(a, b <-chan string) (out []string) {
	for a != nil || b != nil {
		select {
		case v, ok := <-a:
			if !ok {
				a = nil
				continue
			}
			out = append(out, "a"+v)
		case v, ok := <-b:
			if !ok {
				b = nil
				break
			}
			out = append(out, "b"+v)
		}
	}
	return
}

func feed(vs ...string) <-chan string {
	ch := make(chan string, len(vs))
	for _, v := range vs {
		ch <- v
	}
	close(ch)
	return ch
}

func main() {
	fmt.Println(len(merge(feed("1", "2"), feed("3"))), merge(nil, feed("x", "y")))
	var never chan int
	select {
	case <-never:
	case never <- 1:
	default:
		fmt.Println("nothing ready")
	}
	full := make(chan int, 1)
	for i := range 3 {
		select {
		case full <- i:
			fmt.Println("sent", i)
		default:
			fmt.Println("full at", i)
		}
	}
	select {
	case <-never:
	case <-time.After(time.Millisecond):
		fmt.Println("timeout")
	}
	index := func() int { fmt.Println("operands first"); return 1 }
	got := [2]int{}
	select {
	case got[index()] = <-full:
	}
	done := make(chan struct{})
	go func() { defer close(done); full <- 9 }()
	<-done
	v, ok := <-full
	fmt.Println(got, v, ok)
}
