package snn_test

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// randomBrain draws a brain.
func randomBrain(r *rapid.T) *snn.Brain {
	types := rapid.SliceOfNDistinct(rapid.SampledFrom(backendtest.AllTypes()), 1, 8, rapid.ID[snn.SynapseType]).Draw(r, "types")
	shape := backendtest.Lively(rapid.IntRange(1, 60).Draw(r, "neurons"), types...)
	shape.Synapses = rapid.IntRange(0, 400).Draw(r, "synapses")
	shape.Delays = []int32{0, 1, 2, 62, 63, 500}
	shape.Restored, shape.Odd = rapid.Bool().Draw(r, "restored"), rapid.Bool().Draw(r, "odd")
	return shape.Generate(rapid.Uint64().Draw(r, "seed"))
}

func compile(r *rapid.T, b *snn.Brain) *snn.Network {
	n, err := snn.Compile(b)
	if err != nil {
		r.Fatal(err)
	}
	return n
}

// TestCompileSynapses: every chemical synapse is there exactly once, by source,
// then target, then id, with its values.
func TestCompileSynapses(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := randomBrain(r)
		n := compile(r, b)
		wrap := b.RingLength()
		longest := int32(0)
		for k, s := range n.Chemical {
			rows := rowsOfType(b, snn.SynapseType(k))
			if s == nil {
				if len(rows) > 0 {
					r.Fatalf("%d synapses of type %s are missing", len(rows), snn.SynapseType(k))
				}
				continue
			}
			if int(s.Type) != k || s.Len() != len(rows) || len(rows) == 0 || len(s.Begin) != len(b.Neurons)+1 || s.Begin[0] != 0 || int(s.Begin[len(b.Neurons)]) != len(rows) {
				r.Fatalf("set %d of type %s: %d synapses of %d, begins %v", k, s.Type, s.Len(), len(rows), s.Begin)
			}
			if s.Type != snn.Fixed && !slices.Equal(s.Row, rows) {
				r.Fatalf("%s: rows %v, want %v", s.Type, s.Row, rows)
			}
			for i, row := range rows {
				y := b.Synapses.At(int(row))
				delay := y.Delay
				if delay == 0 {
					delay = wrap
				}
				longest = max(longest, delay)
				i := int32(i)
				if i < s.Begin[y.Source] || i >= s.Begin[y.Source+1] || s.Target(i) != y.Target || s.Delay(i) != delay {
					r.Fatalf("%s synapse %d: target %d, delay %d in row %d; stored %+v", s.Type, y.ID, s.Target(i), s.Delay(i), i, y)
				}
				weight := snn.Flush(float32(y.Weight))
				if s.Type == snn.Fixed {
					if want := snn.Quantize(weight, n.FixedPoint.Scale()); s.CurrentOf(i, y.Source) != want {
						r.Fatalf("fixed synapse %d: current %d, want %d", y.ID, s.CurrentOf(i, y.Source), want)
					}
					continue
				}
				if s.Weight[i] != weight {
					r.Fatalf("%s synapse %d: weight %v; stored %+v", s.Type, y.ID, s.Weight[i], y)
				}
				checkState(r, s, int(i), &b.States[y.State])
				checkClass(r, n, &s.Classes[s.ClassOf(i)], &b.ParamSets[y.Params])
			}
		}
		gaps := 0
		for _, y := range b.Synapses.All() {
			if y.Type != snn.GapJunction {
				continue
			}
			want := float32(b.ParamSets[y.Params].Conductance)
			if n.Gaps.Source[gaps] != y.Source || n.Gaps.Target[gaps] != y.Target || n.Gaps.Conductance[gaps] != want {
				r.Fatalf("gap junction %d is not in its place", y.ID)
			}
			gaps++
		}
		if len(n.Gaps.Source) != gaps || n.MaxDelay != longest {
			r.Fatalf("%d gap junctions, want %d; longest delay %d, want %d", len(n.Gaps.Source), gaps, n.MaxDelay, longest)
		}
	})
}

// rowsOfType lists the rows of a type by source, then target, then id.
func rowsOfType(b *snn.Brain, kind snn.SynapseType) []int32 {
	var rows []int32
	for i, y := range b.Synapses.All() {
		if y.Type == kind {
			rows = append(rows, int32(i))
		}
	}
	slices.SortStableFunc(rows, func(i, j int32) int {
		x, y := b.Synapses.At(int(i)), b.Synapses.At(int(j))
		return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.Target, y.Target))
	})
	return rows
}

func checkState(r *rapid.T, s *snn.SynapseSet, k int, want *snn.SynapseState) {
	round := func(x float64) float32 { return snn.Flush(float32(x)) }
	ok := true
	switch s.Type {
	case snn.Facilitating, snn.Depressing:
		ok = s.Gain[k] == round(want.CurrentGain)
	case snn.RewardPlastic:
		ok = s.Trace[k] == round(want.Trace) && s.Eligibility[k] == round(want.Eligibility)
	case snn.Developmental:
		ok = int64(s.SourceFires[k]) == want.SourceFires && int64(s.Coincidences[k]) == want.Coincidences && s.Alive[k] == want.Alive
	}
	if !ok {
		r.Fatalf("%s synapse %d does not start in its state %+v", s.Type, k, *want)
	}
}

