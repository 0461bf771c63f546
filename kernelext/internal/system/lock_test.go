package system

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
)

// While somebody else holds the lock, Lock waits until ctx ends, and says once that it does.
func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "folder", "x.lock")
	unlock, err := Lock(t.Context(), path, func() { t.Error("it waited for nobody") })
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	waited := 0
	if _, err := Lock(ctx, path, func() { waited++; cancel() }); !errors.Is(err, context.Canceled) || waited != 1 {
		t.Errorf("%v, waited %d times; want an error that ctx ended, and once", err, waited)
	}
	unlock()
	if unlock, err := Lock(t.Context(), path, func() {}); err != nil {
		t.Error(err)
	} else {
		unlock()
	}
}
