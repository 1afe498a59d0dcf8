package cpu

import (
	"sort"

	"github.com/engine-gpu/engine-gpu/snn"
)

// rows is what all synapse sets of a part have in common: which synapses of the
// network's set are onto the part's neurons. Rows ascend by target, so that a
// part's share of a row is one stretch of it, begin[n] .. end[n]-1 for source
// n: parts share the network's arrays and copy none.
type rows struct {
	part        *part
	set         *snn.SynapseSet
	begin, end  []int32 // [neurons]
	destination []uint32
}

func newRows(p *part, s *snn.SynapseSet, cuts [][]int32) rows {
	return rows{part: p, set: s, begin: cuts[p.index], end: cuts[p.index+1], destination: s.Destination}
}

// targetMask picks the target out of a destination.
const targetMask = 1<<snn.TargetBits - 1

// cutRows cuts the rows of a set at the given targets, ascending: the synapses
// of source n onto bounds[i] .. bounds[i+1]-1 are cuts[i][n] .. cuts[i+1][n]-1.
// The first bound is 0 and the last the number of neurons.
func cutRows(s *snn.SynapseSet, bounds []int32) [][]int32 {
	neurons := len(s.Begin) - 1
	cuts := make([][]int32, len(bounds))
	cuts[0], cuts[len(bounds)-1] = s.Begin[:neurons], s.Begin[1:]
	for i := 1; i < len(bounds)-1; i++ {
		cut, before := make([]int32, neurons), cuts[i-1]
		for n := range cut {
			first, end := before[n], s.Begin[n+1]
			row := s.Destination[first:end]
			cut[n] = first + int32(sort.Search(len(row), func(k int) bool {
				return int32(row[k]&targetMask) >= bounds[i]
			}))
		}
		cuts[i] = cut
	}
	return cuts
}

// each calls f for every synapse of the rows, with its source.
func (r *rows) each(f func(source, k int32)) {
	for n := range int32(len(r.begin)) {
		for k := r.begin[n]; k < r.end[n]; k++ {
			f(n, k)
		}
	}
}

// send puts a current on its way over synapse k.
func (r *rows) send(tick, k, current int32) {
	d := r.destination[k]
	if d>>snn.TargetBits == snn.LongDelay {
		r.part.ring.sendLate(tick+r.set.LongDelay[k], int32(d&targetMask), current)
		return
	}
	r.part.ring.send(d, current)
}

// sendWeights puts the currents of weights on their way over synapses begin ..
// end-1.
func (r *rows) sendWeights(tick, begin, end int32, weight []float32) {
	ring, scale := &r.part.ring, r.part.scale
	if r.set.LongDelay != nil {
		for k := begin; k < end; k++ {
			r.send(tick, k, snn.Quantize(weight[k], scale))
		}
		return
	}
	slots, base := ring.slots, &ring.base
	destination := r.destination[begin:end]
	weight = weight[begin:end][:len(destination)]
	for k, d := range destination {
		slots[base[d>>snn.TargetBits]+int(d&targetMask)] += snn.Quantize(weight[k], scale)
	}
}

// class returns the class of synapse k.
func (r *rows) class(k int32) *snn.Class { return &r.set.Classes[r.set.ClassOf(k)] }

// incoming lists the rows' synapses by target: those into neuron n are
// in[inBegin[n-lo]] .. in[inBegin[n-lo+1]-1], in order of source.
type incoming struct {
	lo      int32
	inBegin []int32
	in      []int32
}

func newIncoming(r *rows) incoming {
	lo, width := r.part.lo, r.part.hi-r.part.lo
	c := incoming{lo: lo, inBegin: make([]int32, width+1)}
	r.each(func(_, k int32) { c.inBegin[int32(r.destination[k]&targetMask)-lo+1]++ })
	for i := range width {
		c.inBegin[i+1] += c.inBegin[i]
	}
	c.in = make([]int32, c.inBegin[width])
	next := clone(c.inBegin)
	r.each(func(_, k int32) {
		target := int32(r.destination[k]&targetMask) - lo
		c.in[next[target]] = k
		next[target]++
	})
	return c
}

// of returns the synapses into neuron n.
func (c *incoming) of(n int32) []int32 { return c.in[c.inBegin[n-c.lo]:c.inBegin[n-c.lo+1]] }
