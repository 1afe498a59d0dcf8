package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// gaps are the gap junctions with an end in a part: first those with both, then
// those that cross its border.
type gaps struct {
	source, target []int32 // positions
	conductance    []float32
	current        []int32 // fixed-point currents into the targets, of one tick
	inside         int     // number of those with both ends in the part
	vector         bool    // vectorConduct runs here
}

// newGaps returns the network's gap junctions with an end in lo..hi-1.
func newGaps(net *snn.Network, lo, hi int32) gaps {
	g := gaps{vector: hasVectorConduct()}
	for _, ends := range []int{2, 1} {
		for k, conductance := range net.Gaps.Conductance {
			source, target := net.Gaps.Source[k], net.Gaps.Target[k]
			within := 0
			for _, n := range []int32{source, target} {
				if lo <= n && n < hi {
					within++
				}
			}
			if within == ends {
				g.source, g.target = append(g.source, source), append(g.target, target)
				g.conductance = append(g.conductance, conductance)
			}
		}
		if ends == 2 {
			g.inside = len(g.source)
		}
	}
	g.current = make([]int32, len(g.source))
	return g
}

// conductGaps adds the gap junctions' currents of a tick, from the voltages
// that the tick before left (semantics section 1, step 3).
//
//	q = quantize(g·clamp(v[source] - v[target], -GapLimit, GapLimit))
//	I[target] += q;  I[source] -= q
func (p *part) conductGaps(tick int32) {
	g := &p.gaps
	if len(g.source) == 0 {
		return
	}
	done := 0
	if g.vector {
		done = len(g.source) / gapLanes * gapLanes
		if done > 0 {
			vectorConduct(&g.source[0], &g.target[0], &g.conductance[0], &g.current[0], done, &p.v[0], p.scale)
		}
	}
	g.conduct(done, p.v, p.scale)

	into, lo := p.ring.slot(tick), p.lo
	for k, q := range g.current[:g.inside] {
		into[g.target[k]-lo] += q
		into[g.source[k]-lo] -= q
	}
	for k := g.inside; k < len(g.current); k++ {
		if t := g.target[k]; lo <= t && t < p.hi {
			into[t-lo] += g.current[k]
		} else {
			into[g.source[k]-lo] -= g.current[k]
		}
	}
}

// gapLanes is the number of gap junctions that vectorConduct takes at a time.
const gapLanes = 16

// conduct computes the currents of gap junctions from first on. It is the
// definition of what vectorConduct does.
func (g *gaps) conduct(first int, v []float32, scale float32) {
	for k := first; k < len(g.source); k++ {
		dv := min(max(v[g.source[k]]-v[g.target[k]], -snn.GapLimit), snn.GapLimit)
		g.current[k] = snn.Quantize(float32(g.conductance[k]*dv), scale)
	}
}
