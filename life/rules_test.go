package life

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/snn"
)

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance*math.Abs(b) }

// brainOf returns a brain of RS neurons, one behind the other on the x axis, with
// the given synapses. The parameter sets are each type's own, at its number.
func brainOf(neurons int, rows ...snn.Synapse) *snn.Brain {
	b := &snn.Brain{States: []snn.SynapseState{snn.StartState()}}
	for n := range neurons {
		b.Neurons = append(b.Neurons, snn.Neuron{ID: int64(n + 1), Izhikevich: snn.RS.Parameters(), X: float64(n), V: -65, U: -13})
	}
	for t := range snn.NumSynapseTypes {
		b.ParamSets = append(b.ParamSets, snn.ParamSet{Type: t, Text: "{}", Params: snn.DefaultParams(t)})
	}
	for i := range rows {
		rows[i].ID = int64(i + 1)
		if rows[i].Params == 0 {
			rows[i].Params = int32(rows[i].Type)
		}
	}
	b.Synapses = snn.NewSynapses(rows...)
	return b
}

// TestPullBackClosedForm: with the exponent 1/2 the square root of w/w0 is
// exact.
func TestPullBackClosedForm(t *testing.T) {
	b := brainOf(2)
	narrow := snn.DefaultParams(snn.RewardPlastic)
	narrow.WMax = 1.5
	wide := snn.DefaultParams(snn.Plastic)
	wide.WMin = 1.25
	stuck := snn.DefaultParams(snn.Plastic)
	stuck.WMin = stuck.WMax
	b.ParamSets = append(b.ParamSets,
		snn.ParamSet{Type: snn.RewardPlastic, Params: narrow}, snn.ParamSet{Type: snn.Plastic, Params: wide}, snn.ParamSet{Type: snn.Plastic, Params: stuck})
	const narrowSet, wideSet, stuckSet = int32(snn.NumSynapseTypes), int32(snn.NumSynapseTypes) + 1, int32(snn.NumSynapseTypes) + 2
	cases := []struct {
		kind     snn.SynapseType
		params   int32
		w, want  float64 // exponent 1/2
		byFifths float64 // exponent 0.8
	}{
		{snn.RewardPlastic, 0, 1, 1, 1},
		{snn.RewardPlastic, 0, 4, 2, math.Pow(4, 0.8)},
		{snn.RewardPlastic, 0, 0.0625, 0.25, math.Pow(0.0625, 0.8)},
		{snn.RewardPlastic, narrowSet, 4, 1.5, 1.5}, // its w_max
		{snn.Plastic, 0, 2, 2, 2},
		{snn.Plastic, 0, 8, 4, 2 * math.Pow(4, 0.8)},
		{snn.Plastic, 0, 0.5, 1, 2 * math.Pow(0.25, 0.8)},
		{snn.Plastic, wideSet, 0.5, 1.25, 1.25}, // its w_min
		{snn.Plastic, stuckSet, 8, 8, 8},        // does not learn
		{snn.Plastic, 0, 0, 0, 0},
		{snn.Plastic, 0, -3, -3, -3},
		{snn.RewardPlastic, 0, -1, -1, -1},
		{snn.Fixed, 0, 8, 8, 8},
		{snn.Gated, 0, 8, 8, 8},
		{snn.Developmental, 0, 8, 8, 8},
	}
	rows := make([]snn.Synapse, len(cases))
	for i, c := range cases {
		rows[i] = snn.Synapse{Type: c.kind, Params: c.params, Weight: c.w, Target: 1}
	}
	sets := b.ParamSets
	for _, exponent := range []float64{0.5, 0.8, 1} {
		b := brainOf(2, slices.Clone(rows)...)
		b.ParamSets = sets
		pullBack(b, exponent)
		for i, c := range cases {
			got := b.Synapses.Weight[i]
			switch {
			case exponent == 0.5 && got != c.want:
				t.Errorf("%v %v to the power of 1/2 is %v, want %v", c.kind, c.w, got, c.want)
			case exponent == 0.8 && !near(got, c.byFifths, 1e-15):
				t.Errorf("%v %v to the power of 0.8 is %v, want %v", c.kind, c.w, got, c.byFifths)
			case exponent == 1 && c.params == 0 && got != c.w:
				t.Errorf("%v %v to the power of 1 is %v", c.kind, c.w, got)
			}
		}
	}
}

