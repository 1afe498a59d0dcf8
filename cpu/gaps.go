package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// gap is a gap junction with an end in the part.
type gap struct {
	source, target int32 // positions
	intoSource     int32 // the source counted from the part's first; -1 if it is another part's
	intoTarget     int32 // likewise
	conductance    float32
}

// gapsOf returns the network's gap junctions with an end in lo..hi-1.
func gapsOf(net *snn.Network, lo, hi int32) []gap {
	within := func(n int32) int32 {
		if n < lo || n >= hi {
			return -1
		}
		return n - lo
	}
	var gaps []gap
	for k, g := range net.Gaps.Conductance {
		source, target := net.Gaps.Source[k], net.Gaps.Target[k]
		if s, t := within(source), within(target); s >= 0 || t >= 0 {
			gaps = append(gaps, gap{source, target, s, t, g})
		}
	}
	return gaps
}

// conductGaps adds the gap junctions' currents of a tick, from the voltages
// that the tick before left (semantics section 1, step 3).
//
//	q = quantize(g·clamp(v[source] - v[target], -GapLimit, GapLimit))
//	I[target] += q;  I[source] -= q
func (p *part) conductGaps(tick int32) {
	current, v, scale := p.ring.slot(tick), p.v, p.scale
	for i := range p.gaps {
		g := &p.gaps[i]
		dv := min(max(v[g.source]-v[g.target], -snn.GapLimit), snn.GapLimit)
		q := snn.Quantize(float32(g.conductance*dv), scale)
		if g.intoTarget >= 0 {
			current[g.intoTarget] += q
		}
		if g.intoSource >= 0 {
			current[g.intoSource] -= q
		}
	}
}
