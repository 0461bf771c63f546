//go:build go1.27

// crypto/mldsa: keys from seeds, signatures with and without chance, contexts, and the hash made elsewhere.
package main

import (
	"bytes"
	"crypto"
	"crypto/mldsa"
	"crypto/sha256"
	"crypto/sha3"
	"fmt"
)

func sum(b []byte) string { return fmt.Sprintf("%x", sha256.Sum256(b))[:16] }

// mu is what ML-DSA signs: a hash of the public key's hash, the context and the message.
func mu(pk *mldsa.PublicKey, context, message string) []byte {
	tr := sha3.SumSHAKE256(pk.Bytes(), 64)
	return sha3.SumSHAKE256(append(append(tr, 0, byte(len(context))), context+message...), 64)
}

func main() {
	seed := bytes.Repeat([]byte{7}, mldsa.PrivateKeySize)
	message := []byte("a message")
	for _, p := range []mldsa.Parameters{mldsa.MLDSA44(), mldsa.MLDSA65(), mldsa.MLDSA87()} {
		key, err := mldsa.NewPrivateKey(p, seed)
		pk := key.PublicKey()
		fmt.Println(p, p.PublicKeySize(), p.SignatureSize(), sum(pk.Bytes()), bytes.Equal(key.Bytes(), seed), pk.Parameters() == p, err)
		opts := &mldsa.Options{Context: "notebook"}
		sig, err := key.SignDeterministic(message, opts)
		fmt.Println(sum(sig), len(sig) == p.SignatureSize(), err, mldsa.Verify(pk, message, sig, opts))
		fmt.Println(mldsa.Verify(pk, message, sig, nil), mldsa.Verify(pk, message[1:], sig, opts) != nil)

		other, err := key.Sign(nil, message, crypto.Hash(0)) // hedged: another one each time
		fmt.Println(err, bytes.Equal(other, sig), mldsa.Verify(pk, message, other, nil))
		early, err := key.SignDeterministic(mu(pk, "notebook", "a message"), crypto.MLDSAMu)
		fmt.Println(err, bytes.Equal(early, sig))
		back, err := mldsa.NewPublicKey(p, pk.Bytes())
		fmt.Println(err, back.Equal(pk), key.Equal(key), key.Public().(*mldsa.PublicKey).Equal(back))
	}
	a, err := mldsa.GenerateKey(mldsa.MLDSA44())
	b, _ := mldsa.NewPrivateKey(mldsa.MLDSA65(), a.Bytes())
	fmt.Println(err, a.Equal(b), a.PublicKey().Equal(b.PublicKey()))
	_, err = mldsa.NewPrivateKey(mldsa.MLDSA44(), seed[1:])
	_, err2 := mldsa.NewPublicKey(mldsa.MLDSA87(), a.PublicKey().Bytes())
	_, err3 := a.Sign(nil, message, crypto.SHA256)
	fmt.Println(err, "/", err2, "/", err3)
	fmt.Println(crypto.MLDSAMu, crypto.MLDSAMu.Available(), (*mldsa.Options)(nil).HashFunc(), crypto.Signer(a) != nil)
	fmt.Println(mldsa.MLDSA44PublicKeySize, mldsa.MLDSA65SignatureSize, mldsa.MLDSA87SignatureSize)
}
