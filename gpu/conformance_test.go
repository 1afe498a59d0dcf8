//go:build linux && cgo && egl

package gpu_test

import (
	"os"
	"os/exec"
	"testing"

	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/internal/egltest"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
)

// TestConformance runs the suite of all float32 backends on the device.
func TestConformance(t *testing.T) {
	needGL(t)
	t.Parallel()
	backendtest.Run(t, altered(gpu.Altered{}))
}

// TestConformanceInShards runs it with the synapses of every brain split into
// at least three shards where they have three sources.
func TestConformanceInShards(t *testing.T) {
	needGL(t)
	t.Parallel()
	backendtest.Run(t, altered(gpu.Altered{Shards: 3}))
}

// TestConformanceWithThreads runs the suite's main part in a process in which
// software GL computes on several threads, so that the workgroups of a kernel
// meet in every order.
func TestConformanceWithThreads(t *testing.T) {
	if !egltest.Open(t, egl.Options{Device: egl.Best}).Info().Software {
		t.Skip("the device has threads enough in the other tests")
	}
	t.Parallel()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestConformance$/^parity$/(alone|size|all|fan|random|gates|noise)")
	cmd.Env = append(os.Environ(), "LP_NUM_THREADS=4")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
