// bufio: scanners with own split functions, long lines, readers that peek.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

func numbers(data []byte, atEOF bool) (advance int, token []byte, err error) {
	advance, token, err = bufio.ScanWords(data, atEOF)
	if err == nil && token != nil {
		_, err = strconv.Atoi(string(token))
	}
	return
}

func onSemicolon(data []byte, atEOF bool) (int, []byte, error) {
	if i := bytes.IndexByte(data, ';'); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, bufio.ErrFinalToken
	}
	return 0, nil, nil
}

func scan(text string, split bufio.SplitFunc, limit int) {
	s := bufio.NewScanner(strings.NewReader(text))
	s.Split(split)
	if limit > 0 {
		s.Buffer(make([]byte, 0, limit), limit)
	}
	for s.Scan() {
		fmt.Printf("%q ", s.Text())
	}
	fmt.Println(s.Err(), errors.Is(s.Err(), bufio.ErrTooLong))
}

func main() {
	scan("one\r\ntwo\n\nlast", bufio.ScanLines, 0)
	scan("a  b\tc\n", bufio.ScanWords, 0)
	scan("é\xffz", bufio.ScanRunes, 0)
	scan("12 34 x 5", numbers, 0)
	scan("first;;third", onSemicolon, 0)
	scan("short\n"+strings.Repeat("x", 40), bufio.ScanLines, 16)

	r := bufio.NewReaderSize(strings.NewReader("key: value\nlonger than the sixteen bytes\nrest"), 16)
	head, _ := r.Peek(3)
	key, _ := r.ReadString(':')
	r.Discard(1)
	line, isPrefix, _ := r.ReadLine()
	fmt.Printf("%s %s %s %t\n", head, key, line, isPrefix)
	line, isPrefix, _ = r.ReadLine()
	fmt.Printf("%q %t %d\n", line, isPrefix, r.Buffered())
	_, err := r.ReadSlice('?')
	c, size, _ := r.ReadRune()
	fmt.Println(err, string(c), size, r.UnreadRune(), r.UnreadRune())
	rest, _ := io.ReadAll(r)
	fmt.Printf("%q\n", rest)
	var b strings.Builder
	w := bufio.NewWriterSize(&b, 16)
	fmt.Fprint(w, "buffered")
	fmt.Println(b.Len(), w.Buffered(), w.Available(), w.Flush(), b.String())
}
