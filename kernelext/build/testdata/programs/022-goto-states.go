// goto: backward and forward jumps, out of blocks, retry loops.
package main

import "fmt"

func collatz(n int) (steps int) {
again:
	if n == 1 {
		return steps
	}
	steps++
	if n%2 == 0 {
		n /= 2
		goto again
	}
	n = 3*n + 1
	goto again
}

func parse(s string) string {
	i, out := 0, ""
start:
	if i == len(s) {
		goto end
	}
	switch c := s[i]; {
	case c == ' ':
		i++
		goto start
	case c >= '0' && c <= '9':
		goto number
	}
	out += fmt.Sprintf("[%c]", s[i])
	i++
	goto start
number:
	for ; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			goto start
		}
		out += string(s[i])
	}
end:
	return out + "."
}

func retry(attempts int, f func(int) error) (err error) {
	n := 0
again:
	n++
	if err = f(n); err != nil && n < attempts {
		goto again
	}
	{
		if err != nil {
			goto failed
		}
	}
	fmt.Println("succeeded after", n)
	return nil
failed:
	return fmt.Errorf("%d attempts: %w", n, err)
}

func main() {
	fmt.Println(collatz(27), parse("12 +x 345"))
	flaky := func(n int) error { return map[bool]error{false: fmt.Errorf("no %d", n)}[n > 2] }
	fmt.Println(retry(5, flaky))
	fmt.Println(retry(2, flaky))
}
