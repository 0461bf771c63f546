//go:build go1.27

// database/sql: ConvertAssign, and a driver whose rows scan their columns themselves.
package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
	"time"
)

type memory struct{}

func (memory) Connect(context.Context) (driver.Conn, error) { return memory{}, nil }
func (memory) Driver() driver.Driver                        { return nil }
func (memory) Prepare(string) (driver.Stmt, error)          { return nil, driver.ErrSkip }
func (memory) Close() error                                 { return nil }
func (memory) Begin() (driver.Tx, error)                    { return nil, driver.ErrSkip }
func (memory) QueryContext(_ context.Context, q string, _ []driver.NamedValue) (driver.Rows, error) {
	return &rows{query: q}, nil
}

type rows struct {
	query string
	row   int64
}

type point struct{ x, y int64 } // no value that drivers could have given before

func (r *rows) Columns() []string         { return []string{"n", "point", "text"} }
func (r *rows) Close() error              { fmt.Println("closed after", r.row); return nil }
func (r *rows) Next([]driver.Value) error { panic("Next is not for this version") }
func (r *rows) NextRow() error {
	if r.row == 2 {
		return io.EOF
	}
	r.row++
	return nil
}

func (r *rows) ScanColumn(c driver.ScanContext, index int, dest any) error {
	if p, ok := dest.(*point); ok && index == 1 {
		*p = point{r.row, -r.row}
		return nil
	}
	return sql.ConvertAssign(c, dest, []driver.Value{r.row, "no point", []byte(r.query)}[index])
}

func main() {
	db := sql.OpenDB(memory{})
	rs, err := db.Query("select")
	fmt.Println(err)
	for rs.Next() {
		var n uint8
		var p point
		var text sql.Null[string]
		err := rs.Scan(&n, &p, &text)
		fmt.Println(n, p, text, err)
	}
	fmt.Println(rs.Err())
	var p *point
	fmt.Println(db.QueryRow("one").Scan(new(bool), &p, new(any)))
	fmt.Println(db.Close())

	var (
		i   int8
		s   string
		ptr *float64
		t   sql.NullTime
		raw []byte
	)
	for _, c := range []struct {
		to   any
		from driver.Value
	}{{&i, "12"}, {&i, int64(300)}, {&i, nil}, {&s, 2.5}, {&s, time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)}, {&ptr, "1e3"}, {&ptr, nil}, {&t, nil}, {&raw, "bytes"}, {i, int64(1)}} {
		err := sql.ConvertAssign(driver.ScanContext{}, c.to, c.from)
		fmt.Println(i, s, ptr != nil && *ptr == 1000, t.Valid, string(raw), err)
	}
}
