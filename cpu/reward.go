package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// rewardSet holds the reward_plastic synapses of a part. Its traces are the
// synapse's own: a target spike halves them.
type rewardSet struct {
	rows
	incoming
	*columns
	initial []float32 // per neuron of the part: sum of the reward weights onto it at the start
}

func newRewardSet(p *part, s *snn.SynapseSet, c *columns) *rewardSet {
	r := newRows(p, s, c.cuts)
	set := &rewardSet{rows: r, incoming: newIncoming(&r), columns: c, initial: make([]float32, p.hi-p.lo)}
	for i := range set.initial {
		set.initial[i] = set.sum(set.of(p.lo + int32(i)))
	}
	return set
}

// deliverSpikes sends the spikes of reward synapses (semantics section 2,
// reward_plastic, on source spike).
//
//	for n in fired, k in row(n):
//	  trace[k] = decayed(trace[k]) + 1
//	  I[t+delay[k]][target[k]] += quantize(weight[k])
func (s *rewardSet) deliverSpikes(tick int32, fired []int32) {
	if s == nil {
		return
	}
	for _, n := range fired {
		for k := s.begin[n]; k < s.end[n]; k++ {
			s.trace[k] = s.traceAt(k, tick) + 1
			s.traceTick[k] = tick
			s.send(tick, k, snn.Quantize(s.weight[k], s.part.scale))
		}
	}
}

// learn marks the reward synapses of targets that fired as eligible (semantics
// section 2, reward_plastic, on target spike).
//
//	for n in fired, k in column(n):
//	  x = decayed(trace[k]);  x > 0: eligibility[k] = decayed(eligibility[k]) + x, trace[k] = 0.5·x
func (s *rewardSet) learn(tick int32, fired []int32) {
	if s == nil {
		return
	}
	for _, n := range fired {
		for _, k := range s.of(n) {
			x := s.traceAt(k, tick)
			if x <= 0 {
				continue
			}
			s.eligibility[k], s.eligTick[k] = s.eligibilityAt(k, tick)+x, tick
			s.trace[k], s.traceTick[k] = 0.5*x, tick
		}
	}
}

func (s *rewardSet) traceAt(k, tick int32) float32 {
	return decayed(s.trace[k], tick-s.traceTick[k], &s.part.net.Decays[s.class(k).Decay])
}

func (s *rewardSet) eligibilityAt(k, tick int32) float32 {
	return decayed(s.eligibility[k], tick-s.eligTick[k], &s.part.net.Decays[s.class(k).Decay2])
}

// deliver applies a reward m before the given tick (semantics section 2,
// deliver_reward).
//
//	for k: e = decayed(eligibility[k]);  |e| >= 1e-6:
//	  weight[k] = moved(weight[k], LTPRate, e·m, ...), eligibility[k] = 0.5·e
func (s *rewardSet) deliver(tick int32, m float32) {
	if s == nil {
		return
	}
	s.each(func(_, k int32) {
		e := s.eligibilityAt(k, tick)
		if -snn.EligibilityFloor < e && e < snn.EligibilityFloor {
			return
		}
		if c := s.class(k); c.LTPRate != 0 {
			amount, limit := float32(e*m), c.LTPLimit
			if m < 0 && !c.Inhibitory {
				amount, limit = -amount, c.WMin
			}
			s.weight[k] = moved(s.weight[k], c.LTPRate, amount, limit, c)
		}
		s.eligibility[k], s.eligTick[k] = 0.5*e, tick
	})
}

// rescale is the homeostasis after a reward (semantics section 2, reward):
// it pulls the sum of the weights onto a neuron back towards its start. It is
// no part of a tick, so that it may divide.
//
//	for n with two or more: scale = 1 + 0.1·(initial[n]/sum - 1), weight[k] = clamp(weight[k]·scale)
func (s *rewardSet) rescale() {
	if s == nil {
		return
	}
	for i := range s.initial {
		column := s.of(s.part.lo + int32(i))
		if len(column) < 2 {
			continue
		}
		scale, any := snn.HomeostaticScale(s.initial[i], s.sum(column))
		if !any {
			continue
		}
		for _, k := range column {
			s.weight[k] = s.class(k).Bounded(float32(s.weight[k] * scale))
		}
	}
}

// sum adds up weights in the order given.
func (s *rewardSet) sum(column []int32) float32 {
	var sum float32
	for _, k := range column {
		sum += s.weight[k]
	}
	return sum
}

func (s *rewardSet) snapshot(tick int32, to *snn.Snapshot) {
	if s == nil {
		return
	}
	s.each(func(_, k int32) {
		row := s.set.RowOf(k)
		to.Weight[row] = float64(s.weight[k])
		if to.State == nil {
			return
		}
		to.State[row].Trace = float64(s.traceAt(k, tick))
		to.State[row].Eligibility = float64(s.eligibilityAt(k, tick))
	})
}
