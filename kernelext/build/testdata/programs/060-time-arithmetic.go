// time: durations printed and parsed, dates computed, formats, zones; no clock is read.
package main

import (
	"fmt"
	"slices"
	"time"
)

type span struct{ from, to time.Time }

func (s span) days(yield func(time.Time) bool) {
	for d := s.from; !d.After(s.to) && yield(d); d = d.AddDate(0, 0, 1) {
	}
}

func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}

func main() {
	for _, d := range []time.Duration{0, 1, 1500, 2 * time.Millisecond, 90 * time.Second, -36 * time.Hour, 1<<63 - 1} {
		fmt.Print(d, " ")
	}
	d, err := time.ParseDuration("1h15m30.918s")
	fmt.Println(d, err, d.Round(time.Minute), d.Truncate(time.Hour), d.Minutes())
	_, err = time.ParseDuration("3 days")
	fmt.Println(err, time.Duration(2.5*float64(time.Second)))
	t := time.Date(2024, 2, 29, 23, 59, 58, 987654321, time.UTC)
	fmt.Println(t, t.Weekday(), t.YearDay(), t.AddDate(1, 0, 0).Format(time.DateOnly), t.Month()+1)
	zone := time.FixedZone("KST", 9*3600)
	fmt.Println(t.In(zone).Format(time.RFC1123Z), t.Equal(t.In(zone)), t == t.In(zone), t.In(zone).Location())
	fmt.Println(t.Format("Mon Jan _2 3:04PM .000 '06 002 Z07:00"), t.Truncate(time.Hour).Format(time.Kitchen))
	p, err := time.Parse("2006-01-02 15:04 -0700", "2021-07-04 12:30 +0200")
	fmt.Println(p.UTC(), err, t.Sub(p).Round(time.Hour), p.Before(t), t.Compare(p))
	_, err = time.Parse(time.DateOnly, "2021-13-01")
	fmt.Println(err)
	y, w := time.Date(2021, 1, 3, 0, 0, 0, 0, time.UTC).ISOWeek()
	fmt.Println(y, w, time.Unix(1e9, 5).UTC(), time.UnixMilli(-1).UTC().Format(time.StampMilli), easter(2024).Format("2 January"))
	s := span{t.Truncate(24 * time.Hour), t.AddDate(0, 0, 3)}
	weekdays := slices.Collect(func(yield func(string) bool) {
		for d := range s.days {
			if !yield(d.Weekday().String()[:3]) {
				return
			}
		}
	})
	fmt.Println(weekdays, time.Time{}.IsZero(), time.Time{}, time.March)
	b, _ := t.MarshalText()
	fmt.Println(string(b), t.Unix(), t.Nanosecond())
}
