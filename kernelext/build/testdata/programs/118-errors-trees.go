// Trees of errors: types that wrap several, own Is and As, errors compared, generic errors, panics turned to errors.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

type kind int

const (
	notFound kind = iota + 1
	denied
)

func (k kind) Error() string { return [...]string{"", "not found", "denied"}[k] }

type opError struct {
	op    string
	cause error
}

func (e *opError) Error() string { return e.op + ": " + e.cause.Error() }
func (e *opError) Unwrap() error { return e.cause }

type multi []error

func (m multi) Error() string   { return fmt.Sprintf("%d errors", len(m)) }
func (m multi) Unwrap() []error { return m }

type temporary struct{ error }

func (temporary) Timeout() bool { return true }
func (t temporary) Is(target error) bool {
	return target == context.DeadlineExceeded
}

type invalid[T any] struct{ value T }

func (e invalid[T]) Error() string { return fmt.Sprintf("invalid %T: %v", e.value, e.value) }

func try(f func()) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case error:
			err = fmt.Errorf("panic: %w", r)
		default:
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	f()
	return
}

func main() {
	e := error(&opError{"open", multi{notFound, temporary{io.EOF}, fmt.Errorf("both %w and %w", invalid[int]{3}, denied)}})
	fmt.Println(e, errors.Is(e, denied), errors.Is(e, notFound), errors.Is(e, kind(9)), errors.Is(e, io.EOF), errors.Is(e, context.DeadlineExceeded))
	var iv invalid[int]
	var is invalid[string]
	var timeout interface{ Timeout() bool }
	fmt.Println(errors.As(e, &iv), iv.value, errors.As(e, &is), errors.As(e, &timeout), timeout)
	joined := errors.Join(nil, e, nil, errors.New("last"))
	fmt.Printf("%q %v %T\n", joined.Error(), errors.Join(nil, nil) == nil, joined)
	if u, ok := joined.(interface{ Unwrap() []error }); ok {
		fmt.Println(len(u.Unwrap()), errors.Unwrap(joined), errors.Unwrap(e))
	}
	fmt.Println(try(func() { panic(e) }), errors.Is(try(func() { panic(denied) }), denied), try(func() {}), try(func() { panic(7) }))
	fmt.Println(errors.Is(try(func() { var m map[kind]int; m[denied]++ }), denied), errors.New("a") == errors.New("a"))
	var typed *opError
	var nilled error = typed
	fmt.Println(nilled == nil, typed == nil, errors.Is(nil, nil), errors.As(nilled, &typed))
	pe := &fs.PathError{Op: "read", Path: "p", Err: fs.ErrPermission}
	fmt.Println(errors.Is(fmt.Errorf("x: %w", pe), fs.ErrPermission), strings.Count(joined.Error(), "\n"))
	fmt.Println(fmt.Errorf("%w", nil), fmt.Errorf("%d %w", 1, io.ErrNoProgress))
	defer func() { fmt.Println(recover()) }()
	errors.As(e, nil)
}
