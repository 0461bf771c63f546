// errors.Is, As, Join, %w several times, own Is and Unwrap, nil in interfaces.
package main

import (
	"errors"
	"fmt"
	"io/fs"
)

var errNotFound = errors.New("not found")

type queryError struct {
	query string
	err   error
}

func (e *queryError) Error() string { return e.query + ": " + e.err.Error() }
func (e *queryError) Unwrap() error { return e.err }

type coded int

func (c coded) Error() string { return fmt.Sprintf("code %d", int(c)) }

func (c coded) Is(target error) bool {
	other, ok := target.(coded)
	return ok && int(other)/100 == int(c)/100
}

type temporary interface{ Temporary() bool }

func (c coded) Temporary() bool { return c >= 500 }

func find(fail bool) error {
	var e *queryError
	if fail {
		e = &queryError{"select", errNotFound}
	}
	return e // not nil even when e is
}

func main() {
	err := fmt.Errorf("layer 2: %w", &queryError{"q", fmt.Errorf("layer 1: %w", errNotFound)})
	var q *queryError
	fmt.Println(err, errors.Is(err, errNotFound), errors.As(err, &q), q.query)
	joined := errors.Join(nil, err, coded(503), nil)
	fmt.Printf("%q %t %t\n", joined.Error(), errors.Is(joined, coded(500)), errors.Is(joined, coded(404)))
	var t temporary
	fmt.Println(errors.As(joined, &t) && t.Temporary(), errors.Join(nil, nil) == nil, errors.Unwrap(joined))
	two := fmt.Errorf("%w and %w, not %v", coded(1), fs.ErrNotExist, errNotFound)
	fmt.Println(two, errors.Is(two, fs.ErrNotExist), errors.Is(two, errNotFound), errors.Unwrap(two) == nil)
	var c coded
	fmt.Println(errors.As(two, &c), c, errors.As(errNotFound, &c))
	fmt.Printf("%T %T %T\n", err, two, joined)
	fmt.Println(find(false) == nil, find(true), fmt.Sprintf("%v", fmt.Errorf("%w", nil)))
	var pathErr *fs.PathError
	wrapped := fmt.Errorf("open: %w", &fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission})
	fmt.Println(errors.As(wrapped, &pathErr), pathErr.Op, errors.Is(wrapped, fs.ErrPermission), wrapped)
	defer func() { fmt.Println("panics:", recover()) }()
	errors.As(err, nil)
}
