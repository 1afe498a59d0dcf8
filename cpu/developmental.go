package cpu

import (
	"math/bits"

	"github.com/engine-gpu/engine-gpu/snn"
)

// developmentalSet holds the developmental synapses of a part.
type developmentalSet struct {
	rows
	incoming
	*columns
	pre []int32 // by synapse: trace of the source
}

func newDevelopmentalSet(p *part, s *snn.SynapseSet, c *columns) *developmentalSet {
	r := newRows(p, s, c.cuts)
	return &developmentalSet{rows: r, incoming: newIncoming(&r), columns: c, pre: s.PreBySynapse()}
}

// deliver sends the spikes of live developmental synapses (semantics section
// 2, developmental, on source spike).
//
//	for n in fired, k in row(n), alive[k]:
//	  source_fires[k] += 1;  I[t+delay[k]][target[k]] += quantize(weight[k])
func (s *developmentalSet) deliver(tick int32, fired []int32) {
	if s == nil {
		return
	}
	for _, n := range fired {
		for k := s.begin[n]; k < s.end[n]; k++ {
			if s.alive[k] {
				s.sourceFires[k]++
				s.send(tick, k, snn.Quantize(s.weight[k], s.part.scale))
			}
		}
	}
}

// learn counts coincidences and potentiates the live developmental synapses of
// targets that fired (semantics section 2, developmental, on target spike). A
// coincidence needs a source that ever fired: V8's trace, which float64 hardly
// lets reach 0, is positive from then on, and so the stored value counts here,
// not the decayed one.
//
//	for n in fired, k in column(n), alive[k], stored trace(pre[k]) > 0:
//	  coincidences[k] += 1
//	  weight[k] = moved(weight[k], LTPRate, trace(pre[k]), LTPLimit)
func (s *developmentalSet) learn(tick int32, fired []int32) {
	if s == nil {
		return
	}
	for _, n := range fired {
		for _, k := range s.of(n) {
			if !s.alive[k] || s.part.traces[s.pre[k]].value <= 0 {
				continue
			}
			s.coincidences[k]++
			if c := s.class(k); c.LTPRate != 0 {
				s.weight[k] = moved(s.weight[k], c.LTPRate, s.part.trace(s.pre[k], tick), c.LTPLimit, c)
			}
		}
	}
}

// prune kills live synapses with too few coincidences (semantics section 2,
// developmental). The quotient is compared in integers.
//
//	for k, alive[k], source_fires[k] >= min: coincidences[k]/source_fires[k] < threshold: alive[k] = false, weight[k] = 0
func (s *developmentalSet) prune() {
	if s == nil {
		return
	}
	p := &s.part.net.Pruning
	s.each(func(_, k int32) {
		if !s.alive[k] || s.sourceFires[k] < p.MinSourceFires {
			return
		}
		high, low := bits.Mul64(p.Threshold, uint64(s.sourceFires[k]))
		if high > 0 || uint64(s.coincidences[k])<<32 < low {
			s.alive[k], s.weight[k] = false, 0
		}
	})
}

func (s *developmentalSet) snapshot(tick int32, to *snn.Snapshot) {
	if s == nil {
		return
	}
	s.each(func(_, k int32) {
		row := s.set.RowOf(k)
		to.Weight[row] = float64(s.weight[k])
		if to.State == nil {
			return
		}
		state := &to.State[row]
		state.SourceFires, state.Coincidences = int64(s.sourceFires[k]), int64(s.coincidences[k])
		state.Alive = s.alive[k]
		state.Eligibility = 0
		if s.alive[k] {
			state.Eligibility = s.part.storedTrace(s.pre[k], tick)
		}
	})
}
