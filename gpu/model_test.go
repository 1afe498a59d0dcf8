//go:build linux && cgo && egl

package gpu

import (
	"github.com/engine-gpu/engine-gpu/snn"
)

// model does to the host's memory what the kernels do to the device's, one
// plain loop each, with package snn's arithmetic: a third hand, so that a
// kernel can be tried alone.
type model struct {
	*memory
	net  *snn.Network
	l    *layout // as it was uploaded
	tick int32
	seed uint64 // of the noise
	loud bool   // there is noise

	mostGroups uint32 // of one dispatch
}

func (m *model) send(arrival, target, current int32) {
	m.ring[int(arrival&(m.l.ringSlots-1))*m.net.Neurons+int(target)] += current
}

func (m *model) decayed(value float32, since, decay int32) float32 {
	return m.net.Decays[decay].Decayed(value, m.tick-since)
}

func (m *model) trace(i int32) float32 {
	t := m.traces[i]
	return m.decayed(t.Value, t.Tick, t.Decay)
}

func (m *model) bump(first, end int32) {
	for i := first; i < end; i++ {
		m.traces[i].Value, m.traces[i].Tick = m.trace(i)+1, m.tick
	}
}

func (m *model) open(gate int32) bool {
	g := m.l.gates[gate]
	return m.gateTotals[g.Group] >= g.Need
}

func (m *model) quantize(current float32) int32 {
	return snn.Quantize(current, m.net.FixedPoint.Scale())
}

func (m *model) word(tick int32, neuron int) *uint32 {
	return &m.history[int(tick&(m.l.historyTicks-1))*int(m.l.historyWords)+neuron/32]
}

func (m *model) fired(tick int32, neuron int32) bool {
	return *m.word(tick, int(neuron))&(1<<(neuron%32)) != 0
}

func moved(w, rate, e, limit float32, c *snn.DeviceClass) float32 {
	w += float32(float32(rate*e) * (limit - w))
	return (&snn.Class{WMin: c.WMin, WMax: c.WMax}).Bounded(w)
}

// integrate returns who fired; their work is made by makeWork.
func (m *model) integrate() []int32 {
	n := m.net
	var fired []int32
	for i := range n.Neurons {
		if i%32 == 0 {
			*m.word(m.tick, i) = 0
		}
		slot := &m.ring[int(m.tick&(m.l.ringSlots-1))*n.Neurons+i]
		input := float32(float32(*slot)*n.FixedPoint.Unit()) + m.external[i]
		*slot = 0
		if m.loud && m.noise[i] != 0 {
			input += float32(float32(snn.NoiseInteger(m.seed, m.tick, int32(i))) * m.noise[i])
		}
		x := &m.membrane[i]
		v := min(max(halfStep(x.V, x.U, input), -100), 35)
		v = halfStep(v, x.U, input)
		x.U = snn.Recovered(x.U + float32(n.A[i]*(float32(n.B[i]*v)-x.U)))
		if v >= 30 {
			v = n.C[i]
			x.U += n.D[i]
			m.lastSpike[i] = m.tick
			*m.word(m.tick, i) |= 1 << (i % 32)
			m.bump(n.Traces.PreBegin[i], n.Traces.PreBegin[i+1])
			fired = append(fired, int32(i))
		}
		x.V = v
	}
	return fired
}

