//go:build linux && cgo && egl

package gpu_test

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TestConformance runs the suite of all float32 backends on the device: whole,
// and with a storage block so small that the synapses fall into many shards.
func TestConformance(t *testing.T) {
	backendtest.Run(t, func(brain *snn.Brain, opt snn.Options) (engine.Backend, error) {
		return gpu.New(brain, opt, gpu.Config{Device: gpu.Best})
	})
}
