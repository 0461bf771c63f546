// unsafe: sizes, offsets and alignment as constants, views of memory, pointer steps.
package main

import (
	"fmt"
	"unsafe"
)

type header struct {
	flag  bool
	count int32
	wide  int64
	tail  [3]byte
}

const (
	size   = unsafe.Sizeof(header{})
	offset = unsafe.Offsetof(header{}.wide)
)

var table [size]byte

type node[T any] struct {
	value T
	next  *node[T]
}

func bits(f float64) uint64 { return *(*uint64)(unsafe.Pointer(&f)) }

func main() {
	fmt.Println(size, offset, len(table), unsafe.Alignof(header{}.count), unsafe.Sizeof(""), unsafe.Sizeof([]int{}), unsafe.Sizeof(any(nil)))
	fmt.Println(unsafe.Sizeof(node[int8]{}), unsafe.Sizeof(node[[3]int64]{}), unsafe.Sizeof(struct{}{}))
	fmt.Printf("%#x %#x\n", bits(1), bits(-0.5))
	s := []int32{1, 2, 3, 4}
	p := unsafe.SliceData(s)
	second := (*int32)(unsafe.Add(unsafe.Pointer(p), unsafe.Sizeof(*p)))
	*second = 20
	fmt.Println(s, unsafe.Slice(p, 2), cap(unsafe.Slice(p, 3)))
	b := []byte("bytes")
	view := unsafe.String(&b[0], 4)
	b[0] = 'B'
	fmt.Println(view, len(view), unsafe.StringData(view) == &b[0])
	h := header{true, 1, 2, [3]byte{1, 2, 3}}
	*(*int64)(unsafe.Pointer(uintptr(unsafe.Pointer(&h)) + offset)) = -9
	fmt.Printf("%+v\n", h)
	array := (*[2]int32)(unsafe.Pointer(p))
	array[0]--
	fmt.Println(s, *array, len(array))
	func() {
		defer func() { fmt.Println(recover()) }()
		n := -1
		_ = unsafe.Slice(p, n)
	}()
}