// makeWork writes the work lists of a tick, and empties those of the next.
func (m *model) makeWork(fired []int32, learn bool) {
	shards := len(m.l.shards)
	lists := m.dispatches[int(m.tick&1)*2*shards:]
	clear(lists[:2*shards])
	push := func(list int, begin, first, count, kind, neuron int32) {
		d := &lists[list]
		for ; count > 0; count -= snn.ItemSynapses {
			m.work[begin+int32(d.Count)] = snn.DeviceItem{First: first, Count: min(count, snn.ItemSynapses), Kind: kind, Neuron: neuron}
			first += snn.ItemSynapses
			d.Count++
			if kind == snn.ItemFirst {
				kind = snn.ItemLearn
			}
		}
	}
	for _, n := range fired {
		for s, shard := range m.l.shards {
			if shard.first <= n && n < shard.end {
				row := m.l.rows[n]
				push(s, m.l.shardTable[s].DeliverList, row.StaticFirst, row.StaticCount, snn.ItemStatic, n)
				push(s, m.l.shardTable[s].DeliverList, row.DynamicFirst, row.DynamicCount, snn.ItemDynamic, n)
			}
		}
		kind := int32(snn.ItemFirst)
		for s := range m.l.shards {
			if c := m.l.columns[s*m.net.Neurons+int(n)]; learn && c.Count > 0 {
				push(shards+s, m.l.shardTable[s].LearnList, c.First, c.Count, kind, n)
				kind = snn.ItemLearn
			}
		}
	}
	for i := range lists[:2*shards] {
		lists[i].X, lists[i].Y, lists[i].Z = min(lists[i].Count, m.mostGroups), 1, 1
	}
	next := m.dispatches[int((m.tick+1)&1)*2*shards:]
	for i := range next[:2*shards] {
		next[i] = snn.DeviceDispatch{Y: 1, Z: 1}
	}
}

func (m *model) window() {
	for g := range len(m.l.groupBegin) - 1 {
		spikes := int32(0)
		for _, n := range m.l.groupMembers[m.l.groupBegin[g]:m.l.groupBegin[g+1]] {
			if m.fired(m.tick, n) {
				spikes++
			}
		}
		slot := &m.gateHistory[g*snn.GateWindow+int(m.tick)%snn.GateWindow]
		m.gateTotals[g] += spikes - *slot
		*slot = spikes
	}
}

func (m *model) gap() {
	for _, g := range m.l.gaps {
		dv := min(max(m.membrane[g.Source].V-m.membrane[g.Target].V, -snn.GapLimit), snn.GapLimit)
		q := m.quantize(float32(g.Conductance * dv))
		m.send(m.tick, g.Target, q)
		m.send(m.tick, g.Source, -q)
	}
}

func (m *model) late() {
	for _, y := range m.l.lates {
		if m.tick >= y.Delay && m.fired(m.tick-y.Delay, y.Source) {
			m.send(m.tick, y.Target, y.Current)
		}
	}
}

func (m *model) deliver(fired []int32) {
	for _, n := range fired {
		for s, shard := range m.l.shards {
			if n < shard.first || n >= shard.end {
				continue
			}
			row := m.l.rows[n]
			for _, y := range shard.statics[row.StaticFirst:][:row.StaticCount] {
				m.send(m.tick+int32(y.Destination>>snn.TargetBits), int32(y.Destination&(1<<snn.TargetBits-1)), y.Current)
			}
			for k := row.DynamicFirst; k < row.DynamicFirst+row.DynamicCount; k++ {
				m.deliverDynamic(&shard.links[k], &m.shards[s], k)
			}
		}
	}
}

func (m *model) deliverDynamic(link *snn.DeviceLink, s *shardMemory, k int32) {
	c, w := &m.l.classes[link.ClassID], &s.weights[k]
	current := *w
	switch snn.SynapseType(c.Type) {
	case snn.Plastic:
		if e := m.trace(link.Post); c.LTDRate != 0 && e > snn.LTDFloor {
			*w = moved(*w, c.LTDRate, e, c.LTDLimit, c)
			current = *w
		}
	case snn.Gated:
		if c.Transmission != 0 && !m.open(c.Gate) {
			return
		}
	case snn.RewardPlastic:
		x := &s.rewards[link.Pre]
		x.Trace, x.TraceTick = m.decayed(x.Trace, x.TraceTick, c.Decay)+1, m.tick
	case snn.Developmental:
		x := &s.developments[link.Post]
		if x.Alive == 0 {
			return
		}
		x.SourceFires++
	case snn.Facilitating:
		g := &s.gains[link.Pre]
		g.Gain, g.Tick = 1+m.decayed(g.Gain-1, g.Tick, c.Decay)+c.GainStep, m.tick
		current *= g.Gain
	case snn.Depressing:
		g := &s.gains[link.Pre]
		recovered := 1 + m.decayed(g.Gain-1, g.Tick, c.Decay)
		g.Gain, g.Tick = recovered*c.GainStep, m.tick
		current *= g.Gain
	}
	m.send(m.tick+link.Delay, link.Target, m.quantize(current))
}

