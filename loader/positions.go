package loader

import (
	"cmp"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// positions finds a neuron's position by its database id.
type positions struct {
	neurons []snn.Neuron
	first   int64
	dense   []int32 // by id - first: position + 1, 0 for a gap; nil if the ids are too far apart
}

// newPositions indexes neurons by ascending id.
func newPositions(neurons []snn.Neuron) positions {
	p := positions{neurons: neurons, first: neurons[0].ID}
	// Ids are nearly without gaps in practice: a table beats a search. The
	// difference of two int64 always fits uint64.
	span := uint64(neurons[len(neurons)-1].ID) - uint64(p.first) + 1
	if span != 0 && span <= 4*uint64(len(neurons))+1024 {
		p.dense = make([]int32, span)
		for i := range neurons {
			p.dense[uint64(neurons[i].ID)-uint64(p.first)] = int32(i) + 1
		}
	}
	return p
}

// of returns the position of the neuron with the given id.
func (p *positions) of(id int64) (int32, bool) {
	if p.dense == nil {
		i, ok := slices.BinarySearchFunc(p.neurons, id, func(n snn.Neuron, id int64) int { return cmp.Compare(n.ID, id) })
		return int32(i), ok
	}
	offset := uint64(id) - uint64(p.first)
	if offset >= uint64(len(p.dense)) || p.dense[offset] == 0 {
		return 0, false
	}
	return p.dense[offset] - 1, true
}
