package loader

import (
	"math"
	"os"

	"github.com/engine-gpu/engine-gpu/loader/columnar"
	"github.com/engine-gpu/engine-gpu/snn"
)

// saveColumnar is Save for the open columnar brain at path.
func saveColumnar(path string, f *os.File, b *snn.Brain, s *snn.Snapshot, r replacer) error {
	stored, err := columnar.Read(f)
	if err != nil {
		return readError(path, err)
	}
	err = sameRows(stored, b)
	if err == nil {
		become(stored, s)
		err = r.replace(path, func(f *os.File) error { return columnar.Write(f, stored) })
	}
	if err != nil {
		return writeError(path, err)
	}
	return nil
}

// sameRows demands that a stored brain has the neurons and synapses of b, as
// far as a run does not change them.
func sameRows(stored, b *snn.Brain) error {
	for i := range max(len(stored.Neurons), len(b.Neurons)) {
		if i >= len(stored.Neurons) || i >= len(b.Neurons) ||
			stored.Neurons[i].ID != b.Neurons[i].ID || stored.Neurons[i].Type != b.Neurons[i].Type {
			return rowsChanged("neurons", i)
		}
	}
	x, y := &stored.Synapses, &b.Synapses
	for i := range max(x.Len(), y.Len()) {
		if i >= x.Len() || i >= y.Len() || x.IDAt(i) != y.IDAt(i) ||
			x.Source[i] != y.Source[i] || x.Target[i] != y.Target[i] || x.Type[i] != y.Type[i] {
			return rowsChanged("synapses", i)
		}
	}
	return nil
}

// become gives a brain the values of a snapshot.
func become(b *snn.Brain, s *snn.Snapshot) {
	for i := range b.Neurons {
		n := &b.Neurons[i]
		n.V, n.U, n.LastSpike = s.V[i], s.U[i], s.LastSpike[i]
	}
	b.Synapses.Weight = s.Weight
	b.States, b.Synapses.State = sharedStates(s.State)
}

// stateKey is a state to the last bit: unlike ==, it tells -0 from 0.
type stateKey struct {
	eligibility, eligPost, trace, gain uint64
	sourceFires, coincidences          int64
	alive                              bool
}

func keyOf(s *snn.SynapseState) stateKey {
	return stateKey{
		math.Float64bits(s.Eligibility), math.Float64bits(s.EligPost), math.Float64bits(s.Trace), math.Float64bits(s.CurrentGain),
		s.SourceFires, s.Coincidences, s.Alive,
	}
}

// sharedStates returns the distinct states of the rows in the order of their
// first row, and each row's index among them: nil if all are 0.
func sharedStates(rows []snn.SynapseState) (states []snn.SynapseState, index []int32) {
	known := map[stateKey]int32{}
	index = make([]int32, len(rows))
	for i := range rows {
		key := keyOf(&rows[i])
		at, seen := known[key]
		if !seen {
			at = int32(len(states))
			known[key] = at
			states = append(states, rows[i])
		}
		index[i] = at
	}
	if len(states) <= 1 {
		index = nil
	}
	return states, index
}
