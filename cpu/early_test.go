package cpu_test

import (
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TestBackendEarlyTicks compares Backend with V8's golden runs at the marks of
// the first 20 ticks, spike for spike, and reports the tick of the first
// difference.
//
// A float32 tick is off by some 1e-5 mV, and 20 ticks of an Izhikevich neuron
// that does not fire multiply that by less than 10. Around its threshold a
// neuron moves by more than 1 mV in a tick, so that of the at most 8,000
// spikes that these brains fire in 20 ticks, fewer than one in ten runs has one
// that is that close to it.
func TestBackendEarlyTicks(t *testing.T) {
	for _, name := range goldenNames(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := readGolden(t, name)
			g.Protocol.Ticks = 300
			brain := g.brain(t)
			var want [][]int32
			r, err := cpu.NewReference(brain, g.options())
			if err != nil {
				t.Fatal(err)
			}
			g.Protocol.run(t, r, len(brain.Neurons), func(_ int, fired *snn.Spikes) {
				want = append(want, slices.Clone(fired.Neurons))
			})
			b := newBackend(t, brain, g.options())
			hash, marks, parted := snn.NewSpikeHash(), 0, -1
			g.Protocol.run(t, b, len(brain.Neurons), func(tick int, fired *snn.Spikes) {
				fired.Each(hash.Add)
				if m := g.Marks[marks]; m.Tick == tick+1 && m.Tick <= 20 {
					if hash.Sum() != m.SHA256 {
						t.Errorf("after %d ticks the spikes differ from V8's", m.Tick)
					}
					marks++
				}
				if parted < 0 && !slices.Equal(fired.Neurons, want[tick]) {
					parted = tick
				}
			})
			if marks != 2 {
				t.Errorf("%d marks within 20 ticks, not 2", marks)
			}
			t.Logf("first difference to the reference in tick %d (-1: none in %d)", parted, g.Protocol.Ticks)
		})
	}
}

// newBackend returns a Backend on one thread that is closed when the test
// ends.
func newBackend(t testing.TB, brain *snn.Brain, opt snn.Options) *cpu.Backend {
	t.Helper()
	opt.Threads = 1
	b, err := cpu.NewBackend(brain, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}
