// A state machine by tables, typed events, guards and a log of transitions.
package main

import (
	"errors"
	"fmt"
	"strings"
)

type state uint8

type event uint8

const (
	locked state = iota
	unlocked
	broken
	states
)

const (
	coin event = iota + 10
	push
	kick
)

var names = [states]string{locked: "locked", unlocked: "unlocked", broken: "broken"}

func (s state) String() string {
	if s < states {
		return names[s]
	}
	return fmt.Sprintf("state(%d)", uint8(s))
}

func (e event) String() string { return map[event]string{coin: "coin", push: "push", kick: "kick"}[e] }

type key struct {
	state
	event event
}

type rule struct {
	to    state
	guard func(*turnstile) error
	do    func(*turnstile)
}

type turnstile struct {
	state
	coins, kicks int
	log          strings.Builder
}

var errJammed = errors.New("jammed")

var rules = map[key]rule{
	{locked, coin}:   {to: unlocked, do: func(t *turnstile) { t.coins++ }},
	{unlocked, push}: {to: locked},
	{unlocked, coin}: {unlocked, func(t *turnstile) error {
		if t.coins > 1 {
			return errJammed
		}
		return nil
	}, func(t *turnstile) { t.coins++ }},
	{locked, kick}: {to: broken, do: func(t *turnstile) { t.kicks++ }},
}

func (t *turnstile) fire(e event) error {
	r, ok := rules[key{t.state, e}]
	if !ok {
		return fmt.Errorf("%v: no rule for %v", t.state, e)
	}
	if r.guard != nil {
		if err := r.guard(t); err != nil {
			return fmt.Errorf("%v on %v: %w", t.state, e, err)
		}
	}
	if r.do != nil {
		r.do(t)
	}
	fmt.Fprintf(&t.log, "%v-%v->%v ", t.state, e, r.to)
	t.state = r.to
	return nil
}

func main() {
	var t turnstile
	for _, e := range []event{coin, coin, coin, push, push, kick, coin} {
		if err := t.fire(e); err != nil {
			fmt.Println(err, errors.Is(err, errJammed))
		}
	}
	fmt.Println(t.log.String(), t.coins, t.kicks, state(9))
	fmt.Printf("%v %d %s %T\n", t.state, t.state, key{locked, push}, key{})
}
