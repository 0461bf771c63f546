// context: causes, deadlines that have passed, values, AfterFunc, WithoutCancel.
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

type key[T any] struct{}

func with[T any](ctx context.Context, v T) context.Context {
	return context.WithValue(ctx, key[T]{}, v)
}

func from[T any](ctx context.Context) (v T, ok bool) {
	v, ok = ctx.Value(key[T]{}).(T)
	return
}

type userID int

var errShutdown = errors.New("shutting down")

func worker(ctx context.Context, jobs <-chan int) (done int, err error) {
	for {
		select {
		case <-ctx.Done():
			return done, context.Cause(ctx)
		case j := <-jobs:
			done += j
		}
	}
}

func main() {
	root := with(with(context.Background(), userID(7)), "trace")
	id, ok := from[userID](root)
	s, _ := from[string](root)
	_, none := from[int](root)
	fmt.Println(id, ok, s, none)

	ctx, cancel := context.WithCancelCause(root)
	child, stop := context.WithTimeout(ctx, time.Hour)
	defer stop()
	jobs := make(chan int)
	var wg sync.WaitGroup
	wg.Go(func() { fmt.Println(worker(child, jobs)) })
	jobs <- 1
	jobs <- 2
	after := make(chan string)
	context.AfterFunc(child, func() { after <- "after func" })
	detached := context.WithoutCancel(child)
	cancel(errShutdown)
	wg.Wait()
	fmt.Println(<-after, ctx.Err(), child.Err(), context.Cause(child) == errShutdown)
	id, _ = from[userID](detached)
	_, has := detached.Deadline()
	fmt.Println(detached.Err(), id, has, detached.Done() == nil)
	late, stopLate := context.WithDeadlineCause(root, time.Unix(0, 0), errors.New("too late"))
	defer stopLate()
	<-late.Done()
	fmt.Println(late.Err(), context.Cause(late), errors.Is(late.Err(), context.DeadlineExceeded))
	idle := context.AfterFunc(root, func() { fmt.Println("never") })
	fmt.Println(idle(), idle(), context.Background(), context.TODO())
}
