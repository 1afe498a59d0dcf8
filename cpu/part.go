package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// part is one thread's share of the network: the neurons lo..hi-1 and every
// synapse onto them. Targets inside a part are counted from lo.
type part struct {
	*shared
	net    *snn.Network
	learn  bool
	parts  *[]*part // all parts, for their spikes
	lo, hi int32

	ring  ring
	fired []int32 // positions that fired in this tick, ascending

	scale, unit float32 // fixed point
	membrane    membrane
	gates       *gateWindows
	gaps        []gap

	fixed         *fixedSet
	plastic       *plasticSet
	gated         *gatedSet
	reward        *rewardSet
	shortTerm     []*shortTermSet // facilitating, depressing
	developmental *developmentalSet
}

func newPart(b *Backend, lo, hi int32) *part {
	p := &part{
		shared: b.shared, net: b.net, learn: b.opt.Learn, parts: &b.parts, lo: lo, hi: hi,
		ring:  newRing(b.net, int(hi-lo)),
		scale: b.net.FixedPoint.Scale(), unit: b.net.FixedPoint.Unit(),
		gaps: gapsOf(b.net, lo, hi),
	}
	p.membrane = newMembrane(p)
	p.fixed = newFixedSet(p, b.net.Chemical[snn.Fixed])
	p.plastic = newPlasticSet(p, b.net.Chemical[snn.Plastic])
	p.gated = newGatedSet(p, b.net.Chemical[snn.Gated])
	p.reward = newRewardSet(p, b.net.Chemical[snn.RewardPlastic])
	for _, t := range []snn.SynapseType{snn.Facilitating, snn.Depressing} {
		if s := newShortTermSet(p, b.net.Chemical[t]); s != nil {
			p.shortTerm = append(p.shortTerm, s)
		}
	}
	p.developmental = newDevelopmentalSet(p, b.net.Chemical[snn.Developmental])
	if p.gated != nil {
		p.gates = newGateWindows(&b.net.Gates, b.net.Neurons)
	}
	return p
}

// fire is the first phase of a tick.
func (p *part) fire(tick int32) {
	p.ring.arrive(tick)
	p.integrate(tick)
	for _, n := range p.fired {
		p.bump(p.net.Traces.PreBegin[n], p.net.Traces.PreBegin[n+1], tick)
	}
}

// deliver is the second phase of a tick.
func (p *part) deliver(tick int32) {
	if p.gates != nil {
		p.gates.advance()
		for _, other := range *p.parts {
			p.gates.count(other.fired)
		}
	}
	for _, other := range *p.parts {
		p.fixed.deliver(tick, other.fired)
		p.plastic.deliver(tick, other.fired)
		p.gated.deliver(tick, other.fired)
		p.reward.deliverSpikes(tick, other.fired)
		for _, s := range p.shortTerm {
			s.deliver(tick, other.fired)
		}
		p.developmental.deliver(tick, other.fired)
	}
	if p.learn {
		for _, n := range p.fired {
			p.bump(p.net.Traces.PostBegin[n], p.net.Traces.PostBegin[n+1], tick)
		}
		p.plastic.learn(tick, p.fired)
		p.gated.learn(tick, p.fired)
		p.reward.learn(tick, p.fired)
		p.developmental.learn(tick, p.fired)
	}
	if p.net.Pruning.Due(tick) {
		p.developmental.prune()
	}
	p.conductGaps(tick + 1)
}

// bump adds a spike to the traces first..end-1.
//
//	value = decayed(value) + 1
func (p *part) bump(first, end, tick int32) {
	for i := first; i < end; i++ {
		p.traceValue[i] = p.trace(i, tick) + 1
		p.traceTick[i] = tick
	}
}

// trace returns a trace as it is in a tick.
func (p *part) trace(i, tick int32) float32 {
	return decayed(p.traceValue[i], tick-p.traceTick[i], &p.net.Decays[p.net.Traces.Decay[i]])
}

// storedTrace returns a trace as a snapshot before a tick keeps it.
func (p *part) storedTrace(i, tick int32) float64 {
	return snn.StoredTrace(p.traceValue[i], p.trace(i, tick))
}

// decayed returns a lazy value after k ticks.
func decayed(value float32, k int32, decay *snn.DecayTable) float32 { return decay.Decayed(value, k) }

// moved returns a weight moved by rate·e of its way towards a limit, inside
// the bounds of its class, cut to exactly 0 below snn.WeightFloor.
//
//	w += (rate·e)·(limit - w);  w = clamp(w, w_min, w_max)
func moved(w, rate, e, limit float32, c *snn.Class) float32 {
	w += float32(float32(rate*e) * (limit - w))
	return c.Bounded(w)
}

// snapshot writes the weights and states of the part's synapses as they are
// before the given tick.
func (p *part) snapshot(tick int32, s *snn.Snapshot) {
	p.plastic.snapshot(tick, s)
	p.gated.snapshot(tick, s)
	p.reward.snapshot(tick, s)
	for _, set := range p.shortTerm {
		set.snapshot(tick, s)
	}
	p.developmental.snapshot(tick, s)
}
