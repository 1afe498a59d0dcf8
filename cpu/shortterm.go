package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// shortTermSet holds the facilitating or the depressing synapses of a part.
type shortTermSet struct {
	rows
	*columns
}

func newShortTermSet(p *part, s *snn.SynapseSet, c *columns) *shortTermSet {
	return &shortTermSet{newRows(p, s, c.cuts), c}
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
		for k := s.begin[n]; k < s.end[n]; k++ {
			g, step := s.recovered(k, tick), s.class(k).GainStep
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
	decay := &s.part.net.Decays[s.class(k).Decay]
	return 1 + decayed(s.gain[k]-1, tick-s.gainTick[k], decay)
}

func (s *shortTermSet) snapshot(tick int32, to *snn.Snapshot) {
	if to.State == nil {
		return
	}
	s.each(func(_, k int32) {
		to.State[s.set.RowOf(k)].CurrentGain = float64(s.recovered(k, tick))
	})
}
