// Package thin reads what a thin plugin leaves out: the symbols that a program
// which is already running, or a plugin that is already open, defines. It looks
// them up by name in the file's own hash table, as the dynamic linker does, so
// that a lookup costs no more in a program with 100,000 symbols than in a small
// one.
//
// The package is compiled into the edited linker (see kernelext/toolchain); it
// imports nothing outside the standard library and does not know the linker. It
// reads ELF files of 64-bit little-endian machines only, and trusts none: a
// damaged file gives an error.
package thin

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"syscall"
)

// A File is a program or plugin whose symbols stand in for those that a thin
// plugin does not define.
type File struct {
	Name     string
	data     []byte // the file, mapped
	loads    []elf.ProgHeader
	symbols  []byte // entries of 24 bytes
	names    []byte
	hash     []byte         // the GNU hash table
	pointers map[uint64]ref // where the dynamic linker stores what; nil until asked
	types    map[uint64]string
	rela     []byte
}

// A ref is what a place points to: a symbol by name, or an address.
type ref struct {
	name string
	addr uint64
}

// A Symbol is one that a File defines.
type Symbol struct {
	File *File
	Addr uint64
	Size uint64
	Type elf.SymType
}

var order = binary.LittleEndian

const (
	symbolSize = 24
	relaSize   = 24
	headerSize = 56 // of a program header
)

// Open maps the file at name. It stays mapped until the process ends.
func Open(name string) (*File, error) {
	data, err := mapped(name)
	if err != nil {
		return nil, err
	}
	f, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	f.Name = name
	return f, nil
}

func parse(data []byte) (*File, error) {
	f := &File{data: data}
	return f, f.read()
}

