package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// rows is what all synapse sets of a part have in common: where each synapse
// goes and which synapse of the network it is. It is in CSR by source over all
// neurons: the synapses of neuron n are begin[n] .. begin[n+1]-1.
type rows struct {
	part        *part
	begin       []int32
	destination []uint32
	delay       []int32 // [ticks]; nil unless a delay of the set is long
	origin      []int32 // index into the network's set
	set         *snn.SynapseSet
}

// newRows picks the synapses of a set whose targets are in the part.
func newRows(p *part, s *snn.SynapseSet) rows {
	r := rows{part: p, set: s, begin: make([]int32, len(s.Begin))}
	long := false
	for n := range len(s.Begin) - 1 {
		for k := s.Begin[n]; k < s.Begin[n+1]; k++ {
			target := s.Target[k] - p.lo
			if target < 0 || target >= p.hi-p.lo {
				continue
			}
			code := s.Delay[k]
			if code >= snn.LongDelay {
				code, long = snn.LongDelay, true
			}
			r.destination = append(r.destination, uint32(code)<<snn.TargetBits|uint32(target))
			r.origin = append(r.origin, k)
		}
		r.begin[n+1] = int32(len(r.origin))
	}
	if long {
		r.delay = pick(s.Delay, r.origin)
	}
	return r
}

// pick returns the values of a network's column for the part's synapses.
func pick[T any](column []T, origin []int32) []T {
	xs := make([]T, len(origin))
	for k, o := range origin {
		xs[k] = column[o]
	}
	return xs
}

// send puts a current on its way over synapse k.
func (r *rows) send(tick int32, k int32, current int32) {
	d := r.destination[k]
	if d>>snn.TargetBits == snn.LongDelay {
		r.part.ring.sendLate(tick, r.delay[k], d, current)
		return
	}
	r.part.ring.send(tick, d, current)
}

// incoming is a set's CSR by target over the neurons of the part: the synapses
// into neuron n are in[inBegin[n-lo]] .. in[inBegin[n-lo+1]-1].
type incoming struct {
	lo      int32
	inBegin []int32
	in      []int32
}

func newIncoming(r *rows) incoming {
	lo, width := r.part.lo, r.part.hi-r.part.lo
	c := incoming{lo: lo, inBegin: make([]int32, width+1), in: make([]int32, len(r.destination))}
	for _, d := range r.destination {
		c.inBegin[d&targetMask+1]++
	}
	for i := range width {
		c.inBegin[i+1] += c.inBegin[i]
	}
	next := clone(c.inBegin)
	for k, d := range r.destination {
		target := d & targetMask
		c.in[next[target]] = int32(k)
		next[target]++
	}
	return c
}

// of returns the synapses into neuron n.
func (c *incoming) of(n int32) []int32 { return c.in[c.inBegin[n-c.lo]:c.inBegin[n-c.lo+1]] }
