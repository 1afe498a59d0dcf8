package loader

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/snn"
)

// drawBrain draws a small valid brain of any synapse types, with gaps in its
// ids. ParamSets and States are numbered by first use and shared by text, as
// Read makes them.
func drawBrain(t *rapid.T) *snn.Brain {
	b := new(snn.Brain)
	for _, id := range drawIDs(t, "neuron id", 1, 12) {
		n := snn.Neuron{ID: id, Type: snn.NeuronType(rapid.IntRange(0, int(snn.NumNeuronTypes)-1).Draw(t, "neuron type"))}
		n.Izhikevich = n.Type.Parameters()
		for _, x := range []*float64{&n.A, &n.B, &n.C, &n.D, &n.V, &n.U, &n.X, &n.Y, &n.Z} {
			*x = drawNumber(t)
		}
		n.LastSpike = int64(rapid.Int32().Draw(t, "last spike"))
		b.Neurons = append(b.Neurons, n)
	}
	position := rapid.Int32Range(0, int32(len(b.Neurons))-1)
	params, states := newInterner(), newInterner()
	for _, id := range drawIDs(t, "synapse id", 0, 30) {
		y := snn.Synapse{
			ID: id, Weight: drawNumber(t), Source: position.Draw(t, "source"), Target: position.Draw(t, "target"),
			Delay: rapid.Int32Range(0, snn.MaxDelay).Draw(t, "delay"),
			Type:  snn.SynapseType(rapid.IntRange(0, int(snn.NumSynapseTypes)-1).Draw(t, "synapse type")),
		}
		text := drawParams(t, y.Type, len(b.Neurons))
		p, err := snn.ParseParams(y.Type, text)
		if err != nil {
			t.Fatalf("drawn params %s: %v", text, err)
		}
		var ok bool
		if y.Params, ok = params.find(y.Type, text); !ok {
			y.Params = params.add(y.Type, text)
			b.ParamSets = append(b.ParamSets, snn.ParamSet{Type: y.Type, Text: text, Params: p})
		}
		s := drawState(t, y.Type, p.HasLTD)
		text = string(snn.AppendState(nil, y.Type, p.HasLTD, s))
		if y.State, ok = states.find(y.Type, text); !ok {
			y.State = states.add(y.Type, text)
			b.States = append(b.States, s)
		}
		b.Synapses.Append(y)
	}
	for range rapid.IntRange(0, 5).Draw(t, "body rows") {
		b.BodyMap = append(b.BodyMap, snn.BodyMapRow{
			Neuron: position.Draw(t, "neuron"), Segment: rapid.Int32Range(0, segments-1).Draw(t, "segment"),
			Side: snn.Side(rapid.IntRange(0, 1).Draw(t, "side")), Effect: snn.Effect(rapid.IntRange(0, 1).Draw(t, "effect")),
		})
	}
	for range rapid.IntRange(0, 5).Draw(t, "sensor rows") {
		b.SensorMap = append(b.SensorMap, snn.SensorMapRow{
			Neuron: position.Draw(t, "neuron"), Modality: snn.Modality(rapid.IntRange(0, 2).Draw(t, "modality")),
			Location: snn.Location(rapid.IntRange(0, 2).Draw(t, "location")),
			Response: snn.Response(rapid.IntRange(0, 2).Draw(t, "response")),
			Side:     snn.Left + snn.Side(rapid.IntRange(0, 2).Draw(t, "side")),
		})
	}
	return b
}

// drawIDs draws ascending ids: usually close together, sometimes anywhere.
func drawIDs(t *rapid.T, label string, least, most int) []int64 {
	id := rapid.OneOf(rapid.Int64Range(-3, 3), rapid.Int64Range(math.MinInt64, math.MaxInt64-1<<40)).Draw(t, label)
	var ids []int64
	for range rapid.IntRange(least, most).Draw(t, "number of "+label+"s") {
		ids = append(ids, id)
		id += rapid.OneOf(rapid.Just(int64(1)), rapid.Int64Range(1, 300), rapid.Int64Range(1, 1<<34)).Draw(t, "gap")
	}
	return ids
}

// drawNumber draws a finite number of any size, among them the whole ones that
// SQLite stores in another form.
func drawNumber(t *rapid.T) float64 {
	x := rapid.OneOf(
		rapid.Float64(), rapid.Float64Range(-100, 100),
		rapid.Map(rapid.IntRange(-1000, 1000), func(i int) float64 { return float64(i) }),
		rapid.Map(rapid.Int64(), func(i int64) float64 { return float64(i) }),
		rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1 << 47, 1<<47 - 1, -1 << 47, -1<<47 + 1, 1 << 53, 1 << 63, math.MaxFloat64, math.SmallestNonzeroFloat64}),
	).Draw(t, "number")
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return 0.5
	}
	return x
}

