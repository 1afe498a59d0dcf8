package cpu_test

import (
	"fmt"
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TestConformance runs the suite of all float32 backends over Backend on more
// than one thread.
func TestConformance(t *testing.T) {
	for _, threads := range []int{2, 3, 8} {
		t.Run(fmt.Sprintf("%d threads", threads), func(t *testing.T) {
			backendtest.Run(t, func(brain *snn.Brain, opt snn.Options) (engine.Backend, error) {
				opt.Threads = threads
				return cpu.NewBackend(brain, opt)
			})
		})
	}
}
