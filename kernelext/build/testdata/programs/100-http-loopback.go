// net/http with httptest: routes, path values, middleware, cookies, JSON, errors, streams.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
)

type notes struct{ all map[string]string }

type apiError struct {
	Code int    `json:"code"`
	Text string `json:"text"`
}

func (e apiError) Error() string { return fmt.Sprint(e.Code, " ", e.Text) }

type handler func(http.ResponseWriter, *http.Request) error

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	err := h(w, r)
	var e apiError
	if errors.As(err, &e) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(e.Code)
		json.NewEncoder(w).Encode(e)
	}
}

func (n *notes) get(w http.ResponseWriter, r *http.Request) error {
	text, ok := n.all[r.PathValue("id")]
	if !ok {
		return fmt.Errorf("get: %w", apiError{404, "no " + r.PathValue("id")})
	}
	_, err := io.WriteString(w, text+r.URL.Query().Get("suffix"))
	return err
}

func (n *notes) put(w http.ResponseWriter, r *http.Request) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 10))
	if err != nil {
		return apiError{413, err.Error()}
	}
	n.all[r.PathValue("id")] = string(body)
	http.SetCookie(w, &http.Cookie{Name: "last", Value: r.PathValue("id")})
	w.WriteHeader(http.StatusCreated)
	return nil
}

func main() {
	n := &notes{map[string]string{}}
	mux := http.NewServeMux()
	mux.Handle("GET /notes/{id}", handler(n.get))
	mux.Handle("PUT /notes/{id}", handler(n.put))
	mux.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	s := httptest.NewServer(mux)
	defer s.Close()
	do := func(method, path, body string) {
		req, _ := http.NewRequestWithContext(context.Background(), method, s.URL+path, strings.NewReader(body))
		resp, err := s.Client().Do(req)
		if err != nil {
			fmt.Println(err)
			return
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		fmt.Printf("%s %s: %d %q %v\n", method, path, resp.StatusCode, b, resp.Cookies())
	}
	do("PUT", "/notes/a", "hello")
	do("GET", "/notes/a?suffix=!", "")
	do("GET", "/notes/b", "")
	do("PUT", "/notes/c", "far too long a body")
	do("DELETE", "/notes/a", "")
	do("GET", "/elsewhere", "")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	req, _ := http.NewRequestWithContext(ctx, "GET", s.URL+"/slow", nil)
	_, err := http.DefaultClient.Do(req)
	fmt.Println(errors.Is(err, context.Canceled))
}