func checkClass(r *rapid.T, n *snn.Network, c *snn.Class, p *snn.ParamSet) {
	fail := func(what string, got, want any) {
		r.Helper()
		r.Fatalf("%s of params %s: %v, want %v", what, p.Text, got, want)
	}
	if c.WMin != float32(p.WMin) || c.WMax != float32(p.WMax) || c.Inhibitory != p.Inhibitory() || c.Transmission != (p.Gates == snn.GatesTransmission) {
		fail("bounds", *c, p.Params)
	}
	ltp, ltd := c.WMax, c.WMin // where potentiation and depression lead (semantics section 2)
	if p.Inhibitory() {
		ltp, ltd = c.WMin, c.WMax
	}
	if c.LTPLimit != ltp || c.LTDLimit != ltd {
		fail("limits", []float32{c.LTPLimit, c.LTDLimit}, []float32{ltp, ltd})
	}
	learns := p.Type.LearnsAtTarget() && p.Learns()
	if (c.LTPRate != 0) != learns || (c.LTDRate != 0) != (learns && p.Type == snn.Plastic && p.LTDRatio != 0) {
		fail("rates", []float32{c.LTPRate, c.LTDRate}, learns)
	}
	if learns && math.Abs(float64(c.LTPRate)-p.LearningRate/p.Range()) > 1e-7*math.Abs(p.LearningRate/p.Range()) {
		fail("LTP rate", c.LTPRate, p.LearningRate/p.Range())
	}
	if want := p.LearningRate * p.LTDRatio / p.Range(); c.LTDRate != 0 && math.Abs(float64(c.LTDRate)-want) > 2e-7*math.Abs(want) {
		fail("LTD rate", c.LTDRate, want)
	}
	tables := func(taus ...float64) {
		for i, index := range []int32{c.Decay, c.Decay2}[:len(taus)] {
			if want := snn.NewDecayTable(taus[i]); n.Decays[index].End != want.End || n.Decays[index].Factor(1) != want.Factor(1) {
				fail("decay", n.Decays[index].End, want.End)
			}
		}
	}
	step := func(x float64) float32 { // none that would leave a denormal of a gain
		if math.Abs(x) < 0x1p-100 {
			return 0
		}
		return float32(x)
	}
	switch p.Type {
	case snn.Plastic:
		tables(p.TauPlus, p.TauMinus)
	case snn.Gated, snn.Developmental:
		tables(p.TauPlus)
	case snn.RewardPlastic:
		tables(p.TauTrace, p.TauEligible)
	case snn.Facilitating:
		tables(p.TauRecovery)
		if c.GainStep != step(p.FacilIncrement) {
			fail("increment", c.GainStep, p.FacilIncrement)
		}
	case snn.Depressing:
		tables(p.TauRecovery)
		if c.GainStep != step(p.DepressFactor) {
			fail("factor", c.GainStep, p.DepressFactor)
		}
	}
	if (c.Gate >= 0) != (p.Type == snn.Gated) {
		fail("gate", c.Gate, p.Type)
	}
}

