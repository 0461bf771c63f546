//go:build go1.27

// crypto/x509 with ML-DSA keys, raw signature algorithms, and more kinds of values in names.
package main

import (
	"bytes"
	"crypto"
	"crypto/mldsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"time"
)

var start = time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)

func main() {
	key, _ := mldsa.NewPrivateKey(mldsa.MLDSA65(), bytes.Repeat([]byte{1}, 32))
	oid := asn1.ObjectIdentifier{1, 2, 3}
	name := pkix.Name{CommonName: "notebook", ExtraNames: []pkix.AttributeTypeAndValue{{Type: oid, Value: "a, b"}, {Type: append(oid, 4), Value: 42}}}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: name, NotBefore: start, NotAfter: start.AddDate(1, 0, 0), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, SubjectKeyId: []byte{1}}
	der, err := x509.CreateCertificate(nil, template, template, key.Public(), key)
	fmt.Println(err)
	cert, err := x509.ParseCertificate(der)
	fmt.Println(cert.SignatureAlgorithm, cert.PublicKeyAlgorithm, cert.SignatureAlgorithm == x509.MLDSA65, cert.PublicKeyAlgorithm == x509.MLDSA, err)
	fmt.Printf("%x %t\n", cert.RawSignatureAlgorithm, cert.PublicKey.(*mldsa.PublicKey).Equal(key.Public()))
	fmt.Println(cert.CheckSignatureFrom(cert), cert.Subject)
	for _, n := range cert.Subject.Names {
		fmt.Printf("%v %T %v; ", n.Type, n.Value, n.Value)
	}
	fmt.Println()

	request, err := x509.CreateCertificateRequest(nil, &x509.CertificateRequest{Subject: pkix.Name{CommonName: "r"}}, key)
	csr, _ := x509.ParseCertificateRequest(request)
	fmt.Printf("%v %x %v\n", err, csr.RawSignatureAlgorithm, csr.CheckSignature())
	list, err := x509.CreateRevocationList(nil, &x509.RevocationList{Number: big.NewInt(2), ThisUpdate: start, NextUpdate: start}, cert, key)
	crl, _ := x509.ParseRevocationList(list)
	fmt.Printf("%v %x %v\n", err, crl.RawSignatureAlgorithm, crl.CheckSignatureFrom(cert))

	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	back, err2 := x509.ParsePKCS8PrivateKey(pkcs8)
	fmt.Println(err, err2, back.(*mldsa.PrivateKey).Equal(key))
	spki, err := x509.MarshalPKIXPublicKey(key.Public())
	pub, err2 := x509.ParsePKIXPublicKey(spki)
	fmt.Println(err, err2, pub.(interface{ Equal(crypto.PublicKey) bool }).Equal(key.Public()), len(spki))
	sig, _ := key.SignDeterministic([]byte("x"), nil)
	fmt.Println(cert.CheckSignature(x509.MLDSA65, []byte("x"), sig), cert.CheckSignature(x509.MLDSA44, []byte("x"), sig) != nil, x509.MLDSA87)
}
