// Bank transfers with ordered locks: no deadlock, no money lost.
package main

import (
	"errors"
	"fmt"
	"sync"
)

type account struct {
	id int
	sync.Mutex
	balance int
	history []transfer
}

type transfer struct{ from, to, amount int }

type insufficient struct {
	account *account
	need    int
}

func (e *insufficient) Error() string {
	return fmt.Sprintf("account %d has %d, needs %d", e.account.id, e.account.balance, e.need)
}

var errSelf = errors.New("transfer to oneself")

type bank struct{ accounts []*account }

func open(balances ...int) *bank {
	b := new(bank)
	for i, m := range balances {
		b.accounts = append(b.accounts, &account{id: i, balance: m})
	}
	return b
}

func (b *bank) move(from, to, amount int) error {
	if from == to {
		return errSelf
	}
	x, y := b.accounts[from], b.accounts[to]
	first, second := x, y
	if first.id > second.id {
		first, second = second, first
	}
	first.Lock()
	defer first.Unlock()
	second.Lock()
	defer second.Unlock()
	if x.balance < amount {
		return fmt.Errorf("move: %w", &insufficient{x, amount})
	}
	x.balance -= amount
	y.balance += amount
	t := transfer{from, to, amount}
	x.history, y.history = append(x.history, t), append(y.history, t)
	return nil
}

func (b *bank) total() (sum int) {
	for _, a := range b.accounts {
		sum += a.balance
	}
	return
}

func main() {
	b := open(1000, 1000, 1000, 5)
	var wg sync.WaitGroup
	for i := range 300 {
		wg.Go(func() { b.move(i%3, (i+1)%3, i%7) })
	}
	wg.Wait()
	fmt.Println(b.total(), b.accounts[3].balance)
	err := b.move(3, 0, 50)
	var short *insufficient
	fmt.Println(err, errors.As(err, &short), short.need, errors.Is(b.move(1, 1, 1), errSelf))
	fmt.Println(b.move(3, 2, 5), b.accounts[3].history, b.accounts[3].TryLock())
}
