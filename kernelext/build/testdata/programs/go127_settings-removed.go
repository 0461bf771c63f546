//go:build go1.27

// Settings that are gone: timers' channels have no buffer, aliases are types, key pairs hold their leaf.
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"math/big"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"time"
)

func labels() string { // in the traceback of this goroutine
	b := make([]byte, 1000)
	first, _, _ := strings.Cut(string(b[:runtime.Stack(b, false)]), "\n")
	_, after, found := strings.Cut(first, "] {")
	return fmt.Sprint(found, " ", after)
}

func main() {
	before := os.Getenv("GODEBUG")
	defer os.Setenv("GODEBUG", before)
	os.Setenv("GODEBUG", "asynctimerchan=1,gotypesalias=0,x509keypairleaf=0,tracebacklabels=1")
	timer, ticker := time.NewTimer(0), time.NewTicker(time.Hour)
	fmt.Println(cap(timer.C), cap(ticker.C), cap(time.After(time.Hour)))
	fmt.Println(timer.Reset(time.Hour), len(timer.C), timer.Stop(), ticker.C != nil)

	fset := token.NewFileSet()
	file, _ := parser.ParseFile(fset, "p.go", "package p; type A = []int; type G[T comparable] = map[T]A; var x G[string]", 0)
	pkg, err := new(types.Config).Check("p", fset, []*ast.File{file}, nil)
	for _, name := range pkg.Scope().Names() {
		t := pkg.Scope().Lookup(name).Type()
		fmt.Printf("%s %T %v %v; ", name, t, t, types.Unalias(t))
	}
	fmt.Println(err)

	key, _ := ecdsa.ParseRawPrivateKey(elliptic.P256(), append(make([]byte, 31), 1))
	der, _ := x509.CreateCertificate(nil, &x509.Certificate{SerialNumber: big.NewInt(5)}, &x509.Certificate{}, key.Public(), key)
	pkcs8, _ := x509.MarshalPKCS8PrivateKey(key)
	pair, err := tls.X509KeyPair(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}))
	fmt.Println(pair.Leaf != nil, err)

	pprof.Do(context.Background(), pprof.Labels("cell", "5", "what", "a b"), func(context.Context) {
		fmt.Println(labels()) // modules of Go 1.27 have these labels without the setting
		os.Setenv("GODEBUG", "tracebacklabels=0")
		fmt.Println(labels())
	})
}
