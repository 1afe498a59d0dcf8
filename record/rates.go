package record

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// rates counts the spikes of each neuron type in bins.
type rates struct {
	spool   *spool
	bin     int32
	types   []snn.NeuronType // present, in order
	column  []uint8          // of each neuron
	neurons []int64          // of each column; the last one is that of all
	counts  []int64          // in the bin begun; the last one stays 0 until it ends
	ticks   int32            // in the bin begun
	first   int32            // its first tick
}

func newRates(b *snn.Brain, bin int32) *rates {
	var number [snn.NumNeuronTypes]int64
	for i := range b.Neurons {
		number[b.Neurons[i].Type]++
	}
	r := &rates{bin: bin, column: make([]uint8, len(b.Neurons))}
	var column [snn.NumNeuronTypes]uint8
	for t, n := range number {
		if n > 0 {
			column[t] = uint8(len(r.types))
			r.types, r.neurons = append(r.types, snn.NeuronType(t)), append(r.neurons, n)
		}
	}
	for i := range b.Neurons {
		r.column[i] = column[b.Neurons[i].Type]
	}
	r.neurons = append(r.neurons, int64(len(b.Neurons)))
	r.counts = make([]int64, len(r.neurons))
	return r
}

// add counts the spikes of a tick.
func (r *rates) add(tick int32, fired []int32) error {
	for _, n := range fired {
		r.counts[r.column[n]]++
	}
	r.ticks++
	if int64(tick+1)%int64(r.bin) == 0 {
		return r.cut()
	}
	return nil
}

// cut ends the bin, if one was begun.
func (r *rates) cut() error {
	if r.ticks == 0 {
		return nil
	}
	if err := r.spool.room(4 * (1 + len(r.counts))); err != nil {
		return err
	}
	total := len(r.counts) - 1
	for _, n := range r.counts[:total] {
		r.counts[total] += n
	}
	b := binary.LittleEndian.AppendUint32(r.spool.buffer, uint32(r.first))
	for i, n := range r.counts {
		b = appendFloat32(b, float32(1000*float64(n)/(float64(r.ticks)*float64(max(r.neurons[i], 1)))))
	}
	r.spool.buffer = b
	r.first, r.ticks = r.first+r.ticks, 0
	clear(r.counts)
	return nil
}

// begun returns the counts of the bin begun.
func (r *rates) begun() []int64 { return slices.Clone(r.counts) }

// restore goes on with a bin that was begun.
func (r *rates) restore(at Offsets) error {
	if len(at.Bin) != len(r.counts) {
		return fmt.Errorf("the checkpoint counts the spikes of %d neuron types, the brain has %d", len(at.Bin)-1, len(r.counts)-1)
	}
	copy(r.counts, at.Bin)
	r.ticks = at.Ticks % r.bin
	r.first = at.Ticks - r.ticks
	return nil
}
