package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// part is one thread's share of the network: the neurons lo..hi-1 and every
// synapse onto them.
type part struct {
	*shared
	net    *snn.Network
	learn  bool
	parts  *[]*part // all parts, for their spikes
	index  int      // of the part
	lo, hi int32

	ring    ring
	fired   []int32 // positions that fired in this tick, ascending
	sources roster  // neurons of any part, by their synapses into this one
	own     roster  // neurons of this part

	scale, unit float32 // fixed point
	membrane    membrane
	gates       *gateWindows
	gaps        gaps

	fixed         *fixedSet
	plastic       plastic // nil without
	gated         *gatedSet
	reward        *rewardSet
	shortTerm     []*shortTermSet // facilitating, depressing
	developmental *developmentalSet
}

func newPart(b *Backend, index int, bounds []int32, ring ring, sets *[snn.NumChemicalTypes]*columns) *part {
	lo, hi := bounds[index], bounds[index+1]
	p := &part{
		shared: b.shared, net: b.net, learn: b.opt.Learn, parts: &b.parts, index: index, lo: lo, hi: hi,
		ring:  ring,
		scale: b.net.FixedPoint.Scale(), unit: b.net.FixedPoint.Unit(),
		gaps: newGaps(b.net, lo, hi),
	}
	p.membrane = newMembrane(p)
	of := func(t snn.SynapseType) (*snn.SynapseSet, *columns) { return b.net.Chemical[t], sets[t] }
	p.fixed = newFixedSet(p, b.net.Chemical[snn.Fixed], sets[snn.Fixed])
	if s, c := of(snn.Plastic); s != nil {
		p.plastic = newPlastic(p, s, c)
	}
	if s, c := of(snn.Gated); s != nil {
		p.gated = newGatedSet(p, s, c)
		p.gates = newGateWindows(&b.net.Gates, b.net.Neurons)
	}
	if s, c := of(snn.RewardPlastic); s != nil {
		p.reward = newRewardSet(p, s, c)
	}
	for _, t := range []snn.SynapseType{snn.Facilitating, snn.Depressing} {
		if s, c := of(t); s != nil {
			p.shortTerm = append(p.shortTerm, newShortTermSet(p, s, c))
		}
	}
	if s, c := of(snn.Developmental); s != nil {
		p.developmental = newDevelopmentalSet(p, s, c)
	}
	p.enlist(sets)
	return p
}

// enlist fills the rosters.
func (p *part) enlist(sets *[snn.NumChemicalTypes]*columns) {
	p.sources, p.own = newRoster(0, int32(p.net.Neurons)), newRoster(p.lo, p.hi)
	for t, c := range sets {
		if c == nil {
			continue
		}
		begin, end := c.cuts[p.index], c.cuts[p.index+1]
		if c.tiles != nil { // rows of which all parts take their share
			begin, end = c.tiles[0], c.tiles[len(c.tiles)-1]
		}
		for n := range begin {
			if begin[n] < end[n] {
				p.sources.enter(uint8(t), int32(n))
			}
		}
	}
	if p.fixed != nil && p.fixed.lateBegin != nil {
		for n, begin := range p.fixed.lateBegin[:p.net.Neurons] {
			if begin < p.fixed.lateBegin[n+1] {
				p.sources.enter(lateSources, int32(n))
			}
		}
	}
	enter := func(list uint8, begin []int32, first int32) {
		for n := p.lo; n < p.hi; n++ {
			if begin[n-first] < begin[n-first+1] {
				p.own.enter(list, n)
			}
		}
	}
	enter(preTraces, p.net.Traces.PreBegin, 0)
	enter(postTraces, p.net.Traces.PostBegin, 0)
	if p.gated != nil {
		enter(gatedTargets, p.gated.inBegin, p.lo)
	}
	if p.reward != nil {
		enter(rewardTargets, p.reward.inBegin, p.lo)
	}
	if p.developmental != nil {
		enter(developmentalTargets, p.developmental.inBegin, p.lo)
	}
	p.sources.close()
	p.own.close()
}

// fire is the first phase of a tick.
func (p *part) fire(tick int32) {
	if p.index == 0 {
		p.taken.Store(0)
	}
	p.ring.gather(tick)
	p.ring.arrive(tick)
	p.integrate(tick)
	p.own.reset()
	p.own.sort(p.fired)
	p.bump(p.own.of(preTraces), p.net.Traces.PreBegin, tick)
}

// deliver is the second phase of a tick.
func (p *part) deliver(tick int32) {
	if p.gates != nil {
		p.gates.advance()
		for _, other := range *p.parts {
			p.gates.count(other.fired)
		}
	}
	p.ring.aim(tick)
	p.sources.reset()
	for _, other := range *p.parts {
		p.sources.sort(other.fired)
	}
	p.fixed.deliverLate(tick, p.sources.of(lateSources))
	if p.plastic != nil {
		p.plastic.deliver(tick, p.sources.of(uint8(snn.Plastic)))
	}
	p.gated.deliver(tick, p.sources.of(uint8(snn.Gated)))
	p.reward.deliverSpikes(tick, p.sources.of(uint8(snn.RewardPlastic)))
	for _, s := range p.shortTerm {
		s.deliver(tick, p.sources.of(uint8(s.set.Type)))
	}
	p.developmental.deliver(tick, p.sources.of(uint8(snn.Developmental)))
	if p.learn {
		p.bump(p.own.of(postTraces), p.net.Traces.PostBegin, tick)
		if p.plastic != nil {
			p.plastic.learn(tick, p.fired)
		}
		p.gated.learn(tick, p.own.of(gatedTargets))
		p.reward.learn(tick, p.own.of(rewardTargets))
		p.developmental.learn(tick, p.own.of(developmentalTargets))
	}
	if p.net.Pruning.Due(tick) {
		p.developmental.prune()
	}
	p.conductGaps(tick + 1)
	// Last, because parts that are done with their own take more of these.
	p.fixed.deliver(p.sources.of(uint8(snn.Fixed)))
}

// trace is a lazy value and the tick that it is of.
type trace struct {
	value float32
	tick  int32
}

// bump adds a spike to the traces begin[n] .. begin[n+1]-1 of every neuron n
// that fired.
//
//	value = decayed(value) + 1
func (p *part) bump(fired, begin []int32, tick int32) {
	for _, n := range fired {
		for i := begin[n]; i < begin[n+1]; i++ {
			p.traces[i] = trace{p.trace(i, tick) + 1, tick}
		}
	}
}

// trace returns a trace as it is in a tick.
func (p *part) trace(i, tick int32) float32 {
	t := p.traces[i]
	return decayed(t.value, tick-t.tick, &p.net.Decays[p.net.Traces.Decay[i]])
}

// storedTrace returns a trace as a snapshot before a tick keeps it.
func (p *part) storedTrace(i, tick int32) float64 {
	return snn.StoredTrace(p.traces[i].value, p.trace(i, tick))
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
	if p.plastic != nil {
		p.plastic.snapshot(tick, s)
	}
	p.gated.snapshot(tick, s)
	p.reward.snapshot(tick, s)
	for _, set := range p.shortTerm {
		set.snapshot(tick, s)
	}
	p.developmental.snapshot(tick, s)
}
