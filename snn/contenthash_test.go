package snn

import (
	"slices"
	"testing"
)

// contentBrain is a small brain with something in every table.
func contentBrain() *Brain {
	fixed, plastic := ParamSet{Type: Fixed, Text: "{}"}, ParamSet{Type: Plastic, Text: `{"w_max": 3}`}
	spent := StartState()
	spent.Eligibility = 0.5
	return &Brain{
		Neurons: []Neuron{{ID: 1, V: -65}, {ID: 2, V: -60, LastSpike: -1000}, {ID: 7}},
		Synapses: NewSynapses(
			Synapse{ID: 1, Source: 0, Target: 1, Delay: 1, Weight: 2, Type: Fixed},
			Synapse{ID: 2, Source: 1, Target: 2, Delay: 3, Weight: 1, Type: Plastic, Params: 1, State: 1},
			Synapse{ID: 5, Source: 2, Target: 0, Delay: 2, Weight: 1.5, Type: Plastic, Params: 1},
		),
		ParamSets: []ParamSet{fixed, plastic}, States: []SynapseState{StartState(), spent},
		BodyMap:   []BodyMapRow{{Neuron: 1, Segment: 3, Side: Ventral}},
		SensorMap: []SensorMapRow{{Neuron: 2, Modality: Chemical, Side: Left}},
	}
}

// Every value of every table counts for the content hash, the order in which
// parameters and states are listed does not, nor whether ids that are implied are
// written out.
func TestContentHash(t *testing.T) {
	want := ContentHash(contentBrain())
	same := contentBrain()
	slices.Reverse(same.ParamSets)
	slices.Reverse(same.States)
	same.ParamSets = append(same.ParamSets, ParamSet{Type: Gated, Text: "nobody's"})
	for i := range same.Synapses.Params {
		same.Synapses.Params[i], same.Synapses.State[i] = 1-same.Synapses.Params[i], 1-same.Synapses.State[i]
	}
	if ContentHash(same) != want {
		t.Error("the order of parameters and states counts")
	}
	seen := map[string]string{want: "nothing"}
	for name, change := range map[string]func(*Brain){
		"neuron's id":    func(b *Brain) { b.Neurons[2].ID = 8 },
		"neuron's type":  func(b *Brain) { b.Neurons[0].Type = FS },
		"a":              func(b *Brain) { b.Neurons[0].A = 1 },
		"b":              func(b *Brain) { b.Neurons[0].B = 1 },
		"c":              func(b *Brain) { b.Neurons[0].C = 1 },
		"d":              func(b *Brain) { b.Neurons[0].D = 1 },
		"v":              func(b *Brain) { b.Neurons[0].V = 1 },
		"u":              func(b *Brain) { b.Neurons[0].U = 1 },
		"last spike":     func(b *Brain) { b.Neurons[0].LastSpike = 1 },
		"a neuron less":  func(b *Brain) { b.Neurons = b.Neurons[:2] },
		"synapse's id":   func(b *Brain) { b.Synapses.ID[2] = 6 },
		"source":         func(b *Brain) { b.Synapses.Source[0] = 1 },
		"target":         func(b *Brain) { b.Synapses.Target[0] = 2 },
		"delay":          func(b *Brain) { b.Synapses.Delay[0] = 2 },
		"weight":         func(b *Brain) { b.Synapses.Weight[0] = 3 },
		"synapse's type": func(b *Brain) { b.Synapses.Type[0] = Gated },
		"params":         func(b *Brain) { b.ParamSets[1].Text = `{"w_max": 4}` },
		"which params":   func(b *Brain) { b.Synapses.Params[2] = 0 },
		"which state":    func(b *Brain) { b.Synapses.State[2] = 1 },
		"eligibility":    func(b *Brain) { b.States[1].Eligibility = 0.25 },
		"post":           func(b *Brain) { b.States[1].EligPost = 0.25 },
		"trace":          func(b *Brain) { b.States[1].Trace = 0.25 },
		"gain":           func(b *Brain) { b.States[1].CurrentGain = 0.25 },
		"fires":          func(b *Brain) { b.States[1].SourceFires = 1 },
		"coincidences":   func(b *Brain) { b.States[1].Coincidences = 1 },
		"alive":          func(b *Brain) { b.States[1].Alive = false },
		"muscle":         func(b *Brain) { b.BodyMap[0].Segment = 4 },
		"muscle's side":  func(b *Brain) { b.BodyMap[0].Side = Dorsal },
		"effect":         func(b *Brain) { b.BodyMap[0].Effect = 1 - b.BodyMap[0].Effect },
		"sensor":         func(b *Brain) { b.SensorMap[0].Neuron = 1 },
		"modality":       func(b *Brain) { b.SensorMap[0].Modality = Mechanical },
		"location":       func(b *Brain) { b.SensorMap[0].Location++ },
		"response":       func(b *Brain) { b.SensorMap[0].Response++ },
		"sensor's side":  func(b *Brain) { b.SensorMap[0].Side = Right },
		"no maps":        func(b *Brain) { b.BodyMap, b.SensorMap = nil, nil },
	} {
		b := contentBrain()
		change(b)
		hash := ContentHash(b)
		if other, twice := seen[hash]; twice {
			t.Errorf("a change of %s looks like a change of %s", name, other)
		}
		seen[hash] = name
	}
}
