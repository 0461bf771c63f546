// Trees of contexts: causes pass down, AfterFunc stops, values shadow, own contexts, merged ones.
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

type key[T any] struct{ name string }

func (k key[T]) with(ctx context.Context, v T) context.Context {
	return context.WithValue(ctx, k, v)
}

func (k key[T]) of(ctx context.Context) (v T, ok bool) {
	v, ok = ctx.Value(k).(T)
	return
}

type stubborn struct{ context.Context }

func (stubborn) Done() <-chan struct{} { return nil }

var errShut = errors.New("shut down")

func merge(a, b context.Context) (context.Context, func() bool) {
	ctx, cancel := context.WithCancelCause(a)
	return ctx, context.AfterFunc(b, func() { cancel(context.Cause(b)) })
}

func main() {
	names, ages := key[string]{"v"}, key[int]{"v"}
	root, shut := context.WithCancelCause(names.with(context.Background(), "root"))
	child, stop := context.WithCancel(ages.with(names.with(root, "child"), 7))
	defer stop()
	fmt.Println(names.of(child))
	fmt.Println(ages.of(child))
	fmt.Println(key[string]{"w"}.of(child))
	free := context.WithoutCancel(child)
	other, giveUp := context.WithCancelCause(context.TODO())
	both, detach := merge(stubborn{root}, other)
	var wg sync.WaitGroup
	order := make(chan string, 3)
	for i, ctx := range []context.Context{child, both, root} {
		wg.Go(func() {
			<-ctx.Done()
			order <- fmt.Sprint(i, " ", ctx.Err(), " ", context.Cause(ctx))
		})
	}
	giveUp(fmt.Errorf("gave up: %w", errShut))
	fmt.Println(<-order, detach(), child.Err())
	shut(errShut)
	shut(errors.New("too late"))
	wg.Wait()
	a, b := <-order, <-order
	fmt.Println(min(a, b), max(a, b), free.Err(), context.Cause(free))
	fmt.Println(names.of(free))
	late, cancel := context.WithDeadlineCause(context.Background(), time.Unix(0, 0), errShut)
	defer cancel()
	_, has := late.Deadline()
	fmt.Println(late.Err(), context.Cause(late), has, errors.Is(late.Err(), context.DeadlineExceeded))
	ran := make(chan bool, 1)
	stopped := context.AfterFunc(late, func() { ran <- true })
	fmt.Println(<-ran, stopped())
	fmt.Println(context.WithValue(context.Background(), names, "x") == nil, child)
}
