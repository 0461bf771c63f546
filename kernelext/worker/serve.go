//go:build gophernotes

package main

func work() { println("hi") }
