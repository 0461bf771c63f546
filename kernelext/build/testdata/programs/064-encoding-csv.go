// encoding/csv into structs by reflection, quoting, errors with positions.
package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strconv"
	"strings"
)

type stock struct {
	Name  string  `csv:"name"`
	Count int     `csv:"count"`
	Price float64 `csv:"price"`
}

func decode[T any](r io.Reader) (out []T, err error) {
	rd := csv.NewReader(r)
	rd.Comment, rd.TrimLeadingSpace = '#', true
	head, err := rd.Read()
	if err != nil {
		return nil, err
	}
	for {
		rec, err := rd.Read()
		if err == io.EOF {
			return out, nil
		} else if err != nil {
			return out, err
		}
		var t T
		v := reflect.ValueOf(&t).Elem()
		for i := range v.NumField() {
			for col, name := range head {
				if name != v.Type().Field(i).Tag.Get("csv") {
					continue
				}
				switch f := v.Field(i); f.Kind() {
				case reflect.String:
					f.SetString(rec[col])
				case reflect.Int:
					n, _ := strconv.ParseInt(rec[col], 10, 64)
					f.SetInt(n)
				case reflect.Float64:
					x, _ := strconv.ParseFloat(rec[col], 64)
					f.SetFloat(x)
				}
			}
		}
		out = append(out, t)
	}
}

func main() {
	fmt.Println(decode[stock](strings.NewReader("price,name,count\n# comment\n1.5, \"a, \"\"b\"\"\",3\n\n2,\"two\nlines\",4\n")))
	_, err := decode[stock](strings.NewReader("name,count\nx,1\ny\n"))
	var pe *csv.ParseError
	fmt.Println(err, errors.As(err, &pe), pe.Line, errors.Is(err, csv.ErrFieldCount))
	_, err = csv.NewReader(strings.NewReader("a,\"b\"c")).ReadAll()
	fmt.Println(err)
	w := csv.NewWriter(os.Stdout)
	w.Comma = ';'
	w.WriteAll([][]string{{"plain", "a;b", "q\"q"}, {" lead", "", "two\nlines"}})
	fmt.Println(w.Error())
}