// TestPullBackKeepsTheOrder and brings every weight nearer to where none moves.
func TestPullBackKeepsTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weight := rapid.Float64Range(1e-6, 10)
		w, v := weight.Draw(t, "w"), weight.Draw(t, "v")
		b := brainOf(2, snn.Synapse{Type: snn.Plastic, Weight: min(w, v)}, snn.Synapse{Type: snn.Plastic, Weight: max(w, v)})
		pullBack(b, 0.8)
		got := b.Synapses.Weight
		if got[0] > got[1] {
			t.Errorf("%v and %v become %v and %v", min(w, v), max(w, v), got[0], got[1])
		}
		if was, is := math.Abs(math.Log(min(w, v)/2)), math.Abs(math.Log(got[0]/2)); math.Abs(is-0.8*was) > 1e-12 {
			t.Errorf("the distance of %v from 2 goes from e^%v to e^%v, want 0.8 of it", min(w, v), was, is)
		}
	})
}

// TestDriftClosedForm: n sessions leave (1 - rate)^n of the difference to the
// mean of the active inputs.
func TestDriftClosedForm(t *testing.T) {
	synapse := func(source, target int32, kind snn.SynapseType) snn.Synapse {
		return snn.Synapse{Source: source, Target: target, Type: kind}
	}
	b := brainOf(6,
		synapse(0, 4, snn.Fixed), synapse(1, 4, snn.Plastic), synapse(2, 4, snn.Fixed), synapse(3, 4, snn.GapJunction),
		synapse(0, 3, snn.Fixed), synapse(2, 5, snn.Fixed))
	b.Neurons[0].Izhikevich = snn.FS.Parameters()
	b.Neurons[1].Izhikevich = snn.CH.Parameters()
	b.Neurons[2].Izhikevich = snn.LTS.Parameters() // silent
	b.Neurons[3].Izhikevich = snn.IB.Parameters()  // active, by a gap junction only
	fired := []int64{10, 1, 0, 7, 0, 0}
	start := slices.Clone(b.Neurons)
	const sessions = 12
	d := Drift{Rate: 0.25}
	for range sessions {
		if moved := d.apply(b, fired); moved != 1 {
			t.Fatalf("%d neurons moved, want the one that is silent with active inputs", moved)
		}
	}
	left := math.Pow(0.75, sessions)
	for i, mean := range [4]float64{0.06, 0.2, (-65 - 50) / 2.0, 2} {
		was := [4]float64{0.02, 0.2, -65, 8}[i]
		n := &b.Neurons[4]
		if got, want := [4]float64{n.A, n.B, n.C, n.D}[i], mean+(was-mean)*left; !near(got, want, 1e-13) {
			t.Errorf("parameter %d is %v after %d sessions, want %v", i, got, sessions, want)
		}
	}
	for n := range b.Neurons {
		if n != 4 && b.Neurons[n] != start[n] {
			t.Errorf("neuron %d moved", n)
		}
	}
}

// TestDriftIsAtOnce: silent neurons drift towards what the others were, not
// towards what they become.
func TestDriftIsAtOnce(t *testing.T) {
	b := brainOf(3, snn.Synapse{Source: 0, Target: 1}, snn.Synapse{Source: 1, Target: 2})
	b.Neurons[0].Izhikevich = snn.FS.Parameters()
	if moved := DefaultDrift().apply(b, []int64{5, 0, 0}); moved != 1 || b.Neurons[2].A != 0.02 {
		t.Errorf("%d neurons moved; the one behind a silent one has a = %v", moved, b.Neurons[2].A)
	}
}

