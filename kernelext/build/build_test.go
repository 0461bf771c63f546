package build_test

import (
	"context"
	"flag"
	"os"
	"testing"

	"seminar/kernelext/build"
)

var keep = flag.String("keep", "", "build the kernel's binary there and keep it")

func TestKernel(t *testing.T) {
	out := *keep
	if out == "" {
		out = t.TempDir() + "/gophernotes"
	}
	if err := build.Kernel(context.Background(), build.Options{Output: out, Log: os.Stderr}); err != nil {
		t.Fatal(err)
	}
}
