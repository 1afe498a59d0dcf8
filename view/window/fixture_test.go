package window

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/snn"
)

// begins returns what begins runs of so many ticks of the arena brain, in the
// arena or alone.
func begins(t testing.TB, ticks int32, inArena bool) func() (*Run, error) {
	t.Helper()
	brain := testbrain.Arena(t)
	return func() (*Run, error) {
		backend, err := cpu.NewBackend(brain, snn.Options{Learn: true, Threads: 1})
		if err != nil {
			return nil, err
		}
		r := &Run{
			Brain: brain, Backend: backend, BackendName: "cpu", Name: "arena_v1",
			Config: engine.Config{Ticks: ticks, NoiseSeed: 42},
		}
		if inArena {
			r.Arena, err = engine.NewArena(brain, engine.DefaultArenaConfig())
		}
		return r, err
	}
}

// plainHash is the certificate of such a run that nobody looks at.
func plainHash(t *testing.T, ticks int32) string {
	t.Helper()
	r, err := begins(t, ticks, true)()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Backend.Close()
	r.Config.World = r.Arena
	result, err := engine.Run(t.Context(), r.Brain, r.Backend, r.Config)
	if err != nil {
		t.Fatal(err)
	}
	return result.SpikeHash
}
