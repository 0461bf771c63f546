// Package sample has one of everything that is collected.
package sample

import "io"

// Limits of something.
const (
	// Small is the first.
	Small  = 3
	Big    = 1 << 40 // behind the line
	hidden = 1
)

// A Day of the week.
type Day int

// The days.
const (
	Monday Day = iota
	Tuesday
)

// Fast and slow are declared together.
var Fast, Slow = 1, io.EOF

var Table = map[string]int{
	"a": 1,
}

// Number is a constraint.
type Number interface{ ~int | ~float64 }

// Map applies f. It is generic.
func Map[T, U any](list []T, f func(T) U) []U { return nil }

// A List is generic, too.
type List[T any] struct {
	// Items are in order.
	Items []T
	Count int // of Items
	next  *List[T]
	io.Reader
	*Inner
}

// Len counts.
func (l *List[T]) Len() int { return 0 }

func (l List[T]) hidden() {}

// Inner is embedded.
type Inner struct{}

// NewInner makes one.
func NewInner(name string, options ...func(*Inner)) (in *Inner, err error) { return nil, nil }

// A Doer does.
type Doer interface {
	// Do does it.
	Do(name string, more ...io.Reader) (n int, err error)
	Stop()
	private()
	io.Closer
}

type Short = Day

type secret struct{ Seen bool }

func (secret) Shown() {}

func private() {}
