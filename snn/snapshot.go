package snn

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"
)

// Snapshot is what a brain has become between two ticks, as V8 would store it:
// every trace and gain decayed up to now. A backend fills in what is not nil; a
// snapshot without Weight and State looks at no synapse, which makes it cheap.
type Snapshot struct {
	Tick      int32     // ticks run so far
	V, U      []float64 // per neuron [mV]; nil: not wanted
	LastSpike []int64   // per neuron, tick; nil: not wanted

	// Per synapse row of the Brain: the weight, and the state for types that
	// have one. Without Weight there is no State.
	Weight []float64 // nil: not wanted
	State  []SynapseState // 56 bytes each; nil: not wanted
}

// NewSnapshot returns the snapshot of the brain as stored: the frame that a
// backend fills in.
func NewSnapshot(b *Brain) *Snapshot {
	s := NewWeightSnapshot(b)
	s.V, s.U = make([]float64, len(b.Neurons)), make([]float64, len(b.Neurons))
	s.LastSpike, s.State = make([]int64, len(b.Neurons)), make([]SynapseState, b.Synapses.Len())
	for i := range b.Neurons {
		n := &b.Neurons[i]
		s.V[i], s.U[i], s.LastSpike[i] = n.V, n.U, n.LastSpike
	}
	for i := range s.State {
		s.State[i] = b.States[b.Synapses.StateAt(i)]
	}
	return s
}

// NewWeightSnapshot returns the frame of a snapshot of the weights alone, which
// is an eighth of the whole: nothing else is filled in.
func NewWeightSnapshot(b *Brain) *Snapshot { return &Snapshot{Weight: slices.Clone(b.Synapses.Weight)} }

// WeightHash is the certificate of a run's weights: SHA-256 over the chemical
// synapses' weights as little-endian float32 in order of their database ids.
func WeightHash(b *Brain, weight []float64) string {
	h := sha256.New()
	buffer := make([]byte, 0, 1<<16)
	for i, t := range b.Synapses.Type {
		if !t.Chemical() {
			continue
		}
		buffer = binary.LittleEndian.AppendUint32(buffer, math.Float32bits(float32(weight[i])))
		if len(buffer) == cap(buffer) {
			h.Write(buffer)
			buffer = buffer[:0]
		}
	}
	h.Write(buffer)
	return hex.EncodeToString(h.Sum(nil))
}
