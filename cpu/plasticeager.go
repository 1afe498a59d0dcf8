package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// eagerPlastic holds the plastic (STDP) synapses of a part and moves them at
// every spike. It is right for any set; [lazyPlastic] is faster where it can
// stand in.
type eagerPlastic struct {
	rows
	incoming
	weight []float32
	pre    []int32 // by synapse: trace of the source
	post   []int32 // by synapse: trace of the target
}

func newEagerPlastic(p *part, s *snn.SynapseSet, c *columns) *eagerPlastic {
	r := newRows(p, s, c.cuts)
	return &eagerPlastic{
		rows: r, incoming: newIncoming(&r), weight: c.weight,
		pre: s.PreBySynapse(), post: s.PostBySynapse(),
	}
}

// deliver sends the spikes of plastic synapses, after depression by what the
// target did before (semantics section 2, plastic, on source spike).
//
//	for n in fired, k in row(n):
//	  e = trace(post[k]);  e > 0.01: weight[k] = moved(weight[k], LTDRate, e, LTDLimit)
//	  I[t+delay[k]][target[k]] += quantize(weight[k])
func (s *eagerPlastic) deliver(tick int32, fired []int32) {
	for _, n := range fired {
		for k := s.begin[n]; k < s.end[n]; k++ {
			w := s.weight[k]
			if c := s.class(k); c.LTDRate != 0 {
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
func (s *eagerPlastic) learn(tick int32, fired []int32) {
	for _, n := range fired {
		for _, k := range s.of(n) {
			if s.part.traces[s.pre[k]].value <= 0 {
				continue
			}
			if c := s.class(k); c.LTPRate != 0 {
				s.weight[k] = moved(s.weight[k], c.LTPRate, s.part.trace(s.pre[k], tick), c.LTPLimit, c)
			}
		}
	}
}

func (s *eagerPlastic) settle(int32) {}

func (s *eagerPlastic) resume(int32) {}

func (s *eagerPlastic) snapshot(tick int32, to *snn.Snapshot) {
	s.each(func(_, k int32) {
		row := s.set.RowOf(k)
		to.Weight[row] = float64(s.weight[k])
		if to.State == nil {
			return
		}
		to.State[row].Eligibility = s.part.storedTrace(s.pre[k], tick)
		to.State[row].EligPost = s.part.storedTrace(s.post[k], tick)
	})
}