// TestLearningRateNeverZero: a synapse that learns at a rate of 0, or of next
// to nothing, still has its weight brought within its bounds; a huge rate
// stays finite.
func TestLearningRateNeverZero(t *testing.T) {
	for _, rate := range []float64{0, 1e-300, -1e-300, 1e300, -1e300, 1e30} {
		p := snn.DefaultParams(snn.Plastic)
		p.LearningRate, p.LTDRatio, p.WMax = rate, 0.5, 1e-3
		n, err := snn.Compile(&snn.Brain{
			Neurons:   []snn.Neuron{{ID: 1}},
			Synapses:  snn.NewSynapses(snn.Synapse{ID: 1, Type: snn.Plastic}),
			ParamSets: []snn.ParamSet{{Type: snn.Plastic, Params: p}}, States: []snn.SynapseState{snn.StartState()},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range []float32{n.Chemical[snn.Plastic].Classes[0].LTPRate, n.Chemical[snn.Plastic].Classes[0].LTDRate} {
			if a := math.Abs(float64(x)); a < 0x1p-126 || a > 0x1p40 {
				t.Errorf("learning rate %v becomes %v", rate, x)
			}
		}
	}
}

// TestTraces: each reference of a synapse leads to a trace of its neuron, time
// constant and start value; equal ones are one.
func TestTraces(t *testing.T) {
	type identity struct {
		post          bool
		neuron, decay int32
		start         float32
	}
	rapid.Check(t, func(r *rapid.T) {
		b := randomBrain(r)
		n := compile(r, b)
		traces := &n.Traces
		owner := make([]identity, len(traces.Value))
		counted := 0
		for neuron := range int32(n.Neurons) {
			for _, kind := range []struct {
				post  bool
				begin []int32
			}{{false, traces.PreBegin}, {true, traces.PostBegin}} {
				for i := kind.begin[neuron]; i < kind.begin[neuron+1]; i++ {
					owner[i] = identity{kind.post, neuron, traces.Decay[i], traces.Value[i]}
					counted++
				}
			}
		}
		if counted != len(traces.Value) || len(traces.Decay) != counted {
			r.Fatalf("%d traces belong to neurons, there are %d", counted, len(traces.Value))
		}
		distinct := map[identity]bool{}
		for _, o := range owner {
			if distinct[o] {
				r.Fatalf("two traces %+v", o)
			}
			distinct[o] = true
		}
		start := func(x float64) float32 {
			switch {
			case math.Abs(x) >= snn.TraceFloor:
				return float32(x)
			case x > 0: // spent, but it tells of a spike
				return snn.SpentTrace
			}
			return 0
		}
		used := map[int32]bool{}
		for _, s := range n.Chemical {
			if s == nil {
				continue
			}
			pre, post := s.PreBySynapse(), s.PostBySynapse()
			for k := range s.Row {
				y := b.Synapses.At(int(s.Row[k]))
				state, c := &b.States[y.State], &s.Classes[s.ClassOf(int32(k))]
				if pre != nil {
					used[pre[k]] = true
					if want := (identity{false, y.Source, c.Decay, start(state.Eligibility)}); owner[pre[k]] != want {
						r.Fatalf("%s synapse %d: presynaptic trace %+v, want %+v", s.Type, y.ID, owner[pre[k]], want)
					}
					if got := s.Pre.Of(int32(k), y.Source); got != pre[k] {
						r.Fatalf("%s synapse %d: presynaptic trace %d by neuron, %d by synapse", s.Type, y.ID, got, pre[k])
					}
				}
				if post != nil {
					used[post[k]] = true
					if want := (identity{true, y.Target, c.Decay2, start(state.EligPost)}); owner[post[k]] != want {
						r.Fatalf("%s synapse %d: postsynaptic trace %+v, want %+v", s.Type, y.ID, owner[post[k]], want)
					}
				}
			}
			if wantsPre := s.Type == snn.Plastic || s.Type == snn.Gated || s.Type == snn.Developmental; wantsPre != (pre != nil) || (s.Type == snn.Plastic) != (post != nil) {
				r.Fatalf("%s: traces %v, %v", s.Type, pre != nil, post != nil)
			}
		}
		if len(used) != len(owner) {
			r.Fatalf("%d of %d traces are used", len(used), len(owner))
		}
	})
}

func TestStoredTrace(t *testing.T) {
	for _, c := range []struct {
		value, decayed float32
		want           float64
	}{{0, 0, 0}, {1, 0.5, 0.5}, {1, 0, snn.SpentTrace}, {-1, 0, 0}, {-1, -0.5, -0.5}, {snn.SpentTrace, 0, snn.SpentTrace}} {
		if got := snn.StoredTrace(c.value, c.decayed); got != c.want {
			t.Errorf("value %v, decayed %v: %v, want %v", c.value, c.decayed, got, c.want)
		}
	}
}

// TestCompileNeurons: values are rounded once; b is kept from 0.
func TestCompileNeurons(t *testing.T) {
	b := &snn.Brain{Neurons: []snn.Neuron{
		{ID: 1, Izhikevich: snn.Izhikevich{A: 0.02, B: 0.2, C: -65, D: 8}, V: -64.9, U: 1e-42, LastSpike: -1000},
		{ID: 2, Izhikevich: snn.Izhikevich{A: 1e-50, B: 0, C: 0.1, D: -1}, V: 1, LastSpike: 1<<31 - 1},
		{ID: 3, Izhikevich: snn.Izhikevich{B: -1e-30}},
		{ID: 4, Izhikevich: snn.Izhikevich{B: -0.1}},
	}}
	n, err := snn.Compile(b)
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct{ got, want []float32 }{
		"a": {n.A, []float32{0.02, 0, 0, 0}},
		"b": {n.B, []float32{0.2, 0x1p-60, 0x1p-60, -0.1}},
		"c": {n.C, []float32{-65, 0.1, 0, 0}},
		"d": {n.D, []float32{8, -1, 0, 0}},
		"v": {n.V, []float32{-64.9, 1, 0, 0}},
		"u": {n.U, []float32{0, 0, 0, 0}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: %v, want %v", what, c.got, c.want)
		}
	}
	if !slices.Equal(n.LastSpike, []int32{-1000, 1<<31 - 1, 0, 0}) {
		t.Errorf("last spikes %v", n.LastSpike)
	}
}
