package cpu

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// BenchmarkSnapshotV is what it costs to look at the membranes of a brain of
// arena_v1's size, as recording v does after every tick.
func BenchmarkSnapshotV(b *testing.B) {
	const neurons = 8070
	brain := &snn.Brain{Neurons: make([]snn.Neuron, neurons)}
	for i := range brain.Neurons {
		brain.Neurons[i] = snn.Neuron{ID: int64(i), Izhikevich: snn.RS.Parameters(), V: -65, U: -13}
	}
	backend, err := NewBackend(brain, snn.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer backend.Close()
	s := &snn.Snapshot{V: make([]float64, neurons)}
	for b.Loop() {
		if err := backend.Snapshot(s); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/neurons, "ns/neuron")
}
