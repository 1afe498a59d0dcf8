package backendtest

import "github.com/engine-gpu/engine-gpu/snn"

// statesPerType is how many restored states each type has to choose from.
const statesPerType = 20

// addStates makes the start state or, for restored brains, random ones.
func (g *generator) addStates() {
	g.brain.States = []snn.SynapseState{snn.StartState()}
	for _, t := range g.Types {
		if g.states[t] != nil {
			continue
		}
		g.states[t] = []int32{0}
		if !g.Restored {
			continue
		}
		for range statesPerType {
			g.states[t] = append(g.states[t], int32(len(g.brain.States)))
			g.brain.States = append(g.brain.States, g.stateOf(t))
		}
	}
}

func (g *generator) stateOf(t snn.SynapseType) snn.SynapseState {
	s := snn.StartState()
	trace := func() float64 {
		return choose(g.rng, []float64{0, 1e-30, 1e-9, 0.005, g.rng.Float64(), 3 * g.rng.Float64()})
	}
	switch t {
	case snn.Plastic:
		s.Eligibility, s.EligPost = trace(), trace()
	case snn.Gated:
		s.Eligibility = trace()
	case snn.RewardPlastic:
		s.Trace, s.Eligibility = trace(), trace()
	case snn.Facilitating:
		s.CurrentGain = g.uniform(0.9, 4)
	case snn.Depressing:
		s.CurrentGain = g.uniform(0, 1.1)
	case snn.Developmental:
		s.Eligibility, s.Alive = trace(), g.rng.IntN(4) > 0
		s.SourceFires = g.rng.Int64N(9*g.Pruning.MinSourceFires + 1)
		s.Coincidences = g.rng.Int64N(s.SourceFires + 1)
	}
	return s
}
