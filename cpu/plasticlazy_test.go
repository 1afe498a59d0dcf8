package cpu

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// learningNetwork is a random network of plastic synapses of several classes.
// Half of the sources have synapses of one class only. Every seventh neuron is
// bound to burst, the others fire now and then.
func learningNetwork(random *rand.Rand, neurons, fanout int, depression bool) *snn.Network {
	n := &snn.Network{
		Neurons: neurons, LastSpike: make([]int32, neurons), Pruning: snn.Pruning{Over: true}, MaxDelay: 3,
		Decays: []snn.DecayTable{snn.NewDecayTable(20), snn.NewDecayTable(12)},
	}
	column := func(value float32) []float32 {
		xs := make([]float32, neurons)
		for i := range xs {
			xs[i] = value
		}
		return xs
	}
	n.A, n.B, n.C, n.D = column(0.02), column(0.2), column(-65), column(8)
	n.V, n.U = column(-65), column(-13)
	for i := 0; i < neurons; i += 7 {
		n.C[i], n.D[i] = -40, 0.2
	}
	s := &snn.SynapseSet{Type: snn.Plastic, Begin: make([]int32, neurons+1), Classes: []snn.Class{
		{LTPRate: 0.02, LTPLimit: 3, WMax: 3, Gate: -1},
		{LTPRate: -0.1, LTPLimit: -1, WMin: -1, WMax: 2, LTDLimit: 2, Gate: -1},
		{WMax: 5, Gate: -1},
	}}
	if depression {
		s.Classes[0].LTDRate, s.Classes[1].LTDRate = 0.015, 0.05
	}
	for i := range s.Classes {
		s.Classes[i].Decay2 = 1
	}
	for source := range neurons {
		target := int32(0)
		for range fanout {
			target += int32(random.IntN(2 * neurons / fanout))
			if int(target) >= neurons {
				break
			}
			class := int32(source % 3)
			if source%2 == 0 {
				class = int32(random.IntN(3))
			}
			s.Class = append(s.Class, class)
			s.Destination = append(s.Destination, snn.Destination(target, 1+int32(random.IntN(3))))
			s.Weight = append(s.Weight, s.Classes[class].Bounded(float32(random.Float64())))
		}
		s.Begin[source+1] = int32(len(s.Destination))
	}
	n.Chemical[snn.Plastic] = s
	t := &n.Traces
	for i := range int32(neurons) {
		s.Pre.ByNeuron = append(s.Pre.ByNeuron, i)
		s.Post.ByNeuron = append(s.Post.ByNeuron, int32(neurons)+i)
		t.PreBegin, t.PostBegin = append(t.PreBegin, i), append(t.PostBegin, int32(neurons)+i)
	}
	t.PreBegin, t.PostBegin = append(t.PreBegin, int32(neurons)), append(t.PostBegin, int32(2*neurons))
	t.Value, t.Decay = make([]float32, 2*neurons), make([]int32, 2*neurons)
	for i := range t.Value {
		if i >= neurons {
			t.Decay[i] = 1
		}
		if random.IntN(3) == 0 { // as stored by a run before
			t.Value[i] = float32(random.Float64() * 2)
		}
	}
	if err := n.FixCurrents(); err != nil {
		panic(err)
	}
	return n
}

// Making up for potentiation late gives the bits of potentiating at once, with
// the vector twins and without, on one part and on two, for neurons that burst,
// for neurons that are silent for longer than any trace lasts, and for a look at
// the weights in between.
func TestLazyPlasticIsEager(t *testing.T) {
	for _, depression := range []bool{false, true} {
		random := rand.New(rand.NewPCG(7, 8))
		net := learningNetwork(random, 300, 40, depression)
		open := func(threads int) *Backend {
			b, err := NewNetworkBackend(net, snn.Options{Learn: true, Threads: threads})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { b.Close() })
			return b
		}
		eager := open(1)
		s := net.Chemical[snn.Plastic]
		eager.parts[0].plastic = newEagerPlastic(eager.parts[0], s, eager.sets[snn.Plastic])
		scalar := open(1)
		scalar.parts[0].plastic.(*lazyPlastic).vector = false
		lazy := map[string]*Backend{"scalar": scalar, "one thread": open(1), "three threads": open(3)}

		current := make([]float64, net.Neurons)
		left, ticks := 0, int32(0)
		for round := range 60 {
			for i := range current {
				current[i] = 0
				if random.IntN(2) == 0 {
					current[i] = 14 * random.Float64()
				}
				if round%10 == 9 { // silence, in which traces are spent
					current[i] = -20
				}
			}
			length := 1 + random.IntN(150)
			var want snn.Spikes
			advance(t, eager, current, length, &want)
			ticks += int32(length)
			for name, b := range lazy {
				var got snn.Spikes
				advance(t, b, current, length, &got)
				if len(got.Neurons) != len(want.Neurons) {
					t.Fatalf("%s: %d spikes up to tick %d, want %d", name, len(got.Neurons), ticks, len(want.Neurons))
				}
				if round%4 != 3 {
					continue
				}
				weights, err := b.Weights(snn.Plastic)
				if err != nil {
					t.Fatal(err)
				}
				for k, w := range eager.sets[snn.Plastic].weight {
					if math.Float32bits(w) != math.Float32bits(weights[k]) {
						t.Fatalf("%s, depression %v: before tick %d synapse %d of class %d weighs %v, want %v",
							name, depression, ticks, k, s.ClassOf(int32(k)), weights[k], w)
					}
				}
			}
		}
		for k, w := range eager.sets[snn.Plastic].weight {
			if w != s.Weight[k] {
				left++
			}
		}
		if left < s.Len()/3 {
			t.Errorf("only %d of %d weights moved", left, s.Len())
		}
	}
}

