package cpu

import (
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Save implements engine.Backend. The state is a [snn.Float32State] and shares
// nothing with the backend.
func (b *Backend) Save() (snn.State, error) {
	sh := b.shared
	s := &snn.Float32State{
		Tick:     b.tick,
		External: clone(sh.external), Noise: clone(sh.noise),
		V: clone(sh.v), U: clone(sh.u), LastSpike: clone(sh.lastSpike),
		TraceValue: make([]float32, len(sh.traces)), TraceTick: make([]int32, len(sh.traces)),
		GateWindow: b.gateWindow(),
	}
	if sh.noise != nil {
		s.NoiseSeed = sh.noiseSeed
	}
	for i, t := range sh.traces {
		s.TraceValue[i], s.TraceTick[i] = t.value, t.tick
	}
	for _, p := range b.parts {
		if p.plastic != nil {
			p.plastic.settle(b.tick)
		}
	}
	for t, c := range b.sets {
		if c != nil {
			s.Sets[t] = c.save(snn.SynapseType(t))
		}
	}
	late := b.lateSpikes()
	for _, x := range late {
		s.LateTick, s.LateNeuron = append(s.LateTick, x.tick), append(s.LateNeuron, x.neuron)
	}
	b.savePending(s, late)
	return s, nil
}

// save copies what a run changes of a set of synapses.
func (c *columns) save(t snn.SynapseType) snn.SetState {
	s := snn.SetState{
		Trace: clone(c.trace), TraceTick: clone(c.traceTick),
		Eligibility: clone(c.eligibility), EligibilityTick: clone(c.eligTick),
		Gain: clone(c.gain), GainTick: clone(c.gainTick),
		SourceFires: clone(c.sourceFires), Coincidences: clone(c.coincidences), Alive: clone(c.alive),
	}
	if t.LearnsAtTarget() {
		s.Weight = clone(c.weight)
	}
	return s
}

// gateWindow returns the windows in the order of snn.Float32State.
func (b *Backend) gateWindow() []int32 {
	w := b.parts[0].gates
	if w == nil {
		return nil
	}
	window := make([]int32, 0, len(w.history)*snn.GateWindow)
	for g := range w.history {
		for slot := range int32(snn.GateWindow) {
			window = append(window, w.history[g][w.slotOf(slot)])
		}
	}
	return window
}

// lateSpike is a spike of a neuron that a fixed synapse with a long delay leaves.
type lateSpike struct{ tick, neuron int32 }

// lateSpikes lists those whose currents may be on their way, by tick and neuron.
func (b *Backend) lateSpikes() []lateSpike {
	longest := b.net.LongestLate()
	var spikes []lateSpike
	for tick := max(b.tick-longest, 0); tick < b.tick; tick++ {
		first := len(spikes)
		for _, p := range b.parts {
			if f := p.fixed; f != nil && f.lateBegin != nil {
				for _, n := range f.lateFired[tick&int32(len(f.lateFired)-1)] {
					spikes = append(spikes, lateSpike{tick, n})
				}
			}
		}
		// Parts that a neuron's synapses lead to name it each.
		slices.SortFunc(spikes[first:], func(x, y lateSpike) int { return int(x.neuron - y.neuron) })
		spikes = append(spikes[:first], slices.Compact(spikes[first:])...)
	}
	return spikes
}

// savePending adds up the currents on their way, those of late spikes left out.
func (b *Backend) savePending(s *snn.Float32State, late []lateSpike) {
	ring := &b.parts[0].ring
	sum := make([]int32, b.net.Neurons)
	lateSums := b.lateArrivals(late)
	all := make([]int32, b.net.Neurons)
	for n := range all {
		all[n] = int32(n)
	}
	var touched []int32
	for i := range max(ring.mask+1, int32(len(ring.late))) {
		tick := s.Tick + i
		touched = b.addLate(sum, touched[:0], tick)
		for _, a := range lateSums[i] {
			sum[a.target] -= a.current
		}
		targets := all
		if i <= ring.mask {
			b.addSlots(sum, tick)
		} else { // few, if any
			slices.Sort(touched)
			targets = slices.Compact(touched)
		}
		count := int32(0)
		for _, n := range targets {
			if sum[n] != 0 {
				s.PendingTarget, s.PendingCurrent = append(s.PendingTarget, n), append(s.PendingCurrent, sum[n])
				sum[n] = 0
				count++
			}
		}
		s.PendingCount = append(s.PendingCount, count)
	}
	for len(s.PendingCount) > 0 && s.PendingCount[len(s.PendingCount)-1] == 0 {
		s.PendingCount = s.PendingCount[:len(s.PendingCount)-1]
	}
}

// addLate adds what arrives in a tick beside the slots and appends to whom.
func (b *Backend) addLate(sum, targets []int32, tick int32) []int32 {
	for _, p := range b.parts {
		if p.ring.late == nil {
			continue
		}
		for _, a := range p.ring.late[tick&p.ring.lateMask] {
			sum[a.target] += a.current
			targets = append(targets, a.target)
		}
	}
	return targets
}

// addSlots adds what the slots of a tick hold.
func (b *Backend) addSlots(sum []int32, tick int32) {
	ring := &b.parts[0].ring
	begin := int(tick&ring.mask) * ring.width
	add := func(slots []int32) {
		for n, current := range slots[begin : begin+ring.width] {
			sum[n] += current
		}
	}
	add(ring.slots)
	for _, own := range ring.others {
		if &own[0] != &ring.slots[0] {
			add(own)
		}
	}
}

// lateArrivals lists the currents of late spikes that have not arrived, by the
// number of ticks until they do.
func (b *Backend) lateArrivals(late []lateSpike) map[int32][]lateArrival {
	arrivals := map[int32][]lateArrival{}
	for _, p := range b.parts {
		for _, x := range late {
			for _, y := range p.fixed.lateOf(x.neuron) {
				if left := x.tick + y.delay - b.tick; left >= 0 {
					arrivals[left] = append(arrivals[left], lateArrival{y.target, y.current})
				}
			}
		}
	}
	return arrivals
}
