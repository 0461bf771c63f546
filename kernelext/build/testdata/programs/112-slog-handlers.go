// log/slog: text and JSON without times, groups, values that resolve late, a handler of one's own.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
)

type secret string

func (secret) LogValue() slog.Value { return slog.StringValue("***") }

type user struct {
	ID   int
	Name string
}

func (u user) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("id", u.ID), slog.String("name", u.Name))
}

type memory struct {
	lines *[]string
	attrs []slog.Attr
	min   slog.Level
}

func (m memory) Enabled(_ context.Context, l slog.Level) bool { return l >= m.min }

func (m memory) Handle(ctx context.Context, r slog.Record) error {
	parts := []string{r.Level.String(), r.Message}
	each := func(a slog.Attr) bool { parts = append(parts, a.String()); return true }
	for _, a := range m.attrs {
		each(a)
	}
	r.Attrs(each)
	*m.lines = append(*m.lines, strings.Join(parts, " "))
	return ctx.Err()
}

func (m memory) WithAttrs(a []slog.Attr) slog.Handler {
	m.attrs = append(slices.Clip(m.attrs), a...)
	return m
}

func (m memory) WithGroup(string) slog.Handler { return m }

func untimed(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

func main() {
	o := &slog.HandlerOptions{ReplaceAttr: untimed, Level: slog.LevelDebug}
	text := slog.New(slog.NewTextHandler(os.Stdout, o))
	text.Debug("started it", "n", 1, "list", []int{1, 2}, "odd")
	text.WithGroup("g").With("a", 1).Warn("w", slog.Group("in", "b", 2.5), "who", user{7, "Ann B"})
	json := slog.New(slog.NewJSONHandler(os.Stdout, o))
	json.Error("failed", "err", errors.New("no"), "password", secret("hunter2"), "user", user{1, "x"}, "raw", struct{ A int }{3})
	var lines []string
	own := slog.New(memory{lines: &lines, min: slog.LevelInfo})
	one, two := own.With("k", 1), own.With("k", 2)
	one.Info("first", "v", secret("s"))
	two.Debug("hidden")
	two.Log(context.Background(), slog.LevelError+2, "second")
	fmt.Printf("%q %t\n", lines, own.Enabled(nil, slog.LevelDebug))
}
