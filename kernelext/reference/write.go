package reference

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
)

// magic begins a file of this form.
const magic = "seminar reference 1\n"

// Write writes the packages into one file: the index, and for each package two parts
// that are compressed by themselves, so that a lookup unpacks no more than it needs.
// It takes a second for the standard library.
func Write(w io.Writer, packages []*Package) error {
	var index, parts bytes.Buffer
	putNumber(&index, len(packages))
	for _, p := range packages {
		putText(&index, p.Path)
		putText(&index, p.Name)
		for _, part := range [][]byte{p.encode(), p.Types} {
			from := parts.Len()
			if err := squeeze(&parts, part); err != nil {
				return fmt.Errorf("reference: %s: %w", p.Path, err)
			}
			putNumber(&index, from)
			putNumber(&index, parts.Len()-from)
		}
	}
	var head bytes.Buffer
	head.WriteString(magic)
	head.Write(binary.BigEndian.AppendUint32(nil, uint32(index.Len())))
	for _, b := range []*bytes.Buffer{&head, &index, &parts} {
		if _, err := w.Write(b.Bytes()); err != nil {
			return fmt.Errorf("reference: %w", err)
		}
	}
	return nil
}

// squeeze appends text compressed, and nothing for nothing.
func squeeze(b *bytes.Buffer, text []byte) error {
	if len(text) == 0 {
		return nil
	}
	z, err := flate.NewWriter(b, flate.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(text); err != nil {
		return err
	}
	return z.Close()
}

// encode writes the package's documentation down.
func (p *Package) encode() []byte {
	var b bytes.Buffer
	putText(&b, p.Doc)
	putNumber(&b, len(p.Entries))
	for _, e := range p.Entries {
		for _, text := range []string{e.Name, string(e.Kind), e.Signature, e.Doc} {
			putText(&b, text)
		}
	}
	return b.Bytes()
}

func putNumber(b *bytes.Buffer, n int) { b.Write(binary.AppendUvarint(nil, uint64(n))) }

func putText(b *bytes.Buffer, s string) {
	putNumber(b, len(s))
	b.WriteString(s)
}

// A decoder takes apart what Write has put together. After a failure it returns
// nothing more.
type decoder struct {
	text   string
	failed bool
}

func (d *decoder) number() int {
	n, used := binary.Uvarint([]byte(d.text[:min(len(d.text), binary.MaxVarintLen64)]))
	if used <= 0 || n > 1<<31 {
		d.failed, d.text = true, ""
		return 0
	}
	d.text = d.text[used:]
	return int(n)
}

func (d *decoder) string() string {
	n := d.number()
	if n > len(d.text) {
		d.failed, d.text = true, ""
		return ""
	}
	s := d.text[:n]
	d.text = d.text[n:]
	return s
}
