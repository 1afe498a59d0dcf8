package edgelist

import (
	"fmt"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

const (
	idBlock  = 1 << 12
	idBlocks = snn.MaxNeurons / idBlock
)

// idTable numbers neurons in the order in which they are met, and sorts them
// when all are known. Edges are kept by these numbers, in 32 bits.
type idTable struct {
	ids []int64 // by number
	// low numbers ids below snn.MaxNeurons, in blocks made when one is met:
	// number + 1, 0 for none. high numbers all others.
	low  [idBlocks]*[idBlock]int32
	high map[int64]int32
}

func newIDTable() *idTable { return &idTable{high: map[int64]int32{}} }

// number returns the number of a neuron.
func (t *idTable) number(id int64) (int32, error) {
	if id >= snn.MaxNeurons {
		n, known := t.high[id]
		if !known {
			n = int32(len(t.ids))
			t.high[id] = n
			return n, t.add(id)
		}
		return n, nil
	}
	block := t.low[id/idBlock]
	if block == nil {
		block = new([idBlock]int32)
		t.low[id/idBlock] = block
	}
	n := &block[id%idBlock]
	if *n == 0 {
		*n = int32(len(t.ids)) + 1
		return *n - 1, t.add(id)
	}
	return *n - 1, nil
}

func (t *idTable) add(id int64) error {
	if len(t.ids) == snn.MaxNeurons {
		return fmt.Errorf("more than %d different neurons", snn.MaxNeurons)
	}
	t.ids = append(t.ids, id)
	return nil
}

// areIndices reports whether the ids look like indices: they begin at 0, and
// at least half of those up to the largest occur.
func (t *idTable) areIndices() bool {
	if len(t.ids) == 0 || len(t.high) > 0 {
		return false
	}
	return slices.Min(t.ids) == 0 && slices.Max(t.ids) < 2*int64(len(t.ids))
}

// place decides what neurons the brain has: their ids by position, and the
// position of each number. Indices fill the gaps between them, and go up to
// neurons-1 if that is given.
func (t *idTable) place(indices bool, neurons int) (ids []int64, positions []int32, err error) {
	positions = make([]int32, len(t.ids))
	if !indices {
		ids = slices.Clone(t.ids)
		slices.Sort(ids)
		for n, id := range t.ids {
			at, _ := slices.BinarySearch(ids, id)
			positions[n] = int32(at)
		}
		return ids, positions, nil
	}
	largest := slices.Max(t.ids)
	switch {
	case neurons > 0 && largest >= int64(neurons):
		return nil, nil, fmt.Errorf("neuron %d is outside of %d neurons, 0 to %d", largest, neurons, neurons-1)
	case largest >= snn.MaxNeurons:
		return nil, nil, fmt.Errorf("index %d is beyond the limit of %d neurons", largest, snn.MaxNeurons)
	case neurons == 0:
		neurons = int(largest) + 1
	}
	ids = make([]int64, neurons)
	for i := range ids {
		ids[i] = int64(i)
	}
	for n, id := range t.ids {
		positions[n] = int32(id)
	}
	return ids, positions, nil
}
