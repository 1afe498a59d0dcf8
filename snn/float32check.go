package snn

import (
	"fmt"
	"reflect"
)

// Check reports why a state cannot be one of a network: lengths that differ, or
// indices and ticks that are none. A state that passes can be restored, whatever
// its figures.
func (s *Float32State) Check(n *Network) error {
	if s.Tick < 0 || int64(s.Tick) > MaxTicks {
		return fmt.Errorf("the state is of tick %d, must be 0..%d", s.Tick, int64(MaxTicks))
	}
	if err := s.checkLengths(n); err != nil {
		return err
	}
	if err := s.checkPending(n); err != nil {
		return err
	}
	if err := s.checkLate(n); err != nil {
		return err
	}
	for _, ticks := range s.lazyTicks() {
		if i := outside(*ticks.Values.(*[]int32), 0, s.Tick); i >= 0 {
			return fmt.Errorf("the state's %s[%d] is not in 0..%d", ticks.Name, i, s.Tick)
		}
	}
	for g, members := range n.Gates.Groups[:n.GateGroups()] {
		if i := outside(s.GateWindow[g*GateWindow:(g+1)*GateWindow], 0, int32(len(members))); i >= 0 {
			return fmt.Errorf("the state's gate_window of group %d counts more or fewer spikes than %d members fire", g, len(members))
		}
	}
	return nil
}

// lazyTicks lists the columns that hold the ticks of lazy values.
func (s *Float32State) lazyTicks() []Column {
	list := []Column{{"trace.tick", &s.TraceTick}}
	for t := range NumChemicalTypes {
		x := &s.Sets[t]
		list = append(list, Column{SynapseType(t).String() + ".trace_tick", &x.TraceTick},
			Column{SynapseType(t).String() + ".eligibility_tick", &x.EligibilityTick},
			Column{SynapseType(t).String() + ".gain_tick", &x.GainTick})
	}
	return list
}

// outside returns the first index whose value is not in least..most, or -1.
func outside(values []int32, least, most int32) int {
	for i, x := range values {
		if x < least || x > most {
			return i
		}
	}
	return -1
}

func (s *Float32State) checkLengths(n *Network) error {
	want := map[string]int{
		"external": n.Neurons, "noise": n.Neurons, "v": n.Neurons, "u": n.Neurons, "last_spike": n.Neurons,
		"trace.value": len(n.Traces.Value), "trace.tick": len(n.Traces.Value),
		"gate_window": n.GateGroups() * GateWindow,
	}
	if len(s.Noise) == 0 {
		want["noise"] = 0
	}
	for t, set := range n.Chemical {
		for _, c := range s.Sets[t].columns(SynapseType(t)) {
			name := SynapseType(t).String() + "." + c.Name
			if want[name] = 0; set != nil {
				want[name] = set.Len()
			}
		}
	}
	for _, c := range s.Columns() {
		if length, fixed := want[c.Name]; fixed {
			if got := reflect.ValueOf(c.Values).Elem().Len(); got != length {
				return fmt.Errorf("the state's %s has %d values, the brain needs %d", c.Name, got, length)
			}
		}
	}
	return nil
}

func (s *Float32State) checkPending(n *Network) error {
	if most := max(n.MaxDelay, 1); len(s.PendingCount) > int(most) {
		return fmt.Errorf("the state has currents on their way for %d ticks, the longest delay is %d", len(s.PendingCount), most)
	}
	if len(s.PendingTarget) != len(s.PendingCurrent) {
		return fmt.Errorf("the state has %d pending.target and %d pending.current", len(s.PendingTarget), len(s.PendingCurrent))
	}
	rest := s.PendingTarget
	for i, count := range s.PendingCount {
		if count < 0 || int(count) > len(rest) {
			return fmt.Errorf("the state's pending.count[%d] is %d, of %d left", i, count, len(rest))
		}
		last := int32(-1)
		for _, target := range rest[:count] {
			if target <= last || int(target) >= n.Neurons {
				return fmt.Errorf("the state's pending.target has neuron %d after %d, of %d", target, last, n.Neurons)
			}
			last = target
		}
		rest = rest[count:]
	}
	if len(rest) > 0 {
		return fmt.Errorf("the state's pending.target has %d values too many", len(rest))
	}
	return nil
}

func (s *Float32State) checkLate(n *Network) error {
	if len(s.LateTick) != len(s.LateNeuron) {
		return fmt.Errorf("the state has %d late.tick and %d late.neuron", len(s.LateTick), len(s.LateNeuron))
	}
	first := s.Tick - n.LongestLate()
	for i, tick := range s.LateTick {
		neuron := s.LateNeuron[i]
		if tick < max(first, 0) || tick >= s.Tick || neuron < 0 || int(neuron) >= n.Neurons ||
			i > 0 && (tick < s.LateTick[i-1] || tick == s.LateTick[i-1] && neuron <= s.LateNeuron[i-1]) {
			return fmt.Errorf("the state's late spike %d is of neuron %d in tick %d, which cannot be", i, neuron, tick)
		}
	}
	return nil
}
