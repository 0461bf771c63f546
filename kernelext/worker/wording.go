//go:build gophernotes

package main

import (
	"fmt"
	"strings"
)

// wording says a panic's value as Go's runtime does.
func wording(p any) string {
	switch p := p.(type) {
	case error:
		return likeGo(p.Error())
	case fmt.Stringer:
		return p.String()
	case string:
		return likeGo(p)
	}
	return fmt.Sprintf("%v", p)
}

// likeGo translates what package reflect says inside the interpreter into what
// compiled code says.
func likeGo(message string) string {
	switch {
	case strings.HasPrefix(message, "interface conversion: "):
		return strings.NewReplacer("<interface{}>", "interface {}", "<", "", ">", "").Replace(message)
	case strings.HasPrefix(message, "reflect: call of") && strings.HasSuffix(message, "on zero Value"):
		return "runtime error: invalid memory address or nil pointer dereference"
	case message == "reflect: call of nil function", message == "reflect.Value.Call: call of nil function", message == "reflect: function is nil":
		return "runtime error: invalid memory address or nil pointer dereference"
	case message == "reflect.MakeSlice: negative len":
		return "runtime error: makeslice: len out of range"
	case message == "reflect.MakeSlice: negative cap":
		return "runtime error: makeslice: cap out of range"
	}
	return message
}
