// Type switches and assertions on values of type parameters.
package main

import (
	"errors"
	"fmt"
)

type shape interface{ Area() float64 }

type square float64

func (s square) Area() float64 { return float64(s * s) }

type box[T any] struct{ v T }

func kind[T any](x T) string {
	switch v := any(x).(type) {
	case nil:
		return "nil"
	case int, int64:
		return fmt.Sprintf("integer %v", v)
	case string:
		return "string of " + fmt.Sprint(len(v))
	case []T:
		return "slice of itself"
	case func() T:
		return "function to itself"
	case error:
		return "error " + v.Error()
	case shape:
		return fmt.Sprintf("shape %.1f", v.Area())
	case box[string]:
		return "box of string " + v.v
	case box[T]:
		return "box of itself"
	case *T:
		return "pointer to itself"
	}
	var zero T
	return fmt.Sprintf("other %T", zero)
}

func as[T any](x any) (t T, err error) {
	t, ok := x.(T)
	if !ok {
		err = fmt.Errorf("%T is not %T", x, t)
	}
	return
}

func same[A, B any]() bool {
	_, ok := any((*A)(nil)).(*B)
	return ok
}

func main() {
	fmt.Println(kind(1), kind("four"), kind(errors.New("e")), kind(square(2)))
	fmt.Println(kind(box[string]{"s"}), kind(box[int]{}), kind[any](nil), kind[error](nil), kind([]int(nil)))
	fmt.Println(kind[any]([]any{}), kind[any](func() any { return 1 }), kind[any](box[any]{}))
	fmt.Println(as[int]("x"))
	fmt.Println(as[shape](square(3)))
	fmt.Println(as[fmt.Stringer](nil))
	fmt.Println(same[int, int](), same[int, uint](), same[box[int], box[int]](), same[byte, uint8]())
}
