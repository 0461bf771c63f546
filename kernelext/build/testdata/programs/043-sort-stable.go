// sort: by several keys, stable, reversed, own types, searching.
package main

import (
	"fmt"
	"sort"
	"strings"
)

type person struct {
	name string
	age  int
}

type byAge []person

func (b byAge) Len() int           { return len(b) }
func (b byAge) Less(i, j int) bool { return b[i].age < b[j].age }
func (b byAge) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

type multi struct {
	people []person
	less   []func(a, b *person) bool
}

func (m multi) Len() int      { return len(m.people) }
func (m multi) Swap(i, j int) { m.people[i], m.people[j] = m.people[j], m.people[i] }
func (m multi) Less(i, j int) bool {
	a, b := &m.people[i], &m.people[j]
	for _, less := range m.less {
		switch {
		case less(a, b):
			return true
		case less(b, a):
			return false
		}
	}
	return false
}

func main() {
	people := []person{{"Zed", 30}, {"amy", 30}, {"Bob", 25}, {"Cyd", 25}, {"Amy", 41}}
	sort.Stable(byAge(people))
	fmt.Println(people)
	sort.Sort(sort.Reverse(byAge(people)))
	fmt.Println(people[0], people[4].age)
	sort.Sort(multi{people, []func(a, b *person) bool{
		func(a, b *person) bool { return strings.ToLower(a.name) < strings.ToLower(b.name) },
		func(a, b *person) bool { return a.age > b.age },
	}})
	fmt.Println(people)
	sort.SliceStable(people, func(i, j int) bool { return len(people[i].name)+people[i].age%2 < len(people[j].name)+people[j].age%2 })
	fmt.Println(people, sort.IsSorted(byAge(people)))
	xs := sort.IntSlice{5, 2, 8}
	xs.Sort()
	fmt.Println(xs, sort.SearchInts(xs, 6), xs.Search(8), sort.Search(100, func(i int) bool { return i*i >= 50 }))
	i, found := sort.Find(len(xs), func(i int) int { return 5 - xs[i] })
	words := []string{"b", "A", "c"}
	sort.Sort(sort.Reverse(sort.StringSlice(words)))
	fmt.Println(i, found, words)
}
