// Onlyone counts steps in a variable without a lock, from the coroutines of a
// Loop or from the goroutines of a Pool. Only one of the two is correct.
package main

import (
	"fmt"
	"os"
	"runtime"

	"seminar/kernelext"
)

func main() {
	steps := 0
	step := func() {
		steps++
		runtime.Gosched()
	}
	if os.Args[1] == "loop" {
		kernelext.Loop(50, func(t *kernelext.Task, i int) {
			for range 20 {
				step()
				t.Await(runtime.Gosched)
			}
		})
	} else {
		kernelext.Pool(50, 50, func(i int) {
			for range 20 {
				step()
				runtime.Gosched()
			}
		})
	}
	fmt.Println(steps, "steps")
}
