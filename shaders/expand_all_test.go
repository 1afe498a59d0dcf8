package shaders

import (
	"io/fs"
	"testing"
)

// TestKernelsExpand expands every kernel there is.
func TestKernelsExpand(t *testing.T) {
	kernels, err := fs.Glob(FS, "*.comp")
	if err != nil || len(kernels) == 0 {
		t.Fatalf("no kernels: %v", err)
	}
	for _, kernel := range kernels {
		if _, err := Expand(FS, kernel); err != nil {
			t.Error(err)
		}
	}
}
