package backendtest

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// recoveryHasLimit: where u runs away it stays at its limit, and v, which then
// hangs on u alone, is what that makes of it; infinities and what is no number
// would be something else on every processor. With a = 3 and b = 0 what u is
// away from 0 doubles in every tick and changes its sign; with a = -1 it doubles
// and stays below 0 or above.
func recoveryHasLimit(t *testing.T, factory Factory) {
	const neurons = 70
	brain := &snn.Brain{}
	for i := range neurons {
		n := snn.Neuron{ID: int64(i) + 1, Izhikevich: snn.Izhikevich{A: 3, C: -65, D: 8}, V: -65, U: 100}
		switch i % 4 {
		case 1:
			n.U = -100
		case 2:
			n.A = -1
		case 3:
			n.A, n.B, n.D = 1e9, -1e9, -1e15 // as much as is allowed
		}
		brain.Neurons = append(brain.Neurons, n)
	}
	limit := float64(float32(snn.RecoveryLimit))
	b := open(t, factory, brain, snn.Options{})
	for tick := range 150 {
		fired := advance(t, b, 1).Neurons
		s := snapshot(t, b, brain)
		for i := range brain.Neurons {
			most, fires := limit, slices.Contains(fired, int32(i))
			if fires {
				most += math.Abs(brain.Neurons[i].D)
			}
			if v, u := s.V[i], s.U[i]; !(math.Abs(u) <= most) || !(math.Abs(v) <= limit) {
				t.Fatalf("neuron at position %d after tick %d: v %v, u %v", i, tick, v, u)
			}
			if tick < 100 || i%4 == 3 {
				continue
			}
			// u was at a limit before the tick: at the other one where it changes
			// its sign. v follows it down, or up to a spike.
			before := s.U[i]
			if brain.Neurons[i].A > 0 {
				before = -before
			}
			v := -before / 2
			if before < 0 {
				v = -65
			}
			if math.Abs(before) != limit || s.V[i] != v || fires != (before < 0) {
				t.Fatalf("neuron at position %d after tick %d: fired %v, v %v, u %v; want v %v", i, tick, fires, s.V[i], s.U[i], v)
			}
		}
	}
}

// depressesAboveFloor: a stored postsynaptic trace of exactly snn.LTDFloor leaves
// a weight alone, the next larger one does not. A source has two synapses to
// each of many targets, so that whole vectors of them are looked at: of one
// class or of two, and with traces that are those of the targets or their own.
func depressesAboveFloor(t *testing.T, factory Factory) {
	for _, c := range []struct {
		name    string
		classes int32
		traced  func(synapse int32) int32 // 1 where the trace is above the floor
	}{
		{"one class", 1, func(i int32) int32 { return i / 2 % 2 }},
		{"two classes", 2, func(i int32) int32 { return i / 2 % 2 }},
		{"traces of their own", 1, func(i int32) int32 { return i % 2 }},
	} {
		const targets = 40
		floor := float32(snn.LTDFloor)
		brain := &snn.Brain{ParamSets: []snn.ParamSet{
			newParamSet(snn.Plastic, map[string]any{"ltd_ratio": 0.5}), newParamSet(snn.Plastic, map[string]any{"ltd_ratio": 0.6}),
		}}
		for i := range targets + 1 {
			brain.Neurons = append(brain.Neurons, snn.Neuron{ID: int64(i) + 1, Izhikevich: snn.RS.Parameters(), V: -65, U: -13})
		}
		for _, x := range []float32{floor, math.Nextafter32(floor, 1)} {
			s := snn.StartState()
			s.EligPost = float64(x)
			brain.States = append(brain.States, s)
		}
		for i := range int32(2 * targets) {
			brain.Synapses.Append(snn.Synapse{
				ID: int64(i) + 1, Type: snn.Plastic, Source: targets, Target: i / 2, Delay: 1, Weight: 5,
				Params: i % c.classes, State: c.traced(i),
			})
		}
		b := open(t, factory, brain, snn.Options{})
		b.UpdateCurrents([]int32{targets}, []float64{1000})
		if fired := advance(t, b, 1).Neurons; !slices.Equal(fired, []int32{targets}) {
			t.Fatalf("%s: fired %v, want the source alone", c.name, fired)
		}
		for i, w := range snapshot(t, b, brain).Weight {
			trace := brain.States[c.traced(int32(i))].EligPost
			if depressed := trace > float64(floor); (w < 5) != depressed || w > 5 {
				t.Errorf("%s: synapse %d, trace %v: weight %v", c.name, i+1, trace, w)
			}
		}
	}
}

// prunesBelowThreshold: a developmental synapse dies where coincidences over
// source spikes are below the threshold in units of 2^-32, rounded down, however
// large all three are.
func prunesBelowThreshold(t *testing.T, factory Factory) {
	for _, threshold := range []float64{0, 0x1p-32, 0x1.fp-33, 0.25, 1.0 / 3, 0.5, 0.75, 1 - 0x1p-32, 1, 1.5, 4, 0x1p29, 0x1p30, 0x1p31, 1e300} {
		for _, fewest := range []int64{1, math.MaxInt32 / 8} { // ten times as many end the critical period
			brain := &snn.Brain{ParamSets: []snn.ParamSet{newParamSet(snn.Developmental, map[string]any{
				"eval_interval": 1, "min_source_fires": fewest, "pruning_threshold": threshold,
			})}}
			for i := range int64(2) {
				brain.Neurons = append(brain.Neurons, snn.Neuron{ID: i + 1, Izhikevich: snn.RS.Parameters(), V: -65, U: -13})
			}
			for _, fires := range []int64{fewest - 1, fewest, 2 * fewest, 3 * fewest, 4*fewest - 1, 4 * fewest, 7 * fewest, 8 * fewest} {
				for _, coincidences := range []int64{0, 1, fires / 4, fires / 3, fires / 2, fires - 1, fires, math.MaxInt32} {
					if coincidences < 0 {
						continue
					}
					s := snn.StartState()
					s.SourceFires, s.Coincidences = fires, coincidences
					brain.Synapses.Append(snn.Synapse{
						ID: int64(len(brain.States)) + 1, Type: snn.Developmental, Target: 1, Delay: 1, Weight: 5, State: int32(len(brain.States)),
					})
					brain.States = append(brain.States, s)
				}
			}
			b := open(t, factory, brain, snn.Options{})
			advance(t, b, 2) // none is pruned in tick 0
			end := snapshot(t, b, brain)
			units, _ := new(big.Float).SetMantExp(big.NewFloat(min(threshold, math.MaxInt32)), 32).Int(nil)
			for i := range brain.States {
				s := &brain.States[i]
				have := new(big.Int).Lsh(big.NewInt(s.Coincidences), 32)
				want := new(big.Int).Mul(units, big.NewInt(s.SourceFires))
				alive, weight := s.SourceFires < fewest || have.Cmp(want) >= 0, 5.0
				if !alive {
					weight = 0
				}
				if end.State[i].Alive != alive || end.Weight[i] != weight {
					t.Errorf("threshold %v, %d of %d: alive %v, weight %v", threshold, s.Coincidences, s.SourceFires, end.State[i].Alive, end.Weight[i])
				}
			}
		}
	}
}
