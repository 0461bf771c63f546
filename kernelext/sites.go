package kernelext

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync/atomic"
	"time"
)

// visits is how often each site is fetched, as in the seminar.
const visits = 10

// siteLatency is what the four sites on loopback take to answer. With the slow
// visit it gives the seminar's own times: in order 6.01 s (published: 6.06),
// four workers 1.67 s (1.67), all at once 0.85 s (0.86).
var siteLatency = []time.Duration{90 * time.Millisecond, 120 * time.Millisecond, 140 * time.Millisecond, 180 * time.Millisecond}

// One answer is much slower than the others, as happens on a real network.
const (
	slowSite    = 2 // c
	slowVisit   = 7
	slowLatency = 850 * time.Millisecond
)

// Sites is what the seminar's programs fetch: some web sites, each visited ten
// times, in the order a, b, c, d, a, b, and so on. Its methods may be called
// from any number of goroutines.
type Sites struct {
	urls    []string        // of each visit
	latency []time.Duration // of each visit; nil for real sites
	web     *web
}

// A web is what Close gives back. It is apart from Sites so that it can outlive
// it: a cleanup cannot refer to what it waits to see unreachable.
type web struct {
	client http.Client
	server *http.Server // nil for real sites
	closed atomic.Bool
}

// ServeSites without arguments serves four sites a, b, c and d on loopback,
// which answer in 90, 120, 140 and 180 ms, but the seventh visit to c in
// 850 ms. What a visit takes depends on its index only, so that every run
// repeats exactly. No network is needed.
//
// With addresses it serves nothing and fetches those instead; be polite to them.
// Close ends it; so does garbage collection, so a cell may be run again.
func ServeSites(urls ...string) *Sites {
	if len(urls) == 0 {
		return serveSites(siteLatency, slowLatency)
	}
	for _, address := range urls {
		if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			panic(fmt.Sprintf("kernelext: ServeSites needs whole addresses like https://go.dev, got %q", address))
		}
	}
	s := &Sites{}
	for range visits {
		s.urls = append(s.urls, urls...)
	}
	return s.open(nil)
}

// serveSites serves one site for each latency on loopback. It panics when that
// is impossible.
func serveSites(latency []time.Duration, slow time.Duration) *Sites {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(fmt.Errorf("kernelext: the sites cannot be served on loopback: %w", err))
	}
	s := &Sites{}
	answers := http.NewServeMux()
	for visit := 1; visit <= visits; visit++ {
		for site, wait := range latency {
			if site == slowSite && visit == slowVisit {
				wait = slow
			}
			path := fmt.Sprintf("/%c/%d", 'a'+site, visit)
			s.urls = append(s.urls, "http://"+listener.Addr().String()+path)
			s.latency = append(s.latency, wait)
			answers.Handle(path, answerAfter(wait))
		}
	}
	server := &http.Server{Handler: answers}
	serveUnlabelled(server, listener)
	return s.open(server)
}

// serveUnlabelled serves on goroutines without the caller's profile labels, which say whose work
// something is: a kernel would name the server again and again among what a cell has left running.
func serveUnlabelled(server *http.Server, listener net.Listener) {
	serving := make(chan struct{})
	go func() {
		pprof.SetGoroutineLabels(context.Background())
		close(serving)
		server.Serve(listener)
	}()
	<-serving
}

// answerAfter answers when wait is over, or not when the visitor has gone.
func answerAfter(wait time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(wait):
			fmt.Fprintf(w, "%s answered after %v\n", r.URL.Path, wait)
		case <-r.Context().Done():
		}
	}
}

// open makes the client. It keeps connections for the next round and opens as
// many as there are visits at once: Go's default client keeps two a site, and
// what is measured would be the making of connections.
func (s *Sites) open(server *http.Server) *Sites {
	s.web = &web{server: server}
	s.web.client = http.Client{
		Timeout: 10 * time.Second,
		Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			ForceAttemptHTTP2:   true,
			MaxIdleConnsPerHost: len(s.urls),
			IdleConnTimeout:     time.Minute,
		},
	}
	runtime.AddCleanup(s, (*web).close, s.web)
	return s
}

// N is the number of visits: 40, or ten for each given address.
func (s *Sites) N() int { return len(s.urls) }

// URL is the address of visit i. On loopback it names the site and the visit:
// /c/7 is the seventh visit to c.
func (s *Sites) URL(i int) string {
	if i < 0 || i >= len(s.urls) {
		panic(fmt.Sprintf("kernelext: the sites have visits 0 to %d, got %d", len(s.urls)-1, i))
	}
	return s.urls[i]
}

// Get makes visit i and returns when the whole answer has been read. It panics
// with an error that names the address when there is no answer within 10 s, or
// one with status 400 and up.
func (s *Sites) Get(i int) {
	defer runtime.KeepAlive(s) // else the sites may close while the last visit is under way
	if err := s.web.get(s.URL(i)); err != nil {
		panic(fmt.Errorf("kernelext: %w", err))
	}
}

// get fetches address and throws the answer away.
func (w *web) get(address string) error {
	if w.closed.Load() {
		return fmt.Errorf("%s cannot be fetched: the sites are closed, call ServeSites again", address)
	}
	response, err := w.client.Get(address)
	if err != nil {
		return w.explain(address, err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return w.explain(address, err)
	}
	if response.StatusCode >= 400 {
		return fmt.Errorf("%s answered %s", address, response.Status)
	}
	return nil
}

// explain says in a sentence why there was no answer. net/http's own text would
// name the address a second time.
func (w *web) explain(address string, err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s gave no answer within %v", address, w.client.Timeout)
	}
	if outer, ok := errors.AsType[*url.Error](err); ok {
		err = outer.Err
	}
	return fmt.Errorf("%s gave no answer: %w", address, err)
}

// Limit is the shortest possible time for all visits with so many workers (see
// Makespan): 6.01 s with 1, 1.67 s with 4, 0.85 s with 40. It is 0, unknown,
// for real sites.
func (s *Sites) Limit(workers int) time.Duration {
	return Makespan(s.latency, workers)
}

// Close ends the sites and their connections; visits under way fail. Closing
// again does nothing.
func (s *Sites) Close() { s.web.close() }

func (w *web) close() {
	if w.closed.Swap(true) {
		return
	}
	if w.server != nil {
		w.server.Close()
	}
	w.client.CloseIdleConnections()
}

// String lists the sites, as a cell shows them.
func (s *Sites) String() string {
	return fmt.Sprintf("%d visits to %s", s.N(), strings.Join(s.urls[:s.N()/visits], ", "))
}
