package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// gatedSet holds the gated synapses of a part.
type gatedSet struct {
	rows
	incoming
	weight []float32
	pre    []int32 // by synapse: trace of the source
}

func newGatedSet(p *part, s *snn.SynapseSet, c *columns) *gatedSet {
	r := newRows(p, s, c.cuts)
	return &gatedSet{rows: r, incoming: newIncoming(&r), weight: c.weight, pre: s.PreBySynapse()}
}

// deliver sends the spikes of gated synapses (semantics section 2, gated, on
// source spike).
//
//	for n in fired, k in row(n):
//	  gates learning, or open(gate[k]): I[t+delay[k]][target[k]] += quantize(weight[k])
func (s *gatedSet) deliver(tick int32, fired []int32) {
	if s == nil {
		return
	}
	for _, n := range fired {
		for k := s.begin[n]; k < s.end[n]; k++ {
			if c := s.class(k); !c.Transmission || s.part.gates.open(c.Gate) {
				s.send(tick, k, snn.Quantize(s.weight[k], s.part.scale))
			}
		}
	}
}

// learn potentiates the gated synapses of targets that fired while the gate is
// open (semantics section 2, gated, on target spike).
//
//	for n in fired, k in column(n):
//	  open(gate[k]): weight[k] = moved(weight[k], LTPRate, trace(pre[k]), LTPLimit)
func (s *gatedSet) learn(tick int32, fired []int32) {
	if s == nil {
		return
	}
	for _, n := range fired {
		for _, k := range s.of(n) {
			if c := s.class(k); c.LTPRate != 0 && s.part.gates.open(c.Gate) {
				s.weight[k] = moved(s.weight[k], c.LTPRate, s.part.trace(s.pre[k], tick), c.LTPLimit, c)
			}
		}
	}
}

func (s *gatedSet) snapshot(tick int32, to *snn.Snapshot) {
	if s == nil {
		return
	}
	s.each(func(_, k int32) {
		row := s.set.RowOf(k)
		to.Weight[row] = float64(s.weight[k])
		if to.State == nil {
			return
		}
		to.State[row].Eligibility = s.part.storedTrace(s.pre[k], tick)
	})
}
