package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// plasticSet holds the plastic (STDP) synapses of a part.
type plasticSet struct {
	rows
	incoming
	weight []float32
	class  []int32
	pre    []int32 // trace of the source
	post   []int32 // trace of the target
}

func newPlasticSet(p *part, s *snn.SynapseSet) *plasticSet {
	if s == nil {
		return nil
	}
	r := newRows(p, s)
	return &plasticSet{
		rows: r, incoming: newIncoming(&r),
		weight: pick(s.Weight, r.origin), class: pick(s.Class, r.origin),
		pre: pick(s.Pre, r.origin), post: pick(s.Post, r.origin),
	}
}

// deliver sends the spikes of plastic synapses, after depression by what the
// target did before (semantics section 2, plastic, on source spike).
//
//	for n in fired, k in row(n):
//	  e = trace(post[k]);  e > 0.01: weight[k] = moved(weight[k], LTDRate, e, LTDLimit)
//	  I[t+delay[k]][target[k]] += quantize(weight[k])
func (s *plasticSet) deliver(tick int32, fired []int32) {
	if s == nil {
		return
	}
	for _, n := range fired {
		for k := s.begin[n]; k < s.begin[n+1]; k++ {
			w := s.weight[k]
			if c := &s.set.Classes[s.class[k]]; c.LTDRate != 0 {
				if e := s.part.trace(s.post[k], tick); e > snn.LTDFloor {
					w = moved(w, c.LTDRate, e, c.LTDLimit, c)
					s.weight[k] = w
				}
			}
			s.send(tick, k, snn.Quantize(w, s.part.scale))
		}
	}
}

// learn potentiates the plastic synapses of targets that fired (semantics
// section 2, plastic, on target spike). The stored trace decides, as in
// developmentalSet.learn: even a spent one brings the weight within its bounds.
//
//	for n in fired, k in column(n), stored trace(pre[k]) > 0:
//	  weight[k] = moved(weight[k], LTPRate, trace(pre[k]), LTPLimit)
func (s *plasticSet) learn(tick int32, fired []int32) {
	if s == nil {
		return
	}
	for _, n := range fired {
		for _, k := range s.of(n) {
			if s.part.traceValue[s.pre[k]] <= 0 {
				continue
			}
			if c := &s.set.Classes[s.class[k]]; c.LTPRate != 0 {
				s.weight[k] = moved(s.weight[k], c.LTPRate, s.part.trace(s.pre[k], tick), c.LTPLimit, c)
			}
		}
	}
}

func (s *plasticSet) snapshot(tick int32, to *snn.Snapshot) {
	if s == nil {
		return
	}
	for k, o := range s.origin {
		row := s.set.Row[o]
		to.Weight[row] = float64(s.weight[k])
		to.State[row].Eligibility = s.part.storedTrace(s.pre[k], tick)
		to.State[row].EligPost = s.part.storedTrace(s.post[k], tick)
	}
}
