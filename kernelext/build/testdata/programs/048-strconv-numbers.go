// strconv: parsing and formatting, errors, bases, quoting, appending.
package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
)

func main() {
	for _, s := range []string{"42", "-0x2A", "0b101", "1_000", "9223372036854775808", "", "12a"} {
		n, err := strconv.ParseInt(s, 0, 64)
		var ne *strconv.NumError
		if errors.As(err, &ne) {
			fmt.Println(n, ne.Func, ne.Err == strconv.ErrRange, err)
			continue
		}
		fmt.Println(n)
	}
	v, err := strconv.ParseInt("200", 10, 8)
	u, err2 := strconv.ParseUint("-1", 10, 64)
	fmt.Println(v, err, u, err2)
	for _, f := range []float64{0.1, 1e21, 1.0 / 3, 100, math.Inf(-1), 5e-324} {
		fmt.Print(strconv.FormatFloat(f, 'g', -1, 64), " ", strconv.FormatFloat(f, 'e', 3, 32), " ", strconv.FormatFloat(f, 'f', 1, 64), "\n")
	}
	f, err := strconv.ParseFloat("1e400", 64)
	fmt.Println(f, err)
	f, _ = strconv.ParseFloat("0x1.8p1", 64)
	n, _ := strconv.ParseFloat("nAn", 32)
	fmt.Println(f, n, strconv.FormatInt(-255, 16), strconv.FormatUint(35, 36))
	for _, s := range []string{"tab\t\"q\"", "é☺\x00\xff", "`"} {
		q := strconv.Quote(s)
		back, err := strconv.Unquote(q)
		fmt.Println(q, strconv.QuoteToASCII(s), back == s, err, strconv.CanBackquote(s))
	}
	r, multi, tail, err := strconv.UnquoteChar(`\u00e9tail`, '"')
	fmt.Println(string(r), multi, tail, err, strconv.QuoteRune('☺'))
	b := strconv.AppendInt([]byte("n="), 7, 2)
	b = strconv.AppendQuote(append(b, ' '), "x")
	b = strconv.AppendBool(append(b, ' '), true)
	fmt.Println(string(b))
	ok, err := strconv.ParseBool("T")
	_, err2 = strconv.ParseBool("yes")
	c, _ := strconv.ParseComplex("1+2i", 128)
	fmt.Println(ok, err, err2, c, strconv.Itoa(math.MinInt64))
}
