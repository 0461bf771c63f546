// Onlyone counts steps in a variable without a lock, from the coroutines of a
// Loop or from the goroutines of a Pool. Only one of the two is correct.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"

	"seminar/kernelext"
)

const tasks = 50

func main() {
	var all sync.WaitGroup // so that all have begun before one counts; else a pool may do them in order
	all.Add(tasks)
	steps := 0
	task := func(await func(func())) {
		all.Done()
		await(all.Wait)
		for range 20 {
			steps++
			await(runtime.Gosched)
		}
	}
	if os.Args[1] == "loop" {
		kernelext.Loop(tasks, func(t *kernelext.Task, i int) { task(t.Await) })
	} else {
		kernelext.Pool(tasks, tasks, func(i int) { task(func(f func()) { f() }) })
	}
	fmt.Println(steps, "steps")
}