func advance(t *testing.T, b *Backend, current []float64, ticks int, spikes *snn.Spikes) {
	t.Helper()
	b.SetCurrents(current)
	if err := b.Advance(ticks, spikes); err != nil {
		t.Fatal(err)
	}
}

// Spikes of long ago do not look new when ticks have come round in 16 bits.
func TestSpikeHistoryIsNotFooledByTime(t *testing.T) {
	h := newSpikeHistory(&part{lo: 5, hi: 7}, 100, 0)
	for tick := range int32(300000) {
		var fired []int32
		if tick == 70 {
			fired = []int32{6}
		}
		h.add(tick, fired)
		for i, last := range [][]uint64{h.last, h.older} {
			for n, four := range last {
				for shift := 0; shift < 64; shift += 16 {
					age := uint16(tick) - uint16(four>>shift)
					if recent := i == 0 && n == 1 && shift == 0 && tick >= 70 && tick < 70+100; age < 100 && !recent {
						t.Fatalf("in tick %d spike %d of neuron %d looks %d ticks old", tick, 4*i+shift/16, n, age)
					}
				}
			}
		}
	}
}

// Only sets that can be potentiated late are: a spent trace is what ends the
// memory of targets' spikes, and must do nothing to a weight.
func TestLazyWindow(t *testing.T) {
	one := func(tau float64, weight float32) *snn.Network {
		return &snn.Network{
			Neurons: 1, Decays: []snn.DecayTable{snn.NewDecayTable(tau)},
			Chemical: [snn.NumChemicalTypes]*snn.SynapseSet{snn.Plastic: {
				Type: snn.Plastic, Begin: []int32{0, 1}, Destination: []uint32{snn.Destination(0, 1)}, Weight: []float32{weight},
				Classes: []snn.Class{{LTPRate: 0.1, LTPLimit: 2, WMax: 2, Gate: -1}},
				Pre:     snn.TraceIndex{ByNeuron: []int32{0}}, Post: snn.TraceIndex{ByNeuron: []int32{1}},
			}},
		}
	}
	negativeZero := float32(math.Copysign(0, -1))
	for _, c := range []struct {
		tau    float64
		weight float32
		want   int32 // 24·ln 2·tau, rounded up, or 0
	}{
		{1, 1, 17}, {20, 1, 333}, {20, 0, 333}, {20, 2, 333}, {244, 1, 4060}, // 127 words hold 4,064 ticks
		{245, 1, 0}, {1000, 1, 0}, {1e5, 1, 0}, {1e7, 1, 0},
		{20, 2.5, 0}, {20, -1, 0}, {20, snn.WeightFloor / 2, 0}, {20, negativeZero, 0},
	} {
		net := one(c.tau, c.weight)
		if got := lazyWindow(net, net.Chemical[snn.Plastic]); got != c.want {
			t.Errorf("time constant %v, weight %v: window %d, want %d", c.tau, c.weight, got, c.want)
		}
	}
	for _, x := range []func(*snn.SynapseSet) *snn.TraceIndex{
		func(s *snn.SynapseSet) *snn.TraceIndex { return &s.Pre },
		func(s *snn.SynapseSet) *snn.TraceIndex { return &s.Post },
	} {
		net := one(20, 1)
		*x(net.Chemical[snn.Plastic]) = snn.TraceIndex{BySynapse: []int32{0}}
		if got := lazyWindow(net, net.Chemical[snn.Plastic]); got != 0 {
			t.Errorf("several traces at a neuron: window %d", got)
		}
	}
}
