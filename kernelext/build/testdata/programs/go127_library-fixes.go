//go:build go1.27

// Small repairs that show: offsets of times, domain literals, links, commands, media types, ranges.
package main

import (
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	for _, offset := range []int{-3661, 3661, -30, -1} { // seconds below zero came back as others
		t := time.Date(2026, 8, 1, 12, 0, 0, 0, time.FixedZone("odd", offset))
		b, err := t.MarshalBinary()
		var back time.Time
		err2 := back.UnmarshalBinary(b)
		_, seconds := back.Zone()
		fmt.Print(seconds, " ", back.Equal(t), err, err2, "; ")
	}
	fmt.Println()

	for _, a := range []string{"a@[192.0.2.1]", "a@[IPv6:2001:db8::1]", "a@[2001:db8::1]", "a@[IPv6:192.0.2.1]"} {
		addr, err := mail.ParseAddress(a)
		fmt.Println(addr, err)
	}
	_, err := mail.ReadMessage(strings.NewReader("no colon \x07\r\n\r\n"))
	fmt.Println(err)

	dir, _ := os.MkdirTemp("", "fixes")
	defer os.RemoveAll(dir)
	os.Symlink("target", filepath.Join(dir, "link"))
	link, err := fs.ReadLink(os.DirFS(dir), "link")
	fmt.Println(link, err)
	_, err = fs.ReadLink(os.DirFS(dir), "none")
	fmt.Println(err) // by its name in the file system

	fmt.Println(&exec.Cmd{Path: "/bin/x"}, &exec.Cmd{Path: "/bin/x", Args: []string{"x", "y"}})
	fmt.Println(mime.TypeByExtension(".weba"), mime.TypeByExtension(".webm"))

	for _, n := range []int{1, 200, 201} { // more than 200 ranges count as none
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Range", "bytes="+strings.Repeat("0-1,", n-1)+"2-3")
		w := httptest.NewRecorder()
		http.ServeContent(w, r, "x.txt", time.Time{}, strings.NewReader(strings.Repeat("x", 1000)))
		fmt.Print(w.Code, " ", w.Header().Get("Content-Range"), "; ")
	}
	fmt.Println()
}
