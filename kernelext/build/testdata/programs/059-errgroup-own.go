// An errgroup of our own: first error wins, the context ends, a limit holds.
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

type group struct {
	cancel context.CancelCauseFunc
	wg     sync.WaitGroup
	once   sync.Once
	slots  chan struct{}
	err    error
}

func newGroup(ctx context.Context, limit int) (*group, context.Context) {
	ctx, cancel := context.WithCancelCause(ctx)
	g := &group{cancel: cancel}
	if limit > 0 {
		g.slots = make(chan struct{}, limit)
	}
	return g, ctx
}

func (g *group) Go(f func() error) {
	if g.slots != nil {
		g.slots <- struct{}{}
	}
	g.wg.Go(func() {
		defer func() {
			if g.slots != nil {
				<-g.slots
			}
		}()
		if err := f(); err != nil {
			g.once.Do(func() {
				g.err = err
				g.cancel(err)
			})
		}
	})
}

func (g *group) Wait() error {
	g.wg.Wait()
	g.cancel(g.err)
	return g.err
}

func main() {
	g, ctx := newGroup(context.Background(), 0)
	boom := errors.New("boom")
	results := make([]string, 4)
	for i := range results {
		g.Go(func() error {
			if i == 2 {
				return fmt.Errorf("task %d: %w", i, boom)
			}
			<-ctx.Done()
			results[i] = context.Cause(ctx).Error()
			return ctx.Err()
		})
	}
	err := g.Wait()
	fmt.Printf("%v %t %q\n", err, errors.Is(err, boom), results)
	g, ctx = newGroup(context.Background(), 2)
	squares := make([]int, 10)
	for i := range squares {
		g.Go(func() error { squares[i] = i * i; return nil })
	}
	fmt.Println(g.Wait(), squares, ctx.Err(), context.Cause(ctx))
}
