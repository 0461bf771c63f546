// switch: fallthrough, no condition, init, duplicates of interfaces, order of evaluation.
package main

import "fmt"

func say(s string, v int) int { fmt.Print(s, " "); return v }

func grade(points int) string {
	s := ""
	switch {
	case points >= 90:
		s += "A"
		fallthrough
	case points >= 80:
		s += "B"
		fallthrough
	case points < 0:
		s += "?"
	default:
		s += "F"
	case points >= 70:
		s += "C"
	}
	return s
}

func describe(x any) string {
	switch x := x.(type) {
	case int, string:
		return fmt.Sprintf("int or string %v %T", x, x)
	case []int:
		return fmt.Sprint("slice ", x[len(x)-1])
	case func() int:
		return fmt.Sprint("function ", x())
	case chan<- int:
		return "send only"
	case chan int:
		return fmt.Sprint("channel ", cap(x))
	case nil:
		return "nil"
	case interface{ Error() string }:
		return x.Error()
	case struct{ X, Y int }:
		return fmt.Sprint("anonymous ", x.X+x.Y)
	}
	return "unknown"
}

func main() {
	fmt.Println(grade(95), grade(85), grade(75), grade(-5), grade(10))
	switch v := say("tag", 2); v {
	case say("one", 1), say("two", 2), say("three", 3):
		fmt.Println("hit")
	case say("never", 4):
	}
	switch x := any(int8(3)); x {
	case 3:
		fmt.Println("int 3")
	case int8(3):
		fmt.Println("int8 3")
	}
	var err error
	for _, x := range []any{1, "s", []int{7}, func() int { return 9 }, make(chan<- int), make(chan int, 2), err, fmt.Errorf("e"), struct{ X, Y int }{1, 2}, 2.5} {
		fmt.Println(describe(x))
	}
	switch {
	}
	switch f := false; f {
	}
}