func mapped(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() == 0 {
		return nil, nil // what cannot be mapped; read finds it too short
	}
	data, err := syscall.Mmap(int(file.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_PRIVATE)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

// read finds the segments and, by the dynamic segment, the tables.
func (f *File) read() error {
	if len(f.data) < 64 || string(f.data[:4]) != elf.ELFMAG || f.data[elf.EI_CLASS] != byte(elf.ELFCLASS64) || f.data[elf.EI_DATA] != byte(elf.ELFDATA2LSB) {
		return errors.New("no ELF file of a 64-bit little-endian machine")
	}
	at, n := order.Uint64(f.data[32:]), uint64(order.Uint16(f.data[56:]))
	headers, err := cut(f.data, at, n*headerSize)
	if err != nil {
		return err
	}
	var dynamic []byte
	for ; len(headers) > 0; headers = headers[headerSize:] {
		h := elf.ProgHeader{Type: elf.ProgType(order.Uint32(headers)), Off: order.Uint64(headers[8:]), Vaddr: order.Uint64(headers[16:]), Filesz: order.Uint64(headers[32:])}
		body, err := cut(f.data, h.Off, h.Filesz)
		if err != nil {
			return err
		}
		switch h.Type {
		case elf.PT_LOAD:
			f.loads = append(f.loads, h)
		case elf.PT_DYNAMIC:
			dynamic = body
		}
	}
	return f.tables(dynamic)
}

func (f *File) tables(dynamic []byte) (err error) {
	var relaLen uint64
	for ; len(dynamic) >= 16 && err == nil; dynamic = dynamic[16:] {
		value := order.Uint64(dynamic[8:])
		switch elf.DynTag(order.Uint64(dynamic)) {
		case elf.DT_GNU_HASH:
			f.hash, err = f.from(value)
		case elf.DT_SYMTAB:
			f.symbols, err = f.from(value)
		case elf.DT_STRTAB:
			f.names, err = f.from(value)
		case elf.DT_RELA:
			f.rela, err = f.from(value)
		case elf.DT_RELASZ:
			relaLen = value
		}
	}
	if err != nil {
		return err
	}
	if len(f.hash) < 16 || f.symbols == nil || f.names == nil {
		return errors.New("it has no GNU hash table of its symbols: link it with --hash-style=gnu")
	}
	f.rela, err = cut(f.rela, 0, relaLen)
	return err
}

// cut is b[at:at+n], or an error.
func cut(b []byte, at, n uint64) ([]byte, error) {
	if at > uint64(len(b)) || n > uint64(len(b))-at {
		return nil, errDamaged
	}
	return b[at : at+n : at+n], nil
}

var errDamaged = errors.New("the file is damaged: a table reaches beyond its end")

// from returns the bytes of the file that are loaded at addr, up to the end of
// their segment.
func (f *File) from(addr uint64) ([]byte, error) {
	for _, h := range f.loads {
		if addr >= h.Vaddr && addr-h.Vaddr < h.Filesz {
			return f.data[h.Off+addr-h.Vaddr : h.Off+h.Filesz], nil
		}
	}
	return nil, fmt.Errorf("nothing of the file is loaded at %#x", addr)
}

// Bytes returns the n bytes that the file holds for address addr.
func (f *File) Bytes(addr, n uint64) ([]byte, error) {
	b, err := f.from(addr)
	if err != nil {
		return nil, err
	}
	return cut(b, 0, n)
}

// Lookup returns the symbol that the file defines under name. A table that
// makes no sense defines nothing.
func (f *File) Lookup(name string) (s Symbol, found bool) {
	defer func() {
		if recover() != nil { // an index beyond a damaged table
			s, found = Symbol{}, false
		}
	}()
	e := f.find(name)
	if e == nil {
		return Symbol{}, false
	}
	return Symbol{f, order.Uint64(e[8:]), order.Uint64(e[16:]), elf.ST_TYPE(e[4])}, true
}

// find walks the GNU hash table: a Bloom filter, then buckets, each the first of
// a chain of hashes whose last has its lowest bit set.
func (f *File) find(name string) []byte {
	h := uint32(5381)
	for i := range len(name) {
		h = h*33 + uint32(name[i])
	}
	buckets, first := order.Uint32(f.hash), order.Uint32(f.hash[4:])
	words, shift := order.Uint32(f.hash[8:]), order.Uint32(f.hash[12:])
	word := order.Uint64(f.hash[16+8*(h/64%words):])
	if word>>(h%64)&1 == 0 || word>>(h>>shift%64)&1 == 0 {
		return nil
	}
	bucket := f.hash[16+8*words:]
	chain := bucket[4*buckets:]
	i := order.Uint32(bucket[4*(h%buckets):])
	if i < first {
		return nil
	}
	for ; ; i++ {
		c := order.Uint32(chain[4*(i-first):])
		if c|1 == h|1 {
			if e := f.symbols[symbolSize*i:][:symbolSize]; f.is(e, name) {
				return e
			}
		}
		if c&1 != 0 {
			return nil
		}
	}
}

// is tells whether the symbol has that name and is defined here.
func (f *File) is(entry []byte, name string) bool {
	n := f.names[order.Uint32(entry):]
	return len(n) > len(name) && n[len(name)] == 0 && string(n[:len(name)]) == name && elf.SectionIndex(order.Uint16(entry[6:])) != elf.SHN_UNDEF
}

// name is the name of the i-th symbol.
func (f *File) name(i uint64) string {
	e, err := cut(f.symbols, symbolSize*i, symbolSize)
	if err != nil || uint64(order.Uint32(e)) >= uint64(len(f.names)) {
		return ""
	}
	n := f.names[order.Uint32(e):]
	end := bytes.IndexByte(n, 0)
	if end < 0 {
		return ""
	}
	return string(n[:end])
}

// Pointer returns what the 8 bytes at addr point to once the file is loaded: the
// name of a symbol that may be another file's, or an address in this one.
func (f *File) Pointer(addr uint64) (name string, to uint64, err error) {
	if f.pointers == nil {
		f.pointers = make(map[uint64]ref, len(f.rela)/relaSize)
		for r := f.rela; len(r) >= relaSize; r = r[relaSize:] {
			p := ref{addr: order.Uint64(r[16:])}
			if i := order.Uint64(r[8:]) >> 32; i != 0 {
				p.name = f.name(i)
			}
			f.pointers[order.Uint64(r)] = p
		}
	}
	if p, ok := f.pointers[addr]; ok {
		return p.name, p.addr, nil
	}
	b, err := f.Bytes(addr, 8)
	if err != nil {
		return "", 0, err
	}
	return "", order.Uint64(b), nil
}

// TypeAt returns the name of the type descriptor at addr, or "". The first call
// reads all names of the file.
func (f *File) TypeAt(addr uint64) string {
	if f.types == nil {
		f.types = map[uint64]string{}
		for i := range f.count() {
			e := f.symbols[symbolSize*i:][:symbolSize]
			if elf.SectionIndex(order.Uint16(e[6:])) == elf.SHN_UNDEF {
				continue
			}
			if n := f.name(i); len(n) > 5 && n[:5] == "type:" {
				f.types[order.Uint64(e[8:])] = n
			}
		}
	}
	return f.types[addr]
}

// count is the number of symbols. ELF does not say it; the table of names comes
// behind that of the symbols in everything that ld has written.
func (f *File) count() uint64 {
	if n := len(f.symbols) - len(f.names); n > 0 {
		return uint64(n) / symbolSize
	}
	return 0
}
