// package bytes: buffers read and written, aliasing, splitting, readers.
package main

import (
	"bytes"
	"fmt"
	"io"
)

type upper struct{ w io.Writer }

func (u upper) Write(p []byte) (int, error) { return u.w.Write(bytes.ToUpper(p)) }

func frames(b *bytes.Buffer) (out [][]byte) {
	for b.Len() > 0 {
		n, _ := b.ReadByte()
		out = append(out, bytes.Clone(b.Next(int(n))))
	}
	return
}

func main() {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%d-%s|", 7, "x")
	b.WriteRune('é')
	b.Write([]byte{'\n', 0xff})
	fmt.Printf("%q %d\n", b.String(), b.Len())
	line, err := b.ReadString('\n')
	fmt.Printf("%q %v", line, err)
	line, err = b.ReadString('\n')
	fmt.Printf(" %q %v\n", line, err)

	b.Reset()
	for _, s := range []string{"one", "", "three"} {
		b.WriteByte(byte(len(s)))
		b.WriteString(s)
	}
	fmt.Printf("%q\n", frames(&b))

	n, err := io.Copy(upper{&b}, io.LimitReader(bytes.NewReader([]byte("shouting now")), 8))
	fmt.Println(n, err, b.String())
	b.Truncate(2)
	b.UnreadByte()
	fmt.Println(b.String(), b.Cap() >= b.Len())

	data := []byte("a,b,c")
	parts := bytes.Split(data, []byte(","))
	parts[1] = append(parts[1], '!') // capacity is cut: data stays
	parts[0][0] = 'A'
	fmt.Printf("%s %s %q\n", data, parts, bytes.SplitN(data, nil, 3))
	fmt.Println(bytes.Equal(nil, []byte{}), bytes.Compare([]byte("b"), []byte("a")), bytes.IndexByte(data, 'c'), bytes.HasSuffix(data, []byte("c")))
	fmt.Printf("%s|%s|%s\n", bytes.TrimSpace([]byte(" \tx ")), bytes.Title([]byte("go")), bytes.Join([][]byte{{'x'}, {'y'}}, []byte("--")))
	r := bytes.NewReader([]byte("abcdef"))
	var two [2]byte
	r.ReadAt(two[:], 3)
	r.Seek(1, io.SeekStart)
	c, _ := r.ReadByte()
	fmt.Println(string(two[:]), string(c), r.Len(), r.Size())
	fmt.Println(b.ReadByte())
	_, err = b.ReadByte()
	fmt.Println(err)
}
