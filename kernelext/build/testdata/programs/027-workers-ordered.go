// A worker pool whose results come back in the order of the jobs.
package main

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

type outcome[R any] struct {
	value R
	err   error
}

func pool[J, R any](workers int, jobs []J, do func(J) (R, error)) []outcome[R] {
	type numbered struct {
		i int
		J J
	}
	queue := make(chan numbered)
	out := make([]outcome[R], len(jobs))
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for j := range queue {
				func() {
					defer func() {
						if r := recover(); r != nil {
							out[j.i].err = fmt.Errorf("job %d: %v", j.i, r)
						}
					}()
					out[j.i].value, out[j.i].err = do(j.J)
				}()
			}
		})
	}
	for i, j := range jobs {
		queue <- numbered{i, j}
	}
	close(queue)
	wg.Wait()
	return out
}

var errNegative = errors.New("negative")

func main() {
	var calls atomic.Int32
	results := pool(3, []int{4, -1, 0, 25, 10}, func(n int) (string, error) {
		calls.Add(1)
		if n < 0 {
			return "", errNegative
		}
		return fmt.Sprint(100 / n), nil
	})
	for i, r := range results {
		fmt.Printf("%d %q %v %t\n", i, r.value, r.err, errors.Is(r.err, errNegative))
	}
	fmt.Printf("%d calls, %T\n", calls.Load(), results)
}
