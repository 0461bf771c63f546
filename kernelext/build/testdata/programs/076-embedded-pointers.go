// Embedding: pointers, promoted through levels, shadowed and ambiguous names, nil embedded.
package main

import "fmt"

type engine struct{ power int }

func (e *engine) start() string { e.power++; return fmt.Sprint("engine ", e.power) }
func (e engine) Power() int     { return e.power }

type radio struct{ on bool }

func (r *radio) toggle() bool { r.on = !r.on; return r.on }
func (r radio) start() string { return "radio" }

type car struct {
	*engine
	radio
	name string
}

func (c car) start() string { return c.name + ": " + c.engine.start() + ", " + c.radio.start() }

type taxi struct {
	car
	*meter
	power string
}

type meter struct {
	fare int
	next *meter
}

func (m *meter) charge(n int) *meter { m.fare += n; return m }
func (m *meter) isNil() bool         { return m == nil }

type starter interface{ start() string }

type wrapped struct{ starter }

func main() {
	c := car{&engine{100}, radio{}, "vw"}
	d := c
	fmt.Println(c.start(), d.start(), d.Power(), c.power, c.toggle(), d.on)
	t := taxi{car: c, power: "shadows"}
	fmt.Println(t.power, t.car.power, t.car.engine.power, t.isNil(), t.start())
	t.meter = &meter{}
	fmt.Println(t.charge(5).charge(6).fare, t.fare, t.name, t.toggle(), c.on)
	var s starter = t
	fmt.Println(wrapped{s}.start(), wrapped{&wrapped{c.engine}}.start())
	s = wrapped{&c}
	_, isCar := s.(wrapped).starter.(*car)
	fmt.Println(isCar)
	start, power := t.start, taxi.Power
	t.engine = &engine{7}
	fmt.Println(start(), power(t))
	func() {
		defer func() { fmt.Println(recover()) }()
		fmt.Println(car{}.Power())
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		fmt.Println(wrapped{}.start())
	}()
	anon := struct {
		*meter
		*engine
	}{t.meter, t.engine}
	fmt.Println(anon.start(), anon.charge(1).fare, t.meter.fare)
}