func (m *model) learn(fired []int32) {
	for _, n := range fired {
		m.bump(m.net.Traces.PostBegin[n], m.net.Traces.PostBegin[n+1])
		for s, shard := range m.l.shards {
			column := m.l.columns[s*m.net.Neurons+int(n)]
			for _, k := range shard.incoming[column.First:][:column.Count] {
				m.learnSynapse(&shard.links[k], &m.shards[s], k)
			}
		}
	}
}

func (m *model) learnSynapse(link *snn.DeviceLink, s *shardMemory, k int32) {
	c := &m.l.classes[link.ClassID]
	potentiate := func() {
		if c.LTPRate != 0 {
			s.weights[k] = moved(s.weights[k], c.LTPRate, m.trace(link.Pre), c.LTPLimit, c)
		}
	}
	switch snn.SynapseType(c.Type) {
	case snn.Plastic:
		if m.traces[link.Pre].Value > 0 {
			potentiate()
		}
	case snn.Gated:
		if m.open(c.Gate) {
			potentiate()
		}
	case snn.RewardPlastic:
		x := &s.rewards[link.Pre]
		if trace := m.decayed(x.Trace, x.TraceTick, c.Decay); trace > 0 {
			eligibility := m.decayed(x.Eligibility, x.EligibilityTick, c.Decay2) + trace
			*x = snn.DeviceReward{Trace: 0.5 * trace, TraceTick: m.tick, Eligibility: eligibility, EligibilityTick: m.tick}
		}
	case snn.Developmental:
		if x := &s.developments[link.Post]; x.Alive != 0 && m.traces[link.Pre].Value > 0 {
			x.Coincidences++
			potentiate()
		}
	}
}

func (m *model) prune() {
	p := &m.net.Pruning
	m.eachDynamic(func(link *snn.DeviceLink, c *snn.DeviceClass, s *shardMemory, k int) {
		if snn.SynapseType(c.Type) != snn.Developmental {
			return
		}
		x := &s.developments[link.Post]
		// The counters are small here: no quotient overflows 64 bits.
		few := uint64(x.Coincidences)<<32 < p.Threshold*uint64(x.SourceFires)
		if x.Alive != 0 && x.SourceFires >= p.MinSourceFires && few {
			x.Alive, s.weights[k] = 0, 0
		}
	})
}

func (m *model) reward(amount float32) {
	m.eachDynamic(func(link *snn.DeviceLink, c *snn.DeviceClass, s *shardMemory, k int) {
		if snn.SynapseType(c.Type) != snn.RewardPlastic {
			return
		}
		x := &s.rewards[link.Pre]
		e := m.decayed(x.Eligibility, x.EligibilityTick, c.Decay2)
		if max(e, -e) < snn.EligibilityFloor {
			return
		}
		if c.LTPRate != 0 {
			effect, limit := float32(e*amount), c.LTPLimit
			if amount < 0 && c.Inhibitory == 0 {
				effect, limit = -effect, c.WMin
			}
			s.weights[k] = moved(s.weights[k], c.LTPRate, effect, limit, c)
		}
		x.Eligibility, x.EligibilityTick = 0.5*e, m.tick
	})
}

func (m *model) eachDynamic(f func(link *snn.DeviceLink, c *snn.DeviceClass, s *shardMemory, k int)) {
	for i, shard := range m.l.shards {
		for k := range shard.links {
			link := &shard.links[k]
			f(link, &m.l.classes[link.ClassID], &m.shards[i], k)
		}
	}
}