// TestRested: what was learned stays, what was going on does not.
func TestRested(t *testing.T) {
	b := brainOf(2,
		snn.Synapse{Type: snn.Plastic, Weight: 1}, snn.Synapse{Type: snn.Facilitating, Weight: 2},
		snn.Synapse{Type: snn.Developmental, Weight: 3}, snn.Synapse{Type: snn.Developmental, Weight: 4})
	b.Neurons[1].Type, b.Neurons[1].B = snn.LTS, 0.3
	s := snn.NewSnapshot(b)
	s.V[1], s.U[1], s.LastSpike[1] = 20, 7, 99
	s.Weight = []float64{5, 2, 6, 0}
	for i := range s.State {
		s.State[i] = snn.SynapseState{Eligibility: 3, EligPost: 2, Trace: 1, CurrentGain: 4, SourceFires: int64(100 * i), Coincidences: 5, Alive: i < 3}
	}
	r := rested(b, s)
	if !slices.Equal(r.Synapses.Weight, s.Weight) {
		t.Errorf("weights %v, want %v", r.Synapses.Weight, s.Weight)
	}
	if n := r.Neurons[1]; n.V != -65 || n.U != -65*0.25 || n.LastSpike != -1000 || n.B != 0.3 {
		t.Errorf("neuron %+v", n)
	}
	for i, want := range []snn.SynapseState{
		snn.StartState(), snn.StartState(),
		{CurrentGain: 1, SourceFires: 200, Coincidences: 5, Alive: true}, {CurrentGain: 1, SourceFires: 300, Coincidences: 5},
	} {
		if got := r.States[r.Synapses.StateAt(i)]; got != want {
			t.Errorf("synapse %d rests as %+v, want %+v", i+1, got, want)
		}
	}
	if b.Synapses.Weight[0] != 1 || b.Neurons[1].Type != snn.LTS || b.Neurons[1].V != -65 {
		t.Error("the brain itself changed")
	}
	if err := r.Validate(); err != nil {
		t.Error(err)
	}
	again := rested(r, nil)
	for i := range again.Synapses.Len() {
		if again.States[again.Synapses.StateAt(i)] != r.States[r.Synapses.StateAt(i)] {
			t.Errorf("synapse %d does not stay at rest", i+1)
		}
	}
}

// TestFoodIsEven: places are even over the disc, so that the distance squared
// has the mean R²/2 and the standard deviation R²/√12.
func TestFoodIsEven(t *testing.T) {
	const n, radius = 4000, 25.0
	dish := arena.DefaultDish()
	var square, x, y float64
	seen := map[uint32]bool{}
	for session := range n {
		d, err := placeFood(dish, radius, 7, session)
		if err != nil {
			t.Fatal(err)
		}
		f := d.Foods()[0]
		r2 := f.X*f.X + f.Y*f.Y
		if r2 > radius*radius || f.Peak != arena.DefaultPeak || f.Sigma != arena.DefaultSigma || d.Radius() != dish.Radius() {
			t.Fatalf("session %d: food %+v", session, f)
		}
		square, x, y = square+r2/n, x+f.X/n, y+f.Y/n
		seen[startSeed(7, session)] = true
	}
	// Four standard errors each.
	if limit := 4 * radius * radius / math.Sqrt(12*n); math.Abs(square-radius*radius/2) > limit {
		t.Errorf("mean square of the distance %v, want %v", square, radius*radius/2)
	}
	if limit := 4 * radius / 2 / math.Sqrt(n); math.Abs(x) > limit || math.Abs(y) > limit {
		t.Errorf("mean place (%v, %v)", x, y)
	}
	if len(seen) < n-2 {
		t.Errorf("%d of %d starts are different", len(seen), n)
	}
	a, _ := placeFood(dish, radius, 7, 3)
	b, _ := placeFood(dish, radius, 8, 3)
	if a.Foods()[0] == b.Foods()[0] || startSeed(7, 3) == startSeed(8, 3) || sleepSeed(7, 3) == sleepSeed(7, 4) {
		t.Error("seed or session change nothing")
	}
	if centre, err := placeFood(dish, 0, 7, 3); err != nil || centre.Foods()[0].X != 0 {
		t.Errorf("food within 0 BL: %v", err)
	}
}
