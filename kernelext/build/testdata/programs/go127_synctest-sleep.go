//go:build go1.27

// synctest.Sleep lets time pass and the others of the bubble come to rest; servers in memory are in it, too.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func main() {
	begin := time.Now()
	synctest.Test(new(testing.T), func(t *testing.T) {
		start := time.Now()
		var done atomic.Int32
		for range 10 {
			go func() {
				time.Sleep(time.Hour)
				done.Add(1)
			}()
		}
		synctest.Sleep(59 * time.Minute)
		fmt.Println(done.Load(), time.Since(start))
		synctest.Sleep(time.Minute) // the others sleep exactly as long and are through
		fmt.Println(done.Load(), time.Since(start), start.UTC())
		synctest.Sleep(0)
		fmt.Println(time.Since(start))

		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		synctest.Sleep(5*time.Second - 1)
		fmt.Println(ctx.Err())
		synctest.Sleep(1)
		fmt.Println(ctx.Err())

	})
	synctest.Test(new(testing.T), func(t *testing.T) {
		s := httptest.NewTestServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(24 * time.Hour)
			io.WriteString(w, strings.Repeat(r.Host+" ", 1000))
		}))
		at, all := time.Now(), 0
		for range 3 {
			r, _ := http.NewRequest("GET", "http://slow.example/", nil)
			trace := &httptrace.ClientTrace{GotConn: func(i httptrace.GotConnInfo) { fmt.Println("reused:", i.Reused) }}
			resp, err := s.Client().Do(r.WithContext(httptrace.WithClientTrace(t.Context(), trace)))
			if err != nil {
				fmt.Println(err)
				return
			}
			n, _ := resp.Body.Read(make([]byte, 10))
			resp.Body.Close() // what is unread no longer costs the connection
			all += n
			synctest.Wait()
		}
		fmt.Println(all, time.Since(at))
	})
	fmt.Println(time.Since(begin) < time.Minute)
}
