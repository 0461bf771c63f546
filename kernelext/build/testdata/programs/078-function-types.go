// Function types with methods: middleware, adapters, functional options, visitors.
package main

import (
	"fmt"
	"strings"
)

type handler func(path string) (int, string)

type middleware func(handler) handler

type server interface{ serve(string) string }

func (h handler) serve(path string) string {
	code, body := h(path)
	return fmt.Sprint(code, " ", body)
}

func (m middleware) then(next middleware) middleware {
	return func(h handler) handler { return m(next(h)) }
}

func logging(log *[]string) middleware {
	return func(next handler) handler {
		return func(path string) (code int, body string) {
			defer func() { *log = append(*log, fmt.Sprint(path, " ", code)) }()
			return next(path)
		}
	}
}

func recovering(next handler) handler {
	return func(path string) (code int, body string) {
		defer func() {
			if r := recover(); r != nil {
				code, body = 500, fmt.Sprint("recovered ", r)
			}
		}()
		return next(path)
	}
}

type option func(*client)

type client struct {
	name    string
	retries int
}

func retries(n int) option         { return func(c *client) { c.retries = n } }
func named(parts ...string) option { return func(c *client) { c.name = strings.Join(parts, "-") } }

func newClient(opts ...option) (c client) {
	for _, o := range append([]option{retries(3)}, opts...) {
		o(&c)
	}
	return
}

type recursive func(int) recursive

func main() {
	var log []string
	base := handler(func(path string) (int, string) { return 200 / len(path), strings.ToUpper(path) })
	var s server = logging(&log).then(recovering)(base)
	fmt.Println(s.serve("ab"), s.serve(""), log)
	fmt.Println(newClient(), newClient(named("a", "b"), retries(0)))
	depth := 0
	var down recursive
	down = func(n int) recursive { depth += n; return down }
	down(1)(2)(3)
	fmt.Printf("%d %T %T %t\n", depth, down, middleware(recovering), handler(nil) == nil)
}
