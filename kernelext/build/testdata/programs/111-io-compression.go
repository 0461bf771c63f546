// Streams through streams: gzip, flate, tar and zip in memory, checksums on the way.
package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"time"
)

type counting struct {
	io.Writer
	n int64
}

func (c *counting) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.n += int64(n)
	return n, err
}

func tarball(files map[string]string, order ...string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	t := tar.NewWriter(z)
	for _, name := range order {
		t.WriteHeader(&tar.Header{Name: name, Size: int64(len(files[name])), Mode: 0o640, ModTime: time.Unix(0, 0)})
		io.WriteString(t, files[name])
	}
	defer func() { _ = z.Close() }()
	fmt.Println(t.Close(), z.Close())
	return b.Bytes()
}

func main() {
	files := map[string]string{"a": "alpha", "dir/b": strings.Repeat("b", 1000)}
	packed := tarball(files, "dir/b", "a")
	z, err := gzip.NewReader(bytes.NewReader(packed))
	fmt.Println(len(packed) < 400, err)
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		body, _ := io.ReadAll(t)
		fmt.Println(h.Name, h.FileInfo().Mode(), string(body) == files[h.Name])
	}
	pr, pw := io.Pipe()
	sum := crc32.NewIEEE()
	out := &counting{Writer: pw}
	go func() {
		w, _ := flate.NewWriter(out, flate.BestCompression)
		_, err := io.Copy(w, io.TeeReader(strings.NewReader(strings.Repeat("go ", 5000)), sum))
		pw.CloseWithError(errors.Join(err, w.Close()))
	}()
	plain, err := io.ReadAll(flate.NewReader(pr))
	fmt.Printf("%d %v %08x %t\n", len(plain), err, sum.Sum32(), out.n < 100)
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	f, _ := zw.Create("x.txt")
	fmt.Fprint(f, "zipped")
	fmt.Println(zw.SetComment("c"), zw.Close())
	zr, _ := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	fmt.Println(zr.Comment, zr.File[0].Name, zr.File[0].UncompressedSize64)
	_, err = gzip.NewReader(strings.NewReader("not gzip, surely"))
	fmt.Println(errors.Is(err, gzip.ErrHeader), err)
}
