//go:build go1.27

// crypto/tls in memory: ML-DSA certificates, the ML-KEM-1024 exchange, and one's own certificate.
package main

import (
	"bytes"
	"crypto/mldsa"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"time"
)

var start = time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)

func certificate(p mldsa.Parameters) tls.Certificate {
	key, err := mldsa.NewPrivateKey(p, make([]byte, 32))
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"notebook"}, NotBefore: start, NotAfter: start.AddDate(1, 0, 0), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(nil, template, template, key.Public(), key)
	if err != nil {
		panic(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func talk(server, client *tls.Config) (here, there tls.ConnectionState, heard []byte, err error) {
	a, b := net.Pipe()
	s, c := tls.Server(a, server), tls.Client(b, client)
	done := make(chan struct{})
	go func() {
		defer close(done)
		io.WriteString(s, "hello")
		there = s.ConnectionState()
		s.Close()
	}()
	heard, err = io.ReadAll(c)
	here = c.ConnectionState()
	c.Close()
	<-done
	return
}

func main() {
	now := func() time.Time { return start.AddDate(0, 1, 0) }
	for _, p := range []mldsa.Parameters{mldsa.MLDSA44(), mldsa.MLDSA65(), mldsa.MLDSA87()} {
		cert := certificate(p)
		leaf, _ := x509.ParseCertificate(cert.Certificate[0])
		roots := x509.NewCertPool()
		roots.AddCert(leaf)
		here, there, heard, err := talk(&tls.Config{Certificates: []tls.Certificate{cert}, Time: now, CurvePreferences: []tls.CurveID{tls.MLKEM1024}}, &tls.Config{RootCAs: roots, ServerName: "notebook", Time: now, CurvePreferences: []tls.CurveID{tls.X25519, tls.MLKEM1024}})
		fmt.Println(string(heard), err, tls.VersionName(here.Version), here.CurveID, there.CurveID == tls.MLKEM1024, leaf.SignatureAlgorithm, len(here.VerifiedChains))
		fmt.Println(bytes.Equal(there.LocalCertificate[0], leaf.Raw), here.LocalCertificate == nil, len(here.PeerCertificates))
		_, _, _, err = talk(&tls.Config{Certificates: []tls.Certificate{cert}, Time: now, MaxVersion: tls.VersionTLS12}, &tls.Config{RootCAs: roots, ServerName: "notebook", Time: now})
		fmt.Println(err != nil)
	}
	fmt.Println(tls.MLDSA44, tls.MLDSA65, tls.MLDSA87, uint16(tls.MLDSA44), tls.MLKEM1024)
}
