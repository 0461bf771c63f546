// Range over a function: every way out of the body.
package main

import "fmt"

func count(name string, n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		defer fmt.Println("  end of", name)
		for i := range n {
			if !yield(i) {
				fmt.Println("  stopped", name, "at", i)
				return
			}
		}
	}
}

func find(want int) (found int, err error) {
	defer func() { found *= 10 }()
	for i := range count("find", 5) {
		if i == want {
			return i, nil
		}
	}
	return -1, fmt.Errorf("no %d", want)
}

func nested() string {
outer:
	for i := range count("outer", 4) {
		for j := range count("inner", 4) {
			switch {
			case i == 0:
				continue outer
			case i == 1 && j == 1:
				break
			case i == 2:
				break outer
			case j == 2:
				return "never"
			}
			if j == 1 {
				continue outer
			}
			fmt.Println("body", i, j)
		}
	}
	return "done"
}

func jump() {
	for i := range count("jump", 3) {
		if i == 1 {
			goto out
		}
	}
	fmt.Println("not reached")
out:
	fmt.Println("jumped")
}

func main() {
	fmt.Println(find(2))
	fmt.Println(find(9))
	fmt.Println(nested())
	jump()
	for range count("none", 2) {
	}
}
