package fork

import (
	"errors"
	"maps"
	"slices"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Lesion is a number of neurons that are dead from the fork on.
type Lesion struct {
	Neurons []int32 // positions
	drive   float64
	dead    []bool // per neuron
}

// rest is the v of a dead neuron before the fork's first tick [mV].
const rest = -65

// Apply kills the neurons in a network, which is not shared, and in a state of
// it. What they sent before is still on its way. A dead neuron
//
//   - has no gap junctions,
//   - has a recovery variable that stays 0,
//   - gets, on a backend that [Lesion.On] returns, a constant current of more
//     than all that its synapses can ever deliver, and no other, so that it
//     never fires.
func (l *Lesion) Apply(net *snn.Network, s *snn.Float32State) error {
	if len(l.Neurons) == 0 {
		return errors.New("there is no neuron to silence")
	}
	l.drive = -(2*net.FixedPoint.WorstSum + 1e4)
	l.dead = make([]bool, net.Neurons)
	for _, n := range l.Neurons {
		l.dead[n] = true
		net.A[n], net.U[n], s.U[n], s.V[n] = 0, 0, 0, rest
	}
	for k := range net.Gaps.Conductance {
		if l.dead[net.Gaps.Source[k]] || l.dead[net.Gaps.Target[k]] {
			net.Gaps.Conductance[k] = 0
		}
	}
	return nil
}

// On returns the backend, which runs the network that the lesion was applied
// to, with the dead neurons cut off from all currents from outside.
func (l *Lesion) On(b engine.Backend) engine.Backend { return &lesioned{Backend: b, Lesion: l} }

// lesioned is a backend with dead neurons.
type lesioned struct {
	engine.Backend
	*Lesion
	values []float64
}

func (l *lesioned) SetCurrents(current []float64) {
	l.values = append(l.values[:0], current...)
	for n, dead := range l.dead {
		if dead {
			l.values[n] = l.drive
		}
	}
	l.Backend.SetCurrents(l.values)
}

func (l *lesioned) UpdateCurrents(neurons []int32, current []float64) {
	l.values = append(l.values[:0], current...)
	for i, n := range neurons {
		if l.dead[n] {
			l.values[i] = l.drive
		}
	}
	l.Backend.UpdateCurrents(neurons, l.values)
}

func (l *lesioned) SetNoise(sd []float64, seed uint64) {
	if sd != nil {
		l.values = append(l.values[:0], sd...)
		for n, dead := range l.dead {
			if dead {
				l.values[n] = 0
			}
		}
		sd = l.values
	}
	l.Backend.SetNoise(sd, seed)
}

// SilenceSynapses makes all synapses of a type of a network, which is not
// shared, deliver nothing from now on, in it and in a state of it: their weights
// are 0 and learn no more. What was sent before is still on its way. It returns
// how many there are.
func SilenceSynapses(net *snn.Network, s *snn.Float32State, t snn.SynapseType) int {
	if t == snn.GapJunction {
		clear(net.Gaps.Conductance)
		return len(net.Gaps.Conductance)
	}
	set := net.Chemical[t]
	if set == nil {
		return 0
	}
	if t == snn.Fixed {
		keepLate(net, s, set)
	}
	clear(set.Current) // of fixed synapses
	clear(set.RowCurrent)
	clear(set.Weight)
	clear(s.Sets[t].Weight)
	for i := range set.Classes {
		c := &set.Classes[i]
		c.LTPRate, c.LTDRate, c.LTPLimit, c.LTDLimit, c.WMin, c.WMax = 0, 0, 0, 0, 0, 0
	}
	return set.Len()
}

// keepLate adds what fixed synapses with long delays have sent, which a state
// keeps as spikes, to the sums on their way.
func keepLate(net *snn.Network, s *snn.Float32State, set *snn.SynapseSet) {
	if net.LongestLate() == 0 || len(s.LateTick) == 0 {
		return
	}
	arrivals := make([]map[int32]int32, max(len(s.PendingCount), int(net.MaxDelay)))
	for i := range arrivals {
		arrivals[i] = map[int32]int32{}
	}
	next := 0
	for i, count := range s.PendingCount {
		for range count {
			arrivals[i][s.PendingTarget[next]] = s.PendingCurrent[next]
			next++
		}
	}
	for i, n := range s.LateNeuron {
		for k := set.Begin[n]; k < set.Begin[n+1]; k++ {
			if delay := set.Delay(k); delay >= snn.LongDelay && s.LateTick[i]+delay >= s.Tick {
				arrivals[s.LateTick[i]+delay-s.Tick][set.Target(k)] += set.CurrentOf(k, n)
			}
		}
	}
	s.LateTick, s.LateNeuron = nil, nil
	s.PendingCount, s.PendingTarget, s.PendingCurrent = nil, nil, nil
	for _, sums := range arrivals {
		count := int32(0)
		for _, target := range slices.Sorted(maps.Keys(sums)) {
			if sums[target] != 0 {
				s.PendingTarget, s.PendingCurrent = append(s.PendingTarget, target), append(s.PendingCurrent, sums[target])
				count++
			}
		}
		s.PendingCount = append(s.PendingCount, count)
	}
	for n := len(s.PendingCount); n > 0 && s.PendingCount[n-1] == 0; n-- {
		s.PendingCount = s.PendingCount[:n-1]
	}
}
