//go:build go1.27

// URL.Clone and Values.Clone copy deeply; a URL without a host no longer reads as one with it.
package main

import (
	"fmt"
	"net/url"
)

func main() {
	u, _ := url.Parse("https://ann:secret@example.org:8080/a%2Fb?q=1#top")
	v := u.Clone()
	v.Host, v.RawQuery = "other.example", ""
	*v.User = *url.User("bob")
	fmt.Println(u, v, u.User != v.User, v.EscapedPath())
	w := *u // a copy that is not deep
	fmt.Println(w.User == u.User, *u.Clone() == *u, u.Clone().User.String() == u.User.String())
	var none *url.URL
	fmt.Println(none.Clone() == nil, url.Values(nil).Clone() == nil, url.Values{}.Clone() != nil)

	q := url.Values{"a": {"1", "2"}, "b": nil, "c": {}}
	r := q.Clone()
	r["a"][0] = "changed"
	r.Add("b", "new")
	r.Del("c")
	fmt.Println(q, r, q["c"] != nil, q.Encode(), r.Encode())

	for _, x := range []url.URL{{Scheme: "file", OmitHost: true, Path: "//host/p"}, {Scheme: "file", OmitHost: true, Path: "/p"}, {Path: "//p"}} {
		back, err := url.Parse(x.String())
		fmt.Println(x.String(), back.Host == "", back.Path, err)
	}
}
