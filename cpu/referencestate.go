package cpu

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Save implements engine.Backend. The state is a [snn.Float64State] and shares
// nothing with the backend.
func (r *Reference) Save() (snn.State, error) {
	s := &snn.Float64State{
		Tick:     r.tick,
		External: slices.Clone(r.external), Noise: slices.Clone(r.noiseSD),
		V: slices.Clone(r.v), U: slices.Clone(r.u), LastSpike: slices.Clone(r.lastSpike),
		Weight: slices.Clone(r.weight),
	}
	if len(r.noiseSD) > 0 {
		s.NoiseSeed = r.noiseSeed
	}
	for i := range r.ringLength {
		slot := r.arrivals[(r.tick+i)%r.ringLength]
		s.PendingCount = append(s.PendingCount, int32(len(slot)))
		for _, a := range slot {
			s.PendingTarget, s.PendingCurrent = append(s.PendingTarget, a.target), append(s.PendingCurrent, a.value)
		}
	}
	for g := range r.gates.history {
		for slot := range int32(snn.GateWindow) {
			s.GateWindow = append(s.GateWindow, r.gates.history[g][r.gates.slotOf(slot)])
		}
	}
	resizeStates(s, len(r.state))
	for i := range r.state {
		x := &r.state[i]
		s.Eligibility[i], s.EligPost[i], s.Trace[i], s.CurrentGain[i] = x.Eligibility, x.EligPost, x.Trace, x.CurrentGain
		s.SourceFires[i], s.Coincidences[i], s.Alive[i] = x.SourceFires, x.Coincidences, x.Alive
	}
	return s, nil
}

func resizeStates(s *snn.Float64State, n int) {
	for _, column := range []*[]float64{&s.Eligibility, &s.EligPost, &s.Trace, &s.CurrentGain} {
		*column = make([]float64, n)
	}
	s.SourceFires, s.Coincidences, s.Alive = make([]int64, n), make([]int64, n), make([]bool, n)
}

// Restore implements engine.Backend: it takes a [snn.Float64State], of which it
// keeps nothing.
func (r *Reference) Restore(state snn.State) error {
	s, ok := state.(*snn.Float64State)
	if !ok {
		return fmt.Errorf("the state is of the kind %s, the reference takes %s", state.Kind(), snn.KindFloat64)
	}
	if err := r.check(s); err != nil {
		return err
	}
	r.tick = s.Tick
	copy(r.external, s.External)
	r.noiseSD, r.noiseSeed = nil, s.NoiseSeed
	if len(s.Noise) > 0 {
		r.noiseSD = slices.Clone(s.Noise)
	}
	copy(r.v, s.V)
	copy(r.u, s.U)
	copy(r.lastSpike, s.LastSpike)
	copy(r.weight, s.Weight)
	next := 0
	for i, count := range s.PendingCount {
		slot := &r.arrivals[(r.tick+int32(i))%r.ringLength]
		*slot = (*slot)[:0]
		for range count {
			*slot = append(*slot, arrival{s.PendingTarget[next], s.PendingCurrent[next]})
			next++
		}
	}
	r.gates.restore(r.tick, s.GateWindow)
	for i := range r.state {
		r.state[i] = snn.SynapseState{
			Eligibility: s.Eligibility[i], EligPost: s.EligPost[i], Trace: s.Trace[i], CurrentGain: s.CurrentGain[i],
			SourceFires: s.SourceFires[i], Coincidences: s.Coincidences[i], Alive: s.Alive[i],
		}
	}
	return nil
}

// check reports why a state cannot be one of the brain.
func (r *Reference) check(s *snn.Float64State) error {
	if s.Tick < 0 || int64(s.Tick) > snn.MaxTicks {
		return fmt.Errorf("the state is of tick %d, must be 0..%d", s.Tick, int64(snn.MaxTicks))
	}
	neurons, rows := len(r.v), len(r.weight)
	want := map[string]int{
		"external": neurons, "noise": neurons, "v": neurons, "u": neurons, "last_spike": neurons,
		"pending.count": int(r.ringLength), "gate_window": len(r.gates.history) * snn.GateWindow,
		"weight": rows, "eligibility": rows, "elig_post": rows, "trace": rows, "current_gain": rows,
		"source_fires": rows, "coincidences": rows, "alive": rows,
	}
	if len(s.Noise) == 0 {
		want["noise"] = 0
	}
	for _, c := range s.Columns() {
		if length, fixed := want[c.Name]; fixed {
			if got := reflect.ValueOf(c.Values).Elem().Len(); got != length {
				return fmt.Errorf("the state's %s has %d values, the brain needs %d", c.Name, got, length)
			}
		}
	}
	var sum int64
	for _, count := range s.PendingCount {
		if count < 0 {
			return fmt.Errorf("the state's pending.count has %d", count)
		}
		sum += int64(count)
	}
	if sum != int64(len(s.PendingTarget)) || sum != int64(len(s.PendingCurrent)) {
		return fmt.Errorf("the state has %d pending.target and %d pending.current, not %d", len(s.PendingTarget), len(s.PendingCurrent), sum)
	}
	for _, target := range s.PendingTarget {
		if target < 0 || int(target) >= neurons {
			return fmt.Errorf("the state's pending.target has neuron %d of %d", target, neurons)
		}
	}
	for g, members := range r.gates.table.Groups {
		for _, spikes := range s.GateWindow[g*snn.GateWindow : (g+1)*snn.GateWindow] {
			if spikes < 0 || int(spikes) > len(members) {
				return fmt.Errorf("the state's gate_window of group %d has %d spikes in a tick, of %d members", g, spikes, len(members))
			}
		}
	}
	return nil
}
