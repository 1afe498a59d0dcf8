package life

import (
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// A neuron at rest, as a recipe generates it (semantics section 1).
const (
	restV         = -65.0 // [mV]
	restLastSpike = -1000
)

// frame returns the snapshot that rested needs.
func frame(b *snn.Brain) *snn.Snapshot {
	s := snn.NewWeightSnapshot(b)
	if b.FirstDevelopmental() >= 0 {
		s.State = make([]snn.SynapseState, b.Synapses.Len())
	}
	return s
}

// rested returns the brain with what a snapshot learned, come to rest:
// membranes at rest, no trace or eligibility of the past, gains recovered, no
// spike on its way. What developmental synapses have counted stays, and the
// dead stay dead. The snapshot may be nil; the brain is left as it is.
func rested(b *snn.Brain, s *snn.Snapshot) *snn.Brain {
	r := *b
	r.Neurons = slices.Clone(b.Neurons)
	for i := range r.Neurons {
		n := &r.Neurons[i]
		n.V, n.U, n.LastSpike = restV, restV*n.Type.Parameters().B, restLastSpike
	}
	r.Synapses = b.Synapses.Clone()
	if s != nil {
		r.Synapses.Weight = slices.Clone(s.Weight)
	}
	r.States, r.Synapses.State = []snn.SynapseState{snn.StartState()}, nil
	if b.FirstDevelopmental() < 0 {
		return &r
	}
	r.Synapses.State = make([]int32, r.Synapses.Len())
	index := map[snn.SynapseState]int32{snn.StartState(): 0}
	for i, t := range r.Synapses.Type {
		if t != snn.Developmental {
			continue
		}
		old := b.States[b.Synapses.StateAt(i)]
		if s != nil && s.State != nil {
			old = s.State[i]
		}
		state := snn.StartState()
		state.SourceFires, state.Coincidences, state.Alive = old.SourceFires, old.Coincidences, old.Alive
		at, known := index[state]
		if !known {
			at = int32(len(r.States))
			index[state] = at
			r.States = append(r.States, state)
		}
		r.Synapses.State[i] = at
	}
	return &r
}
