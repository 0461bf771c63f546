//go:build go1.27

// httptest.NewTestServer serves in memory, whatever the address; servers count header values.
package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

type tester struct {
	testing.TB
	cleanups []func()
	failed   string
}

func (t *tester) Cleanup(f func()) { t.cleanups = append(t.cleanups, f) }

func (t *tester) Errorf(format string, args ...any) {
	t.failed, _, _ = strings.Cut(fmt.Sprintf(format, args...), "\n")
}

func get(c *http.Client, url string, headers int) {
	r, _ := http.NewRequest("GET", url, nil)
	for i := range headers {
		r.Header.Add("X-Many", fmt.Sprint(i))
	}
	resp, err := c.Do(r)
	if err != nil {
		fmt.Println(url, strings.HasSuffix(err.Error(), "EOF"))
		return
	}
	b, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	fmt.Printf("%s: %d %q, %s, TLS: %t\n", url, resp.StatusCode, b, resp.Proto, resp.TLS != nil)
}

func main() {
	t := &tester{}
	mux := http.NewServeMux()
	mux.HandleFunc("/many", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, len(r.Header["X-Many"])) })
	mux.HandleFunc("/panic", func(http.ResponseWriter, *http.Request) { panic("handler") })
	s := httptest.NewTestServer(t, mux)
	s.Config.MaxHeaderValueCount = 10
	c := s.Client()
	fmt.Println(s.URL, s.Listener == nil, len(t.cleanups), http.DefaultMaxHeaderValueCount)
	get(c, "http://no.such.host/many", 5)
	get(c, "http://no.such.host/many", 50)
	get(c, "https://10.0.0.1/many", 2)
	get(c, s.URL+"/panic", 0)
	fmt.Println(t.failed)
	t.cleanups[0]()

	empty := httptest.NewTestServer(t, nil)
	empty.EnableHTTP2 = true
	get(empty.Client(), "https://example.com/", 0)
	t.cleanups[1]()
}
