package snn

import (
	"slices"
	"testing"
)

// hashed returns a small brain in which every field is set.
func hashed() *Brain {
	return &Brain{
		Neurons: []Neuron{{ID: 1, Izhikevich: Izhikevich{A: 0.02}}, {ID: 2, V: -65, X: 3}},
		Synapses: NewSynapses(
			Synapse{ID: 1, Weight: 2, Source: 0, Target: 1, Delay: 1, Params: 1},
			Synapse{ID: 2, Weight: 3, Source: 1, Target: 0, Delay: 2, Params: 0, State: 1},
		),
		ParamSets: []ParamSet{{Text: "{}"}, {Text: `{"w_max": 5}`}},
		States:    []SynapseState{StartState(), {Trace: 1}},
		BodyMap:   []BodyMapRow{{Neuron: 1}}, SensorMap: []SensorMapRow{{}},
	}
}

// TestBrainHash: whatever changes in a brain changes its hash.
func TestBrainHash(t *testing.T) {
	hashes := map[string]string{BrainHash(hashed()): "the brain"}
	for what, change := range map[string]func(b *Brain){
		"neuron":           func(b *Brain) { b.Neurons = append(b.Neurons, Neuron{ID: 3}) },
		"id":               func(b *Brain) { b.Neurons[1].ID = 5 },
		"type":             func(b *Brain) { b.Neurons[1].Type++ },
		"a":                func(b *Brain) { b.Neurons[0].A = 0.03 },
		"b":                func(b *Brain) { b.Neurons[0].B = 0.03 },
		"c":                func(b *Brain) { b.Neurons[0].C = 0.03 },
		"d":                func(b *Brain) { b.Neurons[0].D = 0.03 },
		"v":                func(b *Brain) { b.Neurons[0].V = 0.03 },
		"u":                func(b *Brain) { b.Neurons[0].U = 0.03 },
		"x":                func(b *Brain) { b.Neurons[0].X = 0.03 },
		"y":                func(b *Brain) { b.Neurons[0].Y = 0.03 },
		"z":                func(b *Brain) { b.Neurons[0].Z = 0.03 },
		"last spike":       func(b *Brain) { b.Neurons[0].LastSpike = 3 },
		"weight":           func(b *Brain) { b.Synapses.Weight[1] = 3.5 },
		"source":           func(b *Brain) { b.Synapses.Source[1] = 0 },
		"target":           func(b *Brain) { b.Synapses.Target[1] = 1 },
		"delay":            func(b *Brain) { b.Synapses.Delay[1] = 7 },
		"synapse type":     func(b *Brain) { b.Synapses.Type[1]++ },
		"synapse id":       func(b *Brain) { y := b.Synapses.At(1); y.ID = 9; b.Synapses.Set(1, y) },
		"params":           func(b *Brain) { b.Synapses.Params[1] = 1 },
		"params text":      func(b *Brain) { b.ParamSets[1].Text = `{"w_max": 6}` },
		"no first state":   func(b *Brain) { b.Synapses.State[0] = 1 },
		"no second state":  func(b *Brain) { b.Synapses.State[1] = 0 },
		"trace":            func(b *Brain) { b.States[1].Trace = 2 },
		"eligibility":      func(b *Brain) { b.States[1].Eligibility = 2 },
		"elig_post":        func(b *Brain) { b.States[1].EligPost = 2 },
		"gain":             func(b *Brain) { b.States[1].CurrentGain = 2 },
		"source fires":     func(b *Brain) { b.States[1].SourceFires = 2 },
		"coincidences":     func(b *Brain) { b.States[1].Coincidences = 2 },
		"alive":            func(b *Brain) { b.States[1].Alive = true },
		"muscle's neuron":  func(b *Brain) { b.BodyMap[0].Neuron = 0 },
		"muscle's segment": func(b *Brain) { b.BodyMap[0].Segment = 1 },
		"muscle's side":    func(b *Brain) { b.BodyMap[0].Side = 1 },
		"effect":           func(b *Brain) { b.BodyMap[0].Effect = 1 },
		"sensor's neuron":  func(b *Brain) { b.SensorMap[0].Neuron = 1 },
		"modality":         func(b *Brain) { b.SensorMap[0].Modality = 1 },
		"location":         func(b *Brain) { b.SensorMap[0].Location = 1 },
		"response":         func(b *Brain) { b.SensorMap[0].Response = 1 },
		"sensor's side":    func(b *Brain) { b.SensorMap[0].Side = 1 },
		"no maps":          func(b *Brain) { b.BodyMap, b.SensorMap = nil, nil },
	} {
		b := hashed()
		change(b)
		hash := BrainHash(b)
		if other, taken := hashes[hash]; taken {
			t.Errorf("%s: the hash is that of %s", what, other)
		}
		hashes[hash] = what
	}
}

// TestBrainHashOfTheSameRows does not depend on how they lie in memory.
func TestBrainHashOfTheSameRows(t *testing.T) {
	b := hashed()
	slices.Reverse(b.ParamSets)
	b.Synapses.Params = []int32{0, 1}
	b.States = []SynapseState{{SourceFires: 9}, {Trace: 1}, StartState()}
	b.Synapses.State = []int32{2, 1}
	b.Synapses.ID = []int64{1, 2}
	b.ParamSets = append(b.ParamSets, ParamSet{Type: Gated, Text: "nobody's"})
	if BrainHash(b) != BrainHash(hashed()) {
		t.Error("parameters and states in another order give another hash")
	}

	// As a recipe makes them, and read from a file where two types have a state.
	one, two := hashed(), hashed()
	one.States, one.Synapses.State, one.Synapses.Params = []SynapseState{StartState()}, nil, []int32{1, 1}
	two.States, two.Synapses.State = []SynapseState{StartState(), StartState()}, []int32{0, 1}
	two.ParamSets, two.Synapses.Params = []ParamSet{one.ParamSets[1], one.ParamSets[1]}, []int32{1, 0}
	if BrainHash(one) != BrainHash(two) {
		t.Error("the same parameters and states, there once and twice, give other hashes")
	}
}