// drawParams draws a params text with some keys of a type, and some that it
// does not know.
func drawParams(t *rapid.T, kind snn.SynapseType, neurons int) string {
	var fields []string
	add := func(key string, value any) {
		if !rapid.Bool().Draw(t, key) {
			return
		}
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		fields = append(fields, fmt.Sprintf("%q: %s", key, text))
	}
	positive := rapid.Float64Range(0.5, 1000)
	add("note", rapid.String().Draw(t, "note"))
	add("w_min", rapid.Float64Range(-10, 10).Draw(t, "w_min"))
	add("w_max", rapid.Float64Range(-10, 10).Draw(t, "w_max"))
	add("learning_rate", positive.Draw(t, "learning rate"))
	add("tau_plus", positive.Draw(t, "tau"))
	add("tau_recovery", positive.Draw(t, "tau"))
	add("conductance", positive.Draw(t, "conductance"))
	add("critical_period", rapid.IntRange(0, 1e6).Draw(t, "period"))
	if kind == snn.Plastic {
		add("ltd_ratio", positive.Draw(t, "ltd"))
	}
	if kind == snn.Gated {
		group := rapid.SliceOfN(rapid.IntRange(0, neurons-1), 0, 5).Draw(t, "group")
		if len(group) == 0 && rapid.Bool().Draw(t, "V8's empty group") {
			add("modulator_group", "")
		} else {
			add("modulator_group", group)
		}
		add("gates", rapid.SampledFrom([]string{"learning", "transmission"}).Draw(t, "gates"))
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

// drawState draws a state with the fields of a type.
func drawState(t *rapid.T, kind snn.SynapseType, hasLTD bool) snn.SynapseState {
	s := snn.StartState()
	if rapid.Bool().Draw(t, "start state") {
		return s
	}
	switch kind {
	case snn.Plastic:
		s.Eligibility = drawNumber(t)
		if hasLTD {
			s.EligPost = drawNumber(t)
		}
	case snn.Gated:
		s.Eligibility = drawNumber(t)
	case snn.RewardPlastic:
		s.Eligibility, s.Trace = drawNumber(t), drawNumber(t)
	case snn.Facilitating, snn.Depressing:
		s.CurrentGain = drawNumber(t)
	case snn.Developmental:
		s.Eligibility = drawNumber(t)
		s.SourceFires = int64(rapid.Int32Range(0, math.MaxInt32).Draw(t, "source fires"))
		s.Coincidences = int64(rapid.Int32Range(0, math.MaxInt32).Draw(t, "coincidences"))
		s.Alive = rapid.Bool().Draw(t, "alive")
	}
	return s
}

// bits describes a brain to the last bit: unlike ==, it tells -0 from 0.
func bits(b *snn.Brain) string {
	var all strings.Builder
	for _, n := range b.Neurons {
		fmt.Fprintf(&all, "%d %v %x %x %x %x %x %x %d %x %x %x\n", n.ID, n.Type, math.Float64bits(n.A), math.Float64bits(n.B), math.Float64bits(n.C),
			math.Float64bits(n.D), math.Float64bits(n.V), math.Float64bits(n.U), n.LastSpike, math.Float64bits(n.X), math.Float64bits(n.Y), math.Float64bits(n.Z))
	}
	for _, y := range b.Synapses.All() {
		p, s := b.ParamSets[y.Params], b.States[y.State]
		fmt.Fprintf(&all, "%d %d>%d %x %d %v %d %s %+v %d %s\n", y.ID, y.Source, y.Target, math.Float64bits(y.Weight), y.Delay, y.Type,
			y.Params, p.Text, p.Params, y.State, stateBits(s))
	}
	fmt.Fprintf(&all, "%+v\n%+v\n%d %d", b.BodyMap, b.SensorMap, len(b.ParamSets), len(b.States))
	return all.String()
}

func stateBits(s snn.SynapseState) string {
	return fmt.Sprintf("%x %x %x %x %d %d %v", math.Float64bits(s.Eligibility), math.Float64bits(s.EligPost), math.Float64bits(s.Trace),
		math.Float64bits(s.CurrentGain), s.SourceFires, s.Coincidences, s.Alive)
}
