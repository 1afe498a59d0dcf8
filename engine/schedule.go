package engine

import (
	"fmt"
	"math"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// schedule is a program laid out for one brain: when its currents change, and
// to what.
type schedule struct {
	tonic   float64
	phases  []scheduled
	changes []int32 // ascending first ticks of stretches of constant current; the first is 0
	period  int32   // 0: no loop
	rewards *Rewards
}

// scheduled is a phase with its place in time and its targets' positions.
type scheduled struct {
	start, end     int32
	current, noise float64
	targets        []int32 // nil: every neuron
}

// newSchedule resolves a program's targets. A nil program is the tonic current
// alone.
func newSchedule(p *Program, brain *snn.Brain) (*schedule, error) {
	s := &schedule{tonic: TonicCurrent, changes: []int32{0}}
	if p == nil {
		return s, nil
	}
	if p.Tonic != nil {
		s.tonic = *p.Tonic
	}
	s.rewards = p.Rewards
	known := map[rule][]int32{}
	var end int64 // of the phase before
	for i := range p.Phases {
		phase := &p.Phases[i]
		start := end
		if phase.Duration != nil {
			end = start + int64(*phase.Duration)
		} else {
			start, end = int64(*phase.TickStart), int64(*phase.TickEnd)
		}
		if end > snn.MaxTicks {
			return nil, p.inFile(fmt.Errorf("phase %d ends at tick %d, beyond the limit of %d", i+1, end, int64(snn.MaxTicks)))
		}
		targets, err := phase.Targets.shared(brain, known)
		if err != nil {
			return nil, p.inFile(fmt.Errorf("phase %d: %w", i+1, err))
		}
		s.phases = append(s.phases, scheduled{int32(start), int32(end), phase.Current, phase.Noise, targets})
		s.changes = append(s.changes, int32(start), int32(end))
		if p.Loop {
			s.period = max(s.period, int32(end))
		}
	}
	slices.Sort(s.changes)
	s.changes = slices.Compact(s.changes)
	return s, nil
}

// rule is what names targets without listing them.
type rule struct {
	stride int
	kind   string
}

// shared is positions for phases of one program: those of one rule have one
// list. A rule is a few bytes, and its list may be as long as the brain.
func (t *Targets) shared(brain *snn.Brain, known map[rule][]int32) ([]int32, error) {
	if t == nil || t.IDs != nil {
		return t.positions(brain)
	}
	r := rule{t.Stride, t.Type}
	list, have := known[r]
	if have {
		return list, nil
	}
	list, err := t.positions(brain)
	known[r] = list
	return list, err
}

// positions returns the targets' positions; nil means every neuron.
func (t *Targets) positions(brain *snn.Brain) ([]int32, error) {
	if t == nil {
		return nil, nil
	}
	positions := []int32{}
	switch {
	case t.Stride > 0:
		for i := 0; i < len(brain.Neurons); i += t.Stride {
			positions = append(positions, int32(i))
		}
	case t.Type != "":
		for i := range brain.Neurons {
			if brain.Neurons[i].Type.String() == t.Type {
				positions = append(positions, int32(i))
			}
		}
	default:
		for _, id := range t.IDs {
			i, found := slices.BinarySearchFunc(brain.Neurons, id, func(n snn.Neuron, id int64) int {
				switch {
				case n.ID < id:
					return -1
				case n.ID > id:
					return 1
				}
				return 0
			})
			if !found {
				return nil, fmt.Errorf("target %d is not a neuron of the brain", id)
			}
			positions = append(positions, int32(i))
		}
		slices.Sort(positions)
		positions = slices.Compact(positions)
	}
	return positions, nil
}

// inPeriod returns the tick within the loop.
func (s *schedule) inPeriod(tick int32) int32 {
	if s.period > 0 {
		return tick % s.period
	}
	return tick
}

// changesAt reports whether the currents of a tick differ from those of the
// tick before, as far as the schedule tells.
func (s *schedule) changesAt(tick int32) bool {
	if tick == 0 {
		return true
	}
	_, found := slices.BinarySearch(s.changes, s.inPeriod(tick))
	return found
}

// nextChange returns the first tick after the given one at which currents may
// change, at most limit.
func (s *schedule) nextChange(tick, limit int32) int32 {
	t := s.inPeriod(tick)
	next := int64(limit)
	if i, _ := slices.BinarySearch(s.changes, t+1); i < len(s.changes) {
		next = int64(tick) + int64(s.changes[i]-t)
	}
	if s.period > 0 {
		next = min(next, int64(tick)+int64(s.period-t))
	}
	return int32(min(next, int64(limit)))
}

// phaseCurrents fills in what the phases of a tick add to each neuron's
// current and the standard deviation of its noise. It reports whether any
// phase does and whether any has noise.
func (s *schedule) phaseCurrents(tick int32, current, noise []float64) (active, noisy bool) {
	clear(current)
	clear(noise)
	t := s.inPeriod(tick)
	for i := range s.phases {
		p := &s.phases[i]
		if t < p.start || t >= p.end {
			continue
		}
		active = active || p.current != 0
		noisy = noisy || p.noise != 0
		add := func(n int32) {
			current[n] += p.current
			noise[n] = rootOfSquares(noise[n], p.noise)
		}
		if p.targets == nil {
			for n := range current {
				add(int32(n))
			}
			continue
		}
		for _, n := range p.targets {
			add(n)
		}
	}
	return active, noisy
}

// rootOfSquares adds standard deviations. Square roots, unlike math.Hypot, are
// rounded the same on every processor; one deviation alone stays exact.
func rootOfSquares(a, b float64) float64 {
	if a == 0 || b == 0 {
		return a + b
	}
	return math.Sqrt(float64(a*a) + float64(b*b))
}

// rewardAfter returns the program's reward after a tick.
func (s *schedule) rewardAfter(tick int32) (amount float64, due bool) {
	r := s.rewards
	if r == nil || (tick+1)%r.Every != 0 {
		return 0, false
	}
	return r.Values[int(tick/r.Every)%len(r.Values)], true
}

// nextReward returns the tick after which the next reward is due, counting
// from the given tick, plus one: a number of ticks to run to.
func (s *schedule) nextReward(tick, limit int32) int32 {
	if s.rewards == nil {
		return limit
	}
	return int32(min(int64(limit), (int64(tick)/int64(s.rewards.Every)+1)*int64(s.rewards.Every)))
}
