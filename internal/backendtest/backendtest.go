package backendtest

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Factory makes a backend for a brain: the one under test, or the oracle.
type Factory func(brain *snn.Brain, opt snn.Options) (engine.Backend, error)

// Run tests the backends that a factory makes.
func Run(t *testing.T, factory Factory) {
	t.Run("contract", func(t *testing.T) { runContract(t, factory) })
	t.Run("parity", func(t *testing.T) { runParity(t, factory) })
	t.Run("resume", func(t *testing.T) { runResume(t, factory) })
	t.Run("semantics", func(t *testing.T) { runSemantics(t, factory) })
}

// oracle makes the backend that decides about bits.
func oracle(brain *snn.Brain, opt snn.Options) (engine.Backend, error) {
	opt.Threads = 1
	return cpu.NewBackend(brain, opt)
}

// reference makes V8's twin.
func reference(brain *snn.Brain, opt snn.Options) (engine.Backend, error) {
	return cpu.NewReference(brain, opt)
}

// open makes a backend that is closed when the test ends.
func open(t testing.TB, factory Factory, brain *snn.Brain, opt snn.Options) engine.Backend {
	t.Helper()
	b, err := factory(brain, opt)
	if err != nil {
		t.Fatalf("cannot make the backend: %v", err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return b
}
