// Cryptography with given keys: AES in three modes, HMAC, sums, PBKDF2, ed25519, constant-time comparison, PEM.
package main

import (
	"bytes"
	"crypto"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"hash"
	"slices"
)

var key = sha256.Sum256([]byte("key"))

type sealed struct {
	cipher.AEAD
	nonce []byte
}

func newSealed(key []byte) (*sealed, error) {
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("sealed: %w", err)
	}
	g, err := cipher.NewGCM(b)
	return &sealed{g, make([]byte, g.NonceSize())}, err
}

func (s *sealed) next() []byte {
	for i := range slices.Backward(s.nonce) {
		if s.nonce[i]++; s.nonce[i] != 0 {
			break
		}
	}
	return s.nonce
}

func mac[H hash.Hash](h func() H, parts ...string) string {
	m := hmac.New(func() hash.Hash { return h() }, key[:4])
	for _, p := range parts {
		fmt.Fprintf(m, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(m.Sum(nil)[:8])
}

func main() {
	s, err := newSealed(key[:])
	box := s.Seal(nil, s.next(), []byte("attack at dawn"), []byte("header"))
	fmt.Println(base64.StdEncoding.EncodeToString(box), err)
	plain, err := s.Open(nil, s.nonce, box, []byte("header"))
	fmt.Println(string(plain), err)
	box[0] ^= 1
	_, err = s.Open(nil, s.nonce, box, []byte("header"))
	fmt.Println(err)
	_, err = newSealed(key[:5])
	var size aes.KeySizeError
	fmt.Println(err, errors.As(err, &size), int(size))
	fmt.Println(mac(sha256.New, "a", "b"), mac(sha512.New384, "ab"), crypto.SHA256.Available(), crypto.SHA512_256)
	block, _ := aes.NewCipher(key[:16])
	stream := bytes.Repeat([]byte{0}, 20)
	cipher.NewCTR(block, key[16:]).XORKeyStream(stream, stream)
	fmt.Printf("%x\n", stream)
	derived, err := pbkdf2.Key(sha256.New, "password", []byte("salt"), 100, 12)
	fmt.Printf("%x %v %d\n", derived, err, subtle.ConstantTimeCompare(derived, slices.Clone(derived)))
	private := ed25519.NewKeyFromSeed(key[:])
	signature := ed25519.Sign(private, []byte("message"))
	public := private.Public().(ed25519.PublicKey)
	fmt.Printf("%x %t %t\n", signature[:6], ed25519.Verify(public, []byte("message"), signature), ed25519.Verify(public, []byte("massage"), signature))
	armour := pem.EncodeToMemory(&pem.Block{Type: "TEST", Headers: map[string]string{"K": "v"}, Bytes: key[:9]})
	p, rest := pem.Decode(append(armour, "rest"...))
	fmt.Printf("%s%s %v %q\n", armour, p.Type, p.Headers, rest)
}
