// encoding: base64, base32, hex, binary with struct layouts, varints, ascii85.
package main

import (
	"bytes"
	"encoding/ascii85"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

type header struct {
	Magic   [4]byte
	Version uint16
	Flags   uint8
	_       uint8
	Sizes   [2]int32
	Scale   float32
}

func varints(ns ...int64) []byte {
	var b []byte
	for _, n := range ns {
		b = binary.AppendVarint(b, n)
	}
	return b
}

func main() {
	text := []byte("any carnal pleas\xff\xfe")
	for _, e := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding} {
		s := e.EncodeToString(text)
		back, err := e.DecodeString(s)
		fmt.Println(s, bytes.Equal(back, text), err)
	}
	_, err := base64.StdEncoding.DecodeString("ab!d")
	var corrupt base64.CorruptInputError
	fmt.Println(err, errors.As(err, &corrupt), int64(corrupt))
	fmt.Println(base32.StdEncoding.EncodeToString([]byte("hi")), base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte("hi")))
	_, err = hex.DecodeString("0g")
	_, err2 := hex.DecodeString("abc")
	fmt.Println(hex.EncodeToString(text[16:]), err, err2)
	fmt.Print(hex.Dump([]byte("sixteen bytes... and more")))
	var b bytes.Buffer
	h := header{[4]byte{'N', 'B', 'K', '1'}, 0x0102, 7, 0, [2]int32{-1, 258}, 1.5}
	fmt.Println(binary.Write(&b, binary.BigEndian, h), b.Len(), binary.Size(h))
	fmt.Printf("% x\n", b.Bytes())
	var back header
	fmt.Println(binary.Read(&b, binary.BigEndian, &back), back == h, binary.Read(&b, binary.LittleEndian, &back) == io.EOF)
	v := varints(0, -1, 300, -1<<40)
	fmt.Printf("% x", v)
	for len(v) > 0 {
		n, size := binary.Varint(v)
		v = v[size:]
		fmt.Print(" ", n)
	}
	fmt.Println(binary.LittleEndian.Uint32([]byte{1, 2, 3, 4}), binary.BigEndian.AppendUint16(nil, 513))
	dst := make([]byte, ascii85.MaxEncodedLen(5))
	fmt.Println(string(dst[:ascii85.Encode(dst, []byte("hello"))]))
}
