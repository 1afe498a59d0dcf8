package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// Weights returns the present weights of a type's synapses, in the order of the
// network's set: nil where it has none, and for fixed synapses, whose weights
// never change. The slice is the backend's own, to be read before the next call
// only.
func (b *Backend) Weights(t snn.SynapseType) ([]float32, error) {
	if !t.Chemical() || b.sets[t] == nil {
		return nil, nil
	}
	for _, p := range b.parts {
		if t == snn.Plastic && p.plastic != nil {
			p.plastic.settle(b.tick)
		}
	}
	return b.sets[t].weight, nil
}
