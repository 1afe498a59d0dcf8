package cpu

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Restore implements engine.Backend: it takes a [snn.Float32State], of which it
// keeps nothing.
func (b *Backend) Restore(state snn.State) error {
	s, ok := state.(*snn.Float32State)
	if !ok {
		return fmt.Errorf("the state is of the kind %s, this backend takes %s", state.Kind(), snn.KindFloat32)
	}
	if err := s.Check(b.net); err != nil {
		return err
	}
	b.tick = s.Tick
	sh := b.shared
	copy(sh.external, s.External)
	sh.noise, sh.noiseSeed = nil, s.NoiseSeed
	if len(s.Noise) > 0 {
		sh.noise = clone(s.Noise)
	}
	copy(sh.v, s.V)
	copy(sh.u, s.U)
	copy(sh.lastSpike, s.LastSpike)
	for i := range sh.traces {
		sh.traces[i] = trace{s.TraceValue[i], s.TraceTick[i]}
	}
	for t, c := range b.sets {
		if c != nil {
			c.restore(&s.Sets[t])
		}
	}
	for _, p := range b.parts {
		if p.gates != nil {
			p.gates.restore(s.Tick, s.GateWindow)
		}
		if p.plastic != nil {
			p.plastic.resume(s.Tick)
		}
		p.ring.empty()
	}
	b.restorePending(s)
	b.restoreLate(s)
	return nil
}

func (c *columns) restore(s *snn.SetState) {
	copy(c.weight, s.Weight) // none for weights that never change
	copy(c.trace, s.Trace)
	copy(c.traceTick, s.TraceTick)
	copy(c.eligibility, s.Eligibility)
	copy(c.eligTick, s.EligibilityTick)
	copy(c.gain, s.Gain)
	copy(c.gainTick, s.GainTick)
	copy(c.sourceFires, s.SourceFires)
	copy(c.coincidences, s.Coincidences)
	copy(c.alive, s.Alive)
}

// restore sets the windows before a tick.
func (w *gateWindows) restore(tick int32, window []int32) {
	w.slot = w.slotOf(tick - 1)
	for g := range w.history {
		w.total[g] = 0
		for slot, spikes := range window[g*snn.GateWindow : (g+1)*snn.GateWindow] {
			w.history[g][w.slotOf(int32(slot))] = spikes
			w.total[g] += spikes
		}
	}
}

// slotOf returns the element of history that counts a tick's spikes.
func (w *gateWindows) slotOf(tick int32) int { return int(tick+1) % snn.GateWindow }

// empty takes back all that is on its way.
func (r *ring) empty() {
	clear(r.slots)
	clear(r.own)
	for i := range r.late {
		r.late[i] = r.late[i][:0]
	}
}

// restorePending puts currents back on their way.
func (b *Backend) restorePending(s *snn.Float32State) {
	next := 0
	for i, count := range s.PendingCount {
		tick, part := s.Tick+int32(i), 0
		for range count {
			target, current := s.PendingTarget[next], s.PendingCurrent[next]
			next++
			for target >= b.parts[part].hi { // targets ascend
				part++
			}
			ring := &b.parts[part].ring
			if int32(i) <= ring.mask {
				ring.slot(tick)[target-ring.lo] = current
			} else {
				ring.sendLate(tick, target, current)
			}
		}
	}
}

// restoreLate lets late spikes travel on.
func (b *Backend) restoreLate(s *snn.Float32State) {
	for _, p := range b.parts {
		f := p.fixed
		if f == nil || f.lateBegin == nil {
			continue
		}
		for i := range f.lateFired {
			f.lateFired[i] = f.lateFired[i][:0]
		}
		for i, tick := range s.LateTick {
			n := s.LateNeuron[i]
			synapses := f.lateOf(n)
			if len(synapses) == 0 {
				continue
			}
			slot := &f.lateFired[tick&int32(len(f.lateFired)-1)]
			*slot = append(*slot, n)
			for _, y := range synapses {
				if arrival := tick + y.delay; arrival >= s.Tick {
					p.ring.sendLate(arrival, y.target, y.current)
				}
			}
		}
	}
}
