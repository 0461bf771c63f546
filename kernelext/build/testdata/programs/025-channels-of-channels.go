// Channels that carry channels: requests with replies, a chain of mailboxes.
package main

import "fmt"

type request struct {
	key   string
	value int
	reply chan<- int
}

func store(requests <-chan request) {
	values := map[string]int{}
	for r := range requests {
		values[r.key] += r.value
		if r.reply != nil {
			r.reply <- values[r.key]
		}
	}
}

func ring(n int) int {
	first := make(chan chan int)
	in := first
	for range n {
		out := make(chan chan int)
		go func(in <-chan chan int, out chan<- chan int) {
			token := <-in
			v := <-token
			token <- v + 1
			out <- token
		}(in, out)
		in = out
	}
	token := make(chan int, 1)
	token <- 0
	first <- token
	return <-<-in
}

func stages() {
	line := make(chan chan chan string, 1)
	inner := make(chan chan string, 1)
	box := make(chan string, 1)
	line <- inner
	inner <- box
	box <- "deep"
	fmt.Println(<-<-<-line)
	fmt.Printf("%T %T %T\n", line, (<-chan (chan<- int))(nil), (chan (<-chan int))(nil))
}

func main() {
	requests := make(chan request)
	go store(requests)
	reply := make(chan int)
	for i, k := range []string{"a", "b", "a", "a"} {
		requests <- request{k, i + 1, reply}
		fmt.Println(k, <-reply)
	}
	requests <- request{"b", 10, nil}
	requests <- request{key: "b", reply: reply}
	fmt.Println(<-reply)
	close(requests)
	fmt.Println(ring(50))
	stages()
}
