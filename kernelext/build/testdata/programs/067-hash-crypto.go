// Hashes: crc32, adler, fnv, sha256, hmac, streaming, a hash of one's own.
package main

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"hash/crc64"
	"hash/fnv"
	"io"
)

type djb2 uint32

func (d *djb2) Write(p []byte) (int, error) {
	for _, c := range p {
		*d = *d*33 + djb2(c)
	}
	return len(p), nil
}
func (d *djb2) Reset()         { *d = 5381 }
func (d *djb2) Size() int      { return 4 }
func (d *djb2) BlockSize() int { return 1 }
func (d *djb2) Sum32() uint32  { return uint32(*d) }
func (d *djb2) Sum(b []byte) []byte {
	return append(b, byte(*d>>24), byte(*d>>16), byte(*d>>8), byte(*d))
}

var _ hash.Hash32 = (*djb2)(nil)

func merkle(leaves ...string) [32]byte {
	if len(leaves) == 1 {
		return sha256.Sum256([]byte(leaves[0]))
	}
	l, r := merkle(leaves[:len(leaves)/2]...), merkle(leaves[len(leaves)/2:]...)
	return sha256.Sum256(append(l[:], r[:]...))
}

func main() {
	own := new(djb2)
	own.Reset()
	hashes := []struct {
		name string
		hash.Hash
	}{
		{"own", own}, {"crc32", crc32.NewIEEE()}, {"castagnoli", crc32.New(crc32.MakeTable(crc32.Castagnoli))},
		{"crc64", crc64.New(crc64.MakeTable(crc64.ISO))}, {"adler", adler32.New()}, {"fnv1a", fnv.New64a()},
		{"md5", md5.New()}, {"sha1", sha1.New()}, {"sha256", sha256.New()}, {"hmac", hmac.New(sha512.New384, []byte("key"))},
	}
	for _, h := range hashes {
		io.WriteString(h, "the quick ")
		h.Write([]byte("brown fox"))
		sum := hex.EncodeToString(h.Sum(nil))
		fmt.Printf("%-10s %2d %s\n", h.name, h.Size(), sum[:min(len(sum), 16)])
	}
	fmt.Println(crc32.ChecksumIEEE([]byte("123456789")) == 0xcbf43926)
	fmt.Printf("%x\n", merkle("a", "b", "c"))
	mac := hmac.New(sha256.New, []byte("k"))
	fmt.Println(hmac.Equal(mac.Sum(nil), mac.Sum(nil)), hmac.Equal(mac.Sum(nil), []byte("no")))
}
