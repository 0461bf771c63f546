//go:build gophernotes

package main

import "seminar/kernelext/kernel/pipe"

func (in *interpreter) replay(keep string) *pipe.Error {
	_, steps, failure := in.compile("replay", keep)
	if failure != nil {
		return failure
	}
	_, _, failure = in.evaluate(steps)
	return failure
}
