package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// gap is one end of a gap junction that lies in the part.
type gap struct {
	target      int32   // the neuron that receives, counted from the part's first
	from, to    int32   // positions: the junction's source and target
	conductance float32 // negative at the source's end
}

// gapsOf returns the ends of the network's gap junctions within lo..hi-1.
func gapsOf(net *snn.Network, lo, hi int32) []gap {
	var gaps []gap
	for k, g := range net.Gaps.Conductance {
		from, to := net.Gaps.Source[k], net.Gaps.Target[k]
		if lo <= to && to < hi {
			gaps = append(gaps, gap{to - lo, from, to, g})
		}
		if lo <= from && from < hi {
			gaps = append(gaps, gap{from - lo, from, to, -g})
		}
	}
	return gaps
}

// conductGaps adds the gap junctions' currents of a tick, from the voltages
// that the tick before left (semantics section 1, step 3).
//
//	I[target] += g·clamp(v[source]-v[target], -GapLimit, GapLimit)
//	I[source] -= the same
func (p *part) conductGaps(tick int32) {
	current := p.ring.slot(tick)
	for i := range p.gaps {
		g := &p.gaps[i]
		dv := min(max(p.v[g.from]-p.v[g.to], -snn.GapLimit), snn.GapLimit)
		current[g.target] += snn.Quantize(float32(g.conductance*dv), p.scale)
	}
}
