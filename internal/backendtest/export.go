package backendtest

import (
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Oracle makes the backend that decides about bits, for comparisons beside
// those of [Run]: a backend's own tests may not import package cpu.
func Oracle(brain *snn.Brain, opt snn.Options) (engine.Backend, error) { return oracle(brain, opt) }

// SameBits demands, through t's Errorf, that two trials are equal in every bit.
func SameBits(t interface {
	Helper()
	Errorf(format string, args ...any)
}, brain *snn.Brain, want, got *Trial) {
	t.Helper()
	sameBits(t, brain, want, got)
}
