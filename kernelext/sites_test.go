package kernelext

import (
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// quick is the four sites with latencies of no account.
func quick() *Sites { return serveSites(make([]time.Duration, 4), 0) }

func TestSitesAnswer(t *testing.T) {
	noLeak(t, func() {
		s := quick()
		defer s.Close()
		Pool(s.N(), s.N(), s.Get)
		Loop(s.N(), func(t *Task, i int) { t.Await(func() { s.Get(i) }) })
		if s.N() != 40 || !strings.HasSuffix(s.URL(0), "/a/1") || !strings.HasSuffix(s.URL(26), "/c/7") || !strings.HasSuffix(s.URL(39), "/d/10") {
			t.Errorf("%d visits: %s, %s, %s", s.N(), s.URL(0), s.URL(26), s.URL(39))
		}
		if text := s.String(); !strings.HasPrefix(text, "40 visits to http://127.0.0.1:") || strings.Count(text, "http") != 4 {
			t.Errorf("shown as %q", text)
		}
		mustPanic(t, func() { s.Get(40) }, "visits 0 to 39, got 40")
	})
}

func TestSitesHaveTheSeminarsLatencies(t *testing.T) {
	s := ServeSites()
	defer s.Close()
	for i, want := range []time.Duration{90, 120, 140, 180, 90} {
		if s.latency[i] != want*time.Millisecond {
			t.Errorf("visit %d takes %v", i, s.latency[i])
		}
	}
	for workers, want := range map[int]time.Duration{1: 6010, 4: 1670, 40: 850} {
		if got := s.Limit(workers); got != want*time.Millisecond {
			t.Errorf("limit of %d workers: %v", workers, got)
		}
	}
}

// All visits are under way at once: none is answered before the last has come.
// And each connection serves the next round.
func TestSitesLimitNoConnectionsAndKeepThem(t *testing.T) {
	const visitors = 100
	var arrived sync.WaitGroup
	var connections atomic.Int32
	arrived.Add(visitors)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		arrived.Done()
		arrived.Wait()
	}))
	server.Config.ConnState = func(c net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	urls := make([]string, visitors/visits)
	for i := range urls {
		urls[i] = server.URL
	}
	s := ServeSites(urls...)
	defer s.Close()
	Pool(visitors, visitors, s.Get)
	arrived.Add(visitors)
	Pool(visitors, visitors, s.Get)
	if n := connections.Load(); n != visitors {
		t.Errorf("%d connections for %d visitors, twice", n, visitors)
	}
	if s.Limit(4) != 0 {
		t.Errorf("the limit of real sites is %v", s.Limit(4))
	}
}

func TestSiteThatFails(t *testing.T) {
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/500":
			w.WriteHeader(http.StatusInternalServerError)
		case "/404":
			w.WriteHeader(http.StatusNotFound)
		case "/cut":
			w.Header().Set("Content-Length", "100")
			w.Write([]byte("half of it"))
		case "/never":
			<-r.Context().Done()
		}
	}))
	defer broken.Close()
	gone := httptest.NewServer(nil)
	gone.Close()
	noLeak(t, func() {
		s := ServeSites(broken.URL+"/500", broken.URL+"/404", broken.URL+"/cut", broken.URL+"/never", gone.URL)
		defer s.Close()
		mustPanic(t, func() { s.Get(0) }, "kernelext: ", "/500 answered 500 Internal Server Error")
		mustPanic(t, func() { s.Get(1) }, "/404 answered 404 Not Found")
		mustPanic(t, func() { s.Get(2) }, "/cut gave no answer: unexpected EOF")
		mustPanic(t, func() { s.Get(4) }, gone.URL+" gave no answer: dial tcp", "connection refused")
		s.web.client.Timeout = 5 * time.Millisecond
		mustPanic(t, func() { s.Get(3) }, "/never gave no answer within 5ms")
		mustPanic(t, func() { Pool(2, 1, s.Get) }, "task 0 panicked: http://", "/500 answered 500")
	})
}

// A cell that is run again forgets its sites without closing them.
func TestSitesCloseWhenForgottenOrTwice(t *testing.T) {
	noLeak(t, func() {
		s := quick()
		Pool(4, 40, s.Get)
		s.Close()
		s.Close()
		mustPanic(t, func() { s.Get(0) }, "the sites are closed, call ServeSites again")
		forgotten := forget()
		for !forgotten.closed.Load() { // the cleanup runs on a goroutine of the runtime
			runtime.GC()
		}
		mustPanic(t, func() {
			if err := forgotten.get("http://127.0.0.1/"); err != nil {
				panic(err)
			}
		}, "closed")
	})
}

// forget leaves sites that have been used and cannot be reached any more.
func forget() *web {
	s := quick()
	Pool(4, 40, s.Get)
	return s.web
}

// Visits under way fail when the sites are closed; they do not hang.
func TestCloseEndsVisits(t *testing.T) {
	noLeak(t, func() {
		s := serveSites([]time.Duration{time.Hour}, 0)
		mustPanic(t, func() {
			Pool(3, 3, func(i int) {
				if i == 2 {
					s.Close()
					return
				}
				s.Get(i)
			})
		}, "kernelext: task")
	})
}
