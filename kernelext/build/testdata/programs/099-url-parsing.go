// net/url: parsing, queries, escaping, resolving references, building, errors.
package main

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"path"
)

func show(raw string) {
	u, err := url.Parse(raw)
	var e *url.Error
	if errors.As(err, &e) {
		fmt.Println(e.Op, e.URL, e.Err)
		return
	}
	pass, has := u.User.Password()
	fmt.Printf("%s %s %s host=%s port=%s path=%q raw=%q query=%q frag=%q opaque=%q %s %t\n",
		u.Scheme, u.User.Username(), pass, u.Hostname(), u.Port(), u.Path, u.RawPath, u.RawQuery, u.Fragment, u.Opaque, u.Redacted(), has)
}

func main() {
	show("https://ann:s3cret@example.org:8443/a%2Fb/c d?x=1&y=%20&x=2#top%21")
	show("mailto:ann@example.org")
	show("//[::1]:80/")
	show("http://bad host/")
	show("%zz")
	q, err := url.ParseQuery("b=2&a=1&b=3&c&d=%")
	fmt.Println(q.Get("b"), q["b"], q.Has("c"), q.Get("none") == "", q.Encode(), err)
	q.Set("b", "x&y")
	q.Add("e", "é")
	q.Del("c")
	fmt.Println(q.Encode())
	base, _ := url.Parse("http://h/a/b/c?q=1")
	for _, ref := range []string{"../d", "/e", "?z", "#f", "//g/h", "x/./y/../z"} {
		u, _ := base.Parse(ref)
		fmt.Print(u, " ")
	}
	fmt.Println()
	fmt.Println(url.QueryEscape("a b/c?"), url.PathEscape("a b/c?"), base.JoinPath("..", "x y"))
	s, err := url.QueryUnescape("%4")
	fmt.Printf("%q %v %s\n", s, err, (&url.URL{Scheme: "x", Host: "h", Path: "/a b", RawQuery: "k"}).String())
	fmt.Println(path.Join("a", "../b", "/c"), path.Base("/x/y.go"), path.Ext("y.tar.gz"), path.Clean("a//b/./../c"))
	ip := netip.MustParsePrefix("10.1.0.0/16")
	addr, err := netip.ParseAddr("10.1.2.3")
	fmt.Println(ip.Contains(addr), addr.Next(), err, ip.Masked(), addr.Is4(), netip.MustParseAddrPort("[::1]:53").Port())
	m := map[netip.Addr]string{addr: "found"}
	fmt.Println(m[netip.AddrFrom4([4]byte{10, 1, 2, 3})])
}
