// fmt: widths, precisions, flags, argument indexes, mistakes, scanning.
package main

import (
	"fmt"
	"strings"
)

type temperature float64

func (t *temperature) Scan(state fmt.ScanState, verb rune) error {
	var f float64
	var unit rune
	if _, err := fmt.Fscanf(state, "%g%c", &f, &unit); err != nil {
		return err
	}
	if unit == 'F' {
		f = (f - 32) * 5 / 9
	}
	*t = temperature(f)
	return nil
}

func main() {
	fmt.Printf("|%6d|%-6d|%06d|%+d|% d|%x|%X|%#x|%o|%#o|%b|%c|%U|%#U|\n", 42, 42, 42, 42, 42, 255, 255, 255, 8, 8, 5, 0x1F600, 0x1F600, 0x1F600)
	fmt.Printf("|%8.3f|%-8.2f|%+.1e|%g|%08.2f|%+g|%6.0f|\n", 3.14159, 2.5, 12345.678, 1e-7, -3.14159, 0.0, 2.5)
	fmt.Printf("|%5s|%-5s|%.2s|%5.1s|%q|%#q|%+q|%x|% X|\n", "ab", "ab", "abc", "xyz", "a\"b", "raw", "é", "hi", "hi")
	fmt.Printf("|%t|%5t|%v|%p|\n", true, false, []bool{true}, nil)
	fmt.Printf("%[2]d %[1]d %[3]*.[2]*[1]f|%*d|%-*d|\n", 1, 2, 8, 5, 42, 4, 7)
	fmt.Printf("%d %s\n", []any{1, "x", nil}, []any{1, "x", nil})
	format := "%d %z %!\n"
	fmt.Printf(format, "str", 1)
	fmt.Printf("%[5]d %d"+"\n", 1, 2, 3)
	args := []any{1, 2}
	fmt.Printf("%d"+"\n", args...)
	fmt.Printf("%s %v %d"+"\n", args...)
	fmt.Printf("%x %x %X % x %#v\n", []byte{1, 171}, [2]byte{16, 1}, "hello", []string{"ab", "c"}, [2]byte{1})
	fmt.Println(fmt.Sprint("a", 1, 2, "b", "c", 3.0, nil, 'x'), fmt.Sprintln("end", 1) == "end 1\n")
	fmt.Printf("%6.2f|%v|%+d|%05d\n", []float64{1, 2.345}, [][]int{{1}, {2, 3}}, []int{1, -1}, map[string]int{"a": 1})
	var (
		a    int
		b    string
		c    float64
		t, u temperature
	)
	n, err := fmt.Sscanf("7 seven 7.5", "%d %s %f", &a, &b, &c)
	fmt.Println(n, err, a, b, c)
	n, err = fmt.Sscan("212F 100C", &t, &u)
	fmt.Println(n, err, t, u)
	n, err = fmt.Sscanf("ff-0b11", "%x-%v", &a, &n)
	fmt.Println(a, err, n)
	_, err = fmt.Sscanf("abc", "%d", &a)
	fmt.Println(err)
	r := strings.NewReader("1 2\n3 4\n")
	var p, q int
	for {
		if _, err := fmt.Fscanln(r, &p, &q); err != nil {
			fmt.Println(err)
			break
		}
		fmt.Print(p*q, " ")
	}
}
