package loader

import (
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// benchBrain is a random brain of the size of the largest V8 recipe: 49,760
// neurons and 1,633,640 synapses, an eighth of them plastic.
func benchBrain(b *testing.B) *snn.Brain {
	const neurons, synapses = 49_760, 1_633_640
	brain := &snn.Brain{States: []snn.SynapseState{snn.StartState()}}
	for _, t := range []struct {
		kind snn.SynapseType
		text string
	}{
		{snn.Fixed, "{}"},
		{snn.Plastic, `{"learning_rate": 0.01, "w_min": 0.0, "w_max": 10.0, "tau_plus": 20.0, "tau_minus": 20.0, "ltd_ratio": 0.5}`},
	} {
		p, err := snn.ParseParams(t.kind, t.text)
		if err != nil {
			b.Fatal(err)
		}
		brain.ParamSets = append(brain.ParamSets, snn.ParamSet{Type: t.kind, Text: t.text, Params: p})
	}
	for i := range neurons {
		brain.Neurons = append(brain.Neurons, snn.Neuron{
			ID: int64(i + 1), Izhikevich: snn.RS.Parameters(), V: -65, U: -13, LastSpike: -1000, X: float64(i % 12), Z: float64(i / 12),
		})
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range synapses {
		y := snn.Synapse{ID: int64(i + 1), Source: random.Int32N(neurons), Target: random.Int32N(neurons), Weight: 8, Delay: 1}
		if random.IntN(8) == 0 {
			y.Type, y.Params, y.Weight = snn.Plastic, 1, 10*random.Float64()
		}
		brain.Synapses.Append(y)
	}
	return brain
}

func BenchmarkRead(b *testing.B) {
	path := filepath.Join(b.TempDir(), "brain.db")
	if err := Write(path, benchBrain(b)); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Read(path); err != nil {
			b.Fatal(err)
		}
	}
}

// A brain that has learned: every plastic synapse has a state of its own.
func BenchmarkReadLearned(b *testing.B) {
	path := filepath.Join(b.TempDir(), "brain.db")
	brain := benchBrain(b)
	random := rand.New(rand.NewPCG(3, 4))
	for i, y := range brain.Synapses.All() {
		if y.Type == snn.Plastic {
			y.State = int32(len(brain.States))
			s := snn.StartState()
			s.Eligibility, s.EligPost = random.Float64(), random.Float64()
			brain.States = append(brain.States, s)
			brain.Synapses.Set(i, y)
		}
	}
	if err := Write(path, brain); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Read(path); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	path := filepath.Join(b.TempDir(), "brain.db")
	brain := benchBrain(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(path, brain); err != nil {
			b.Fatal(err)
		}
	}
}

// Every plastic synapse has changed, and every neuron.
func BenchmarkSave(b *testing.B) {
	path := filepath.Join(b.TempDir(), "brain.db")
	brain := benchBrain(b)
	if err := Write(path, brain); err != nil {
		b.Fatal(err)
	}
	s := snn.NewSnapshot(brain)
	b.ReportAllocs()
	for b.Loop() {
		for i := range s.V {
			s.V[i] += 1.0 / 3
		}
		for i := range s.Weight {
			if brain.Synapses.Type[i] == snn.Plastic {
				s.Weight[i] += 1.0 / 3
				s.State[i].Eligibility += 1.0 / 3
			}
		}
		if err := Save(path, brain, s); err != nil {
			b.Fatal(err)
		}
	}
}
