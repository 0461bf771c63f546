//go:build go1.27

// net/http speaks HTTP/2 over connections of one's own that tell their TLS state.
package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

type counted struct { // no *tls.Conn
	net.Conn
	state func() tls.ConnectionState
}

func (c counted) ConnectionState() tls.ConnectionState { return c.state() }

type pipes struct {
	conns chan net.Conn
	done  context.Context
	end   func()
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done.Done():
		return nil, net.ErrClosed
	}
}
func (p pipes) Close() error   { p.end(); return nil }
func (p pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

type cleaner struct {
	testing.TB
	clean func()
}

func (c *cleaner) Cleanup(f func()) { c.clean = f }

func main() {
	var owner cleaner
	keys := httptest.NewTestServer(&owner, nil) // for its certificate only
	trusting := keys.Client().Transport.(*http.Transport).TLSClientConfig
	for _, protocols := range [][]string{{"h2", "http/1.1"}, {"http/1.1"}} {
		listener := pipes{conns: make(chan net.Conn)}
		listener.done, listener.end = context.WithCancel(context.Background())
		serverConfig := &tls.Config{Certificates: keys.TLS.Certificates, NextProtos: protocols}
		server := &http.Server{DisableClientPriority: true, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, r.Proto, " ", r.TLS != nil, " ", r.URL)
		})}
		ended := make(chan error)
		go func() { ended <- server.Serve(listener) }()
		client := &http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, DialTLSContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			a, b := net.Pipe()
			s := tls.Server(a, serverConfig)
			c := tls.Client(b, &tls.Config{RootCAs: trusting.RootCAs, ServerName: "example.com", NextProtos: []string{"h2", "http/1.1"}})
			go func() {
				s.Handshake()
				listener.conns <- counted{s, s.ConnectionState}
			}()
			return counted{c, c.ConnectionState}, c.HandshakeContext(ctx)
		}}}
		resp, err := client.Get("https://example.com/path")
		if err != nil {
			fmt.Println(err)
			continue
		}
		b, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		fmt.Println(resp.Proto, resp.TLS.NegotiatedProtocol, string(b), err)
		client.CloseIdleConnections()
		server.Close()
		fmt.Println(<-ended)
	}
	owner.clean()
}
