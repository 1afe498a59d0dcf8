package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// shortTermSet holds the facilitating or the depressing synapses of a part.
type shortTermSet struct {
	rows
	weight   []float32
	class    []int32
	gain     []float32 // lazy: as of gainTick
	gainTick []int32
}

func newShortTermSet(p *part, s *snn.SynapseSet) *shortTermSet {
	if s == nil {
		return nil
	}
	r := newRows(p, s)
	return &shortTermSet{
		rows: r, weight: pick(s.Weight, r.origin), class: pick(s.Class, r.origin),
		gain: pick(s.Gain, r.origin), gainTick: make([]int32, len(r.origin)),
	}
}

// deliver sends the spikes of facilitating or depressing synapses (semantics
// section 2, on source spike).
//
//	for n in fired, k in row(n):
//	  gain[k] = recovered(gain[k]) + facil_increment   or   · depress_factor
//	  I[t+delay[k]][target[k]] += quantize(weight[k]·gain[k])
func (s *shortTermSet) deliver(tick int32, fired []int32) {
	facilitating := s.set.Type == snn.Facilitating
	for _, n := range fired {
		for k := s.begin[n]; k < s.begin[n+1]; k++ {
			g, step := s.recovered(k, tick), s.set.Classes[s.class[k]].GainStep
			if facilitating {
				g += step
			} else {
				g = float32(g * step)
			}
			s.gain[k], s.gainTick[k] = g, tick
			s.send(tick, k, snn.Quantize(float32(s.weight[k]*g), s.part.scale))
		}
	}
}

// recovered returns the gain as it is in a tick.
//
//	gain = 1 + decayed(gain - 1)
func (s *shortTermSet) recovered(k, tick int32) float32 {
	decay := &s.part.net.Decays[s.set.Classes[s.class[k]].Decay]
	return 1 + decayed(s.gain[k]-1, tick-s.gainTick[k], decay)
}

func (s *shortTermSet) snapshot(tick int32, to *snn.Snapshot) {
	for k, o := range s.origin {
		to.State[s.set.Row[o]].CurrentGain = float64(s.recovered(int32(k), tick))
	}
}
