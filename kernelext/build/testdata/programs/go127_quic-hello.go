//go:build go1.27

// QUICConfig.ClientHelloInfoConn is what a QUIC server's callbacks see as the connection.
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"math/big"
	"net"
	"time"
)

type endpoint struct {
	*tls.QUICConn
	name string
	done bool
}

// pump takes what one end has to say to the other, until it has no more.
func (e *endpoint) pump(other *endpoint) error {
	for {
		switch event := e.NextEvent(); event.Kind {
		case tls.QUICNoEvent:
			return nil
		case tls.QUICWriteData:
			if err := other.HandleData(event.Level, event.Data); err != nil {
				return err
			}
		case tls.QUICTransportParametersRequired:
			e.SetTransportParameters([]byte(e.name))
		case tls.QUICTransportParameters:
			fmt.Printf("%s hears from %s\n", e.name, event.Data)
		case tls.QUICHandshakeDone:
			e.done = true
		}
	}
}

type named struct {
	net.Conn
	name string
}

func main() {
	key, _ := ecdsa.ParseRawPrivateKey(elliptic.P256(), append(make([]byte, 31), 1))
	start := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"notebook"}, NotBefore: start, NotAfter: start.AddDate(1, 0, 0), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(nil, template, template, key.Public(), key)
	fmt.Println(err)
	leaf, _ := x509.ParseCertificate(der)
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	now := func() time.Time { return start.AddDate(0, 1, 0) }
	for _, conn := range []net.Conn{named{name: "my connection"}, nil} {
		config := &tls.Config{MinVersion: tls.VersionTLS13, Time: now, GetCertificate: func(h *tls.ClientHelloInfo) (*tls.Certificate, error) {
			fmt.Println("hello over", h.Conn, h.ServerName)
			return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
		}}
		server := &endpoint{tls.QUICServer(&tls.QUICConfig{TLSConfig: config, ClientHelloInfoConn: conn}), "server", false}
		client := &endpoint{tls.QUICClient(&tls.QUICConfig{TLSConfig: &tls.Config{MinVersion: tls.VersionTLS13, Time: now, RootCAs: roots, ServerName: "notebook"}}), "client", false}
		fmt.Println(client.Start(context.Background()), server.Start(context.Background()))
		for range 10 {
			if err := client.pump(server); err != nil {
				fmt.Println(err)
			}
			if err := server.pump(client); err != nil {
				fmt.Println(err)
			}
		}
		fmt.Println(client.done, server.done, client.Close(), server.Close())
	}
}
