//go:build go1.27

// crypto: names of certificates with values of more kinds, and ECDSA that checks the length of the hash.
package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"time"
)

func main() {
	oid := func(n int) asn1.ObjectIdentifier { return asn1.ObjectIdentifier{1, 3, n} }
	name := pkix.Name{CommonName: "n", ExtraNames: []pkix.AttributeTypeAndValue{
		{Type: oid(1), Value: "text; <more>"}, {Type: oid(2), Value: true}, {Type: oid(3), Value: []byte{1, 2}}, {Type: oid(4), Value: int64(-5)},
		{Type: oid(5), Value: asn1.BitString{Bytes: []byte{0xa0}, BitLength: 3}}, {Type: oid(6), Value: oid(9)}, {Type: oid(7), Value: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)},
		{Type: oid(8), Value: asn1.NullRawValue}, {Type: oid(9), Value: asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 3, Bytes: []byte{7}}},
	}}
	fmt.Println(name)
	key, _ := ecdsa.ParseRawPrivateKey(elliptic.P256(), append(make([]byte, 31), 1))
	der, err := x509.CreateCertificate(nil, &x509.Certificate{SerialNumber: big.NewInt(1), Subject: name}, &x509.Certificate{}, key.Public(), key)
	fmt.Println(err)
	cert, err := x509.ParseCertificate(der)
	fmt.Println(err)
	for _, n := range cert.Subject.Names {
		fmt.Printf("%v %T; ", n.Type, n.Value)
	}
	fmt.Println()
	fmt.Println(cert.Subject)
	fmt.Printf("%x\n", cert.RawSignatureAlgorithm)

	hash := sha256.Sum256([]byte("message"))
	for _, c := range []struct {
		digest []byte
		opts   crypto.SignerOpts
	}{{hash[:], crypto.SHA256}, {hash[:20], crypto.SHA256}, {hash[:], crypto.SHA512}, {hash[:], crypto.Hash(0)}, {hash[:20], nil}, {nil, nil}} {
		sig, err := key.Sign(nil, c.digest, c.opts)
		if c.opts == nil {
			sig, err = key.Sign(zeros{}, c.digest, nil)
		}
		fmt.Println(ecdsa.VerifyASN1(&key.PublicKey, c.digest, sig), err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }
