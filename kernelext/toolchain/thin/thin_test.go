package thin

import (
	"debug/elf"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// base is the address at which the files of these tests are loaded.
const base = 0x400000

// file writes an ELF file as ld does, with the parts that are read: one segment,
// the hash table, symbols, their names, relocations, and data behind all that.
// Symbols are defined at the start of data, 16 bytes each, in the order of names;
// the last one is not defined here.
func file(t testing.TB, names []string) []byte {
	t.Helper()
	const headers, dynamic = 64, 64 + 2*headerSize
	buckets := uint32(1)
	// The symbols of one bucket need no order but are all of the hash table.
	sym := make([]byte, symbolSize) // number 0 is none
	str := []byte{0}
	hash := order.AppendUint32(nil, buckets)
	for _, n := range []uint32{1, 1, 6} { // first symbol, filter words, shift
		hash = order.AppendUint32(hash, n)
	}
	hash = order.AppendUint64(hash, ^uint64(0)) // a filter that lets all through
	hash = order.AppendUint32(hash, 1)
	for i, name := range names {
		h := gnuHash(name) &^ 1
		if i == len(names)-1 {
			h |= 1
		}
		hash = order.AppendUint32(hash, h)
	}
	hashAt := uint64(dynamic + 7*16)
	symAt := hashAt + uint64(len(hash)+7)&^7
	strAt := symAt + uint64(symbolSize*(1+len(names)))
	var strLen int
	for _, n := range names {
		strLen += len(n) + 1
	}
	relaAt := (strAt + uint64(1+strLen) + 7) &^ 7
	dataAt := relaAt + 2*relaSize
	for i, name := range names {
		section, at := uint16(1), base+dataAt+uint64(16*i)
		if i == len(names)-1 {
			section, at = 0, 0
		}
		sym = order.AppendUint32(sym, uint32(len(str)))
		sym = append(sym, byte(elf.STT_OBJECT), 0)
		sym = order.AppendUint16(sym, section)
		sym = order.AppendUint64(sym, at)
		sym = order.AppendUint64(sym, 16)
		str = append(append(str, name...), 0)
	}
	// The first word of the first symbol points to the last, by name; the second to
	// the second symbol, by address.
	var rela []byte
	for i, r := range [][2]uint64{{uint64(len(names))<<32 | 1, 0}, {8, base + dataAt + 16}} {
		rela = order.AppendUint64(rela, base+dataAt+uint64(8*i))
		rela = order.AppendUint64(rela, r[0])
		rela = order.AppendUint64(rela, r[1])
	}
	total := dataAt + uint64(16*len(names))
	b := make([]byte, total)
	copy(b, elf.ELFMAG)
	b[elf.EI_CLASS], b[elf.EI_DATA] = byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB)
	order.PutUint64(b[32:], headers)
	order.PutUint16(b[56:], 2)
	segment(b[headers:], elf.PT_LOAD, 0, base, total)
	segment(b[headers+headerSize:], elf.PT_DYNAMIC, dynamic, base+dynamic, 7*16)
	at := uint64(dynamic)
	for _, d := range [][2]uint64{{uint64(elf.DT_GNU_HASH), base + hashAt}, {uint64(elf.DT_SYMTAB), base + symAt}, {uint64(elf.DT_STRTAB), base + strAt}, {uint64(elf.DT_RELA), base + relaAt}, {uint64(elf.DT_RELASZ), 2 * relaSize}} {
		order.PutUint64(b[at:], d[0])
		order.PutUint64(b[at+8:], d[1])
		at += 16
	}
	for at, part := range map[uint64][]byte{hashAt: hash, symAt: sym, strAt: str, relaAt: rela} {
		copy(b[at:], part)
	}
	copy(b[dataAt+16:], "0123456789abcdef")
	return b
}

func segment(b []byte, kind elf.ProgType, at, addr, size uint64) {
	order.PutUint32(b, uint32(kind))
	order.PutUint64(b[8:], at)
	order.PutUint64(b[16:], addr)
	order.PutUint64(b[32:], size)
}

func gnuHash(name string) uint32 {
	h := uint32(5381)
	for _, c := range []byte(name) {
		h = h*33 + uint32(c)
	}
	return h
}

var names = []string{"type:a", "type:b", "main.f", "elsewhere"}

func opened(t testing.TB, content []byte) (*File, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return Open(path)
}

func TestLookup(t *testing.T) {
	f, err := opened(t, file(t, names))
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names[:3] {
		s, ok := f.Lookup(name)
		if !ok || s.File != f || s.Size != 16 || s.Type != elf.STT_OBJECT || i > 0 && s.Addr == 0 {
			t.Errorf("%s: %+v, %v", name, s, ok)
		}
	}
	for _, name := range []string{"elsewhere", "type:", "type:aa", "", "main.g"} {
		if s, ok := f.Lookup(name); ok {
			t.Errorf("%q is defined: %+v", name, s)
		}
	}
}

func TestPointer(t *testing.T) {
	f, err := opened(t, file(t, names))
	if err != nil {
		t.Fatal(err)
	}
	a, _ := f.Lookup("type:a")
	b, _ := f.Lookup("type:b")
	if name, _, err := f.Pointer(a.Addr); name != "elsewhere" || err != nil {
		t.Errorf("%q, %v; want the name of another file's symbol", name, err)
	}
	name, to, err := f.Pointer(a.Addr + 8)
	if name != "" || to != b.Addr || err != nil || f.TypeAt(to) != "type:b" {
		t.Errorf("%q, %#x, %v; want %#x", name, to, err, b.Addr)
	}
	if _, to, err := f.Pointer(b.Addr); to != order.Uint64([]byte("01234567")) || err != nil {
		t.Errorf("%#x, %v; want what the file holds", to, err)
	}
	if _, _, err := f.Pointer(1); err == nil {
		t.Error("an address of nowhere has a content")
	}
	if got, err := f.Bytes(b.Addr, 16); string(got) != "0123456789abcdef" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := f.Bytes(b.Addr, 1000); err == nil {
		t.Error("bytes beyond the end were read")
	}
	if f.TypeAt(b.Addr+1) != "" || f.TypeAt(0) != "" {
		t.Error("a type was found where none begins")
	}
}

func TestOpenDamaged(t *testing.T) {
	whole := file(t, names)
	other := slices.Clone(whole)
	other[elf.EI_CLASS] = byte(elf.ELFCLASS32)
	for _, content := range [][]byte{nil, []byte("short"), make([]byte, 100), whole[:200], whole[:64], other} {
		if f, err := opened(t, content); err == nil {
			t.Errorf("%d bytes: %+v", len(content), f)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a file that is not there was opened")
	}
}

// No file makes it panic or run for ever.
func FuzzFile(f *testing.F) {
	whole := file(f, names)
	f.Add(whole)
	f.Add(whole[:len(whole)-8])
	f.Fuzz(func(t *testing.T, content []byte) {
		f, err := parse(content)
		if err != nil {
			return
		}
		for _, name := range names {
			if s, ok := f.Lookup(name); ok {
				_, _, _ = f.Pointer(s.Addr)
				_, _ = f.Bytes(s.Addr, s.Size)
				_ = f.TypeAt(s.Addr)
			}
		}
	})
}
