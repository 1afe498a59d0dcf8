package plan

import (
	"testing"
	"unsafe"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/internal/memsize"
	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TestForBrain: what is foretold from two numbers is no less than what brains,
// their networks and backends hold, and not far more.
func TestForBrain(t *testing.T) {
	for _, name := range []string{"arena_v1", "megabrain", "kitchen_sink"} {
		t.Run(name, func(t *testing.T) {
			brain := testbrain.Builtin(t, name, "")
			for _, threads := range []int{1, 2} {
				net, err := snn.Compile(brain)
				if err != nil {
					t.Fatal(err)
				}
				b, err := cpu.NewNetworkBackend(net, snn.Options{Learn: true, Threads: threads})
				if err != nil {
					t.Fatal(err)
				}
				m, err := ForBrain(int64(len(brain.Neurons)), int64(brain.Synapses.Len()), threads, false)
				if err != nil {
					t.Fatal(err)
				}
				rows, network := memsize.Of(brain), memsize.Of(net)
				backend := memsize.Of(net, b) - network
				t.Logf("%d threads: rows %d of %d, network %d of %d, backend %d of %d", threads, rows, m.Rows, network, m.Network, backend, m.Backend)
				if held := rows + memsize.Of(net, b); held > m.Sum(1) || m.Sum(1) > 3*held+brainRunBytes {
					t.Errorf("%d bytes foretold, %d held", m.Sum(1), held)
				}
				if err := b.Close(); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// TestBrainRowBytes holds the figure to the columns that every synapse has, and
// half of them.
func TestBrainRowBytes(t *testing.T) {
	var y snn.Synapse
	columns := unsafe.Sizeof(y.Weight) + unsafe.Sizeof(y.Source) + unsafe.Sizeof(y.Target) + unsafe.Sizeof(y.Delay) + unsafe.Sizeof(y.Params) + unsafe.Sizeof(y.Type)
	if want := int(columns + (columns+1)/2); brainRowBytes != want {
		t.Errorf("%d bytes, must be %d", brainRowBytes, want)
	}
}
