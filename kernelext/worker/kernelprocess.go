//go:build gophernotes

package main

func kernelProcess(string) { fail("not yet") }
