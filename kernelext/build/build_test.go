package build_test

import (
	"context"
	"flag"
	"testing"
	"time"

	"seminar/kernelext/build"
)

var keep = flag.String("keep", "", "build the kernel's binary there and keep it")

func TestKernel(t *testing.T) {
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	started := time.Now()
	if err := build.Kernel(context.Background(), build.Options{Output: path}); err != nil {
		t.Fatal(err)
	}
	t.Logf("up to date: %v", time.Since(started))
}
