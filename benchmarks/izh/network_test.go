package izh_test

import (
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/benchmarks/izh"
	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/snn"
)

// configs are small networks of every kind.
func configs() map[string]izh.Config {
	return map[string]izh.Config{
		"static":           {Neurons: 1000, Fanout: 100, MaxDelay: 1, Seed: 1},
		"delays":           {Neurons: 1000, Fanout: 99, MaxDelay: 20, Seed: 2},
		"stdp":             {Neurons: 1000, Fanout: 100, MaxDelay: 1, Plastic: true, Seed: 3},
		"stdp with delays": {Neurons: 777, Fanout: 50, MaxDelay: 7, Plastic: true, Seed: 1 << 40},
		"dense":            {Neurons: 20, Fanout: 30000, MaxDelay: 2, Seed: 5},
		"sparse":           {Neurons: 500, Fanout: 1, MaxDelay: 3, Seed: 6},
		"sparse stdp":      {Neurons: 500, Fanout: 3, MaxDelay: 1, Plastic: true, Seed: 6},
		"one neuron":       {Neurons: 1, Fanout: 5, MaxDelay: 1, Plastic: true},
	}
}

func build(t testing.TB, c izh.Config) *izh.Network {
	t.Helper()
	n, err := izh.Build(c)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestNetwork checks the description: types, weights, rows, delays, start
// state.
func TestNetwork(t *testing.T) {
	for name, c := range configs() {
		t.Run(name, func(t *testing.T) {
			n := build(t, c)
			excitatory := c.Neurons * 4 / 5
			synapses := 0
			for kind, s := range n.Chemical {
				if s == nil {
					continue
				}
				for i := range c.Neurons {
					row, want := s.Destination[s.Begin[i]:s.Begin[i+1]], 0
					if (snn.SynapseType(kind) == snn.Plastic) == (c.Plastic && i < excitatory) {
						want = c.Fanout
					}
					if len(row) != want {
						t.Fatalf("neuron %d has %d synapses of type %d, want %d", i, len(row), kind, want)
					}
					synapses += len(row)
					for k := s.Begin[i]; k < s.Begin[i+1]; k++ {
						if d := s.Delay(k); d < 1 || int(d) > c.MaxDelay {
							t.Fatalf("synapse %d has delay %d", k, d)
						}
						if x := s.Target(k); x < 0 || int(x) >= c.Neurons || k > s.Begin[i] && x < s.Target(k-1) {
							t.Fatalf("target %d of synapse %d is outside or out of order", x, k)
						}
					}
				}
			}
			if synapses != c.Neurons*c.Fanout {
				t.Errorf("%d synapses, want %d", synapses, c.Neurons*c.Fanout)
			}
			for i := range c.Neurons {
				want := [4]float32{0.02, 0.2, -65, 8}
				if i >= excitatory {
					want = [4]float32{0.1, 0.2, -65, 2}
				}
				if got := [4]float32{n.A[i], n.B[i], n.C[i], n.D[i]}; got != want {
					t.Fatalf("neuron %d has parameters %v, want %v", i, got, want)
				}
				if v := n.V[i]; v < -70 || v > -50 || math.Abs(float64(n.U[i]-0.2*v)) > 1e-5 {
					t.Fatalf("neuron %d starts at v %v, u %v", i, v, n.U[i])
				}
			}
		})
	}
}

// TestUniform: targets, delays and voltages are spread evenly. Every bound is
// six standard deviations.
func TestUniform(t *testing.T) {
	c := izh.Config{Neurons: 1000, Fanout: 400, MaxDelay: 10, Seed: 9}
	n := build(t, c)
	s := n.Chemical[snn.Fixed]
	onto, delays := make([]int, c.Neurons), make([]int, c.MaxDelay)
	repeated := 0
	for k := range int32(s.Len()) {
		onto[s.Target(k)]++
		delays[s.Delay(k)-1]++
		if k%int32(c.Fanout) > 0 && s.Target(k) == s.Target(k-1) {
			repeated++
		}
	}
	for i, count := range onto {
		if math.Abs(float64(count-c.Fanout)) > 6*math.Sqrt(float64(c.Fanout)) {
			t.Errorf("neuron %d has %d synapses onto it, about %d expected", i, count, c.Fanout)
		}
	}
	for i, count := range delays {
		if want := float64(s.Len() / c.MaxDelay); math.Abs(float64(count)-want) > 6*math.Sqrt(want) {
			t.Errorf("%d synapses of delay %d, about %v expected", count, i+1, want)
		}
	}
	// A row of 400 hits 1000·(1-0.999^400) = 329.8 targets: 70.2 repetitions.
	if mean := float64(repeated) / float64(c.Neurons); math.Abs(mean-70.2) > 2 {
		t.Errorf("%v repetitions a row, about 70.2 expected", mean)
	}
	sum := 0.0
	for _, v := range n.V {
		sum += float64(v)
	}
	if mean := sum / float64(c.Neurons); math.Abs(mean+60) > 6*20/math.Sqrt(12*float64(c.Neurons)) {
		t.Errorf("the mean start voltage is %v", mean)
	}
}

// TestCoresChangeNothing: the network is the same on any number of cores, and
// another one for another seed.
func TestCoresChangeNothing(t *testing.T) {
	c := izh.Config{Neurons: 9000, Fanout: 37, MaxDelay: 5, Plastic: true, Seed: 4}
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	var first *izh.Network
	for _, cores := range []int{1, 2, 3, 8} {
		runtime.GOMAXPROCS(cores)
		n := build(t, c)
		if first == nil {
			first = n
		}
		for kind, s := range n.Chemical {
			if s != nil && (!slices.Equal(s.Destination, first.Chemical[kind].Destination) || !slices.Equal(s.RowCurrent, first.Chemical[kind].RowCurrent)) {
				t.Errorf("%d cores: other synapses of type %d", cores, kind)
			}
		}
		if n.FixedPoint != first.FixedPoint || !slices.Equal(n.V, first.V) {
			t.Errorf("%d cores: another scale or start", cores)
		}
	}
	c.Seed++
	if other := build(t, c); slices.Equal(other.Chemical[snn.Fixed].Destination, first.Chemical[snn.Fixed].Destination) || slices.Equal(other.V, first.V) {
		t.Error("another seed gives the same network")
	}
}

// TestAsABrain writes the network as the rows of a brain, compiles it, and runs
// both: the same spikes, the same weights, on 1, 2 and 3 threads.
func TestAsABrain(t *testing.T) {
	const ticks = 700
	for name, c := range configs() {
		t.Run(name, func(t *testing.T) {
			n := build(t, c)
			brain := brainOf(n)
			b, err := cpu.NewBackend(brain, snn.Options{Learn: true, Threads: 1})
			if err != nil {
				t.Fatal(err)
			}
			defer b.Close()
			if got, want := n.FixedPoint.FractionBits, b.Network().FixedPoint.FractionBits; got != want {
				t.Errorf("%d fraction bits, the brain's are %d", got, want)
			}
			want := spikesOf(t, b, c.Neurons, ticks)
			s := snn.NewSnapshot(brain)
			if err := b.Snapshot(s); err != nil {
				t.Fatal(err)
			}
			for _, threads := range []int{1, 2, 3} {
				b, err := cpu.NewNetworkBackend(n.Network, snn.Options{Learn: true, Threads: threads})
				if err != nil {
					t.Fatal(err)
				}
				defer b.Close()
				if got := spikesOf(t, b, c.Neurons, ticks); got != want {
					t.Errorf("%d threads: spikes %s, the brain's %s", threads, got, want)
				}
				weights, err := b.Weights(snn.Plastic)
				if err != nil {
					t.Fatal(err)
				}
				if got, want := n.WeightHash(weights), snn.WeightHash(brain, s.Weight); got != want {
					t.Errorf("%d threads: weights %s, the brain's %s", threads, got, want)
				}
			}
		})
	}
}

// brainOf writes a network as a brain, synapses in the order of their ids.
func brainOf(n *izh.Network) *snn.Brain {
	b := &snn.Brain{ParamSets: []snn.ParamSet{{Type: snn.Fixed}, {Type: snn.Plastic, Params: snn.DefaultParams(snn.Plastic)}}, States: make([]snn.SynapseState, 1)}
	b.ParamSets[1].LTDRatio = 0.5
	excitatory := n.Config.Neurons * 4 / 5
	fanout := float64(n.Config.Fanout)
	for i := range n.Neurons {
		kind, weight := snn.RS, 50/fanout
		if i >= excitatory {
			kind, weight = snn.FS, -100/fanout
		}
		b.Neurons = append(b.Neurons, snn.Neuron{ID: int64(i + 1), Type: kind, Izhikevich: kind.Parameters(), V: float64(n.V[i]), U: float64(n.U[i]), LastSpike: -1000})
		for t, s := range n.Chemical {
			if s == nil {
				continue
			}
			for k := s.Begin[i]; k < s.Begin[i+1]; k++ {
				b.Synapses.Append(snn.Synapse{
					ID: int64(b.Synapses.Len() + 1), Source: int32(i), Target: s.Target(k), Type: snn.SynapseType(t),
					Weight: weight, Delay: s.Delay(k), Params: int32(t),
				})
			}
		}
	}
	return b
}

func spikesOf(t testing.TB, b *cpu.Backend, neurons, ticks int) string {
	t.Helper()
	b.SetCurrents(slices.Repeat([]float64{izh.Drive}, neurons))
	hash, spikes := snn.NewSpikeHash(), snn.Spikes{}
	if err := b.Advance(ticks, &spikes); err != nil {
		t.Fatal(err)
	}
	spikes.Each(hash.Add)
	if hash.Spikes == 0 {
		t.Error("nothing fired")
	}
	return hash.Sum()
}

// TestRate: the network of 1,000 neurons fires as other simulators' do, at about
// 11.8 Hz.
func TestRate(t *testing.T) {
	const warmup, ticks, neurons = 200, 1000, 1000
	n := build(t, izh.Config{Neurons: neurons, Fanout: 100, MaxDelay: 1, Seed: 42})
	b, err := cpu.NewNetworkBackend(n.Network, snn.Options{Learn: true})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	spikesOf(t, b, neurons, warmup)
	var spikes snn.Spikes
	if err := b.Advance(ticks, &spikes); err != nil {
		t.Fatal(err)
	}
	if rate := 1000 * float64(len(spikes.Neurons)) / ticks / neurons; math.Abs(rate/11.8-1) > 0.15 {
		t.Errorf("%.2f Hz, want 11.8 within 15 %%", rate)
	}
}

func TestRefuses(t *testing.T) {
	for want, c := range map[string]izh.Config{
		"0 neurons":                         {Neurons: 0, Fanout: 1, MaxDelay: 1},
		"67108865 neurons":                  {Neurons: 67108865, Fanout: 1, MaxDelay: 1},
		"0 synapses":                        {Neurons: 1, Fanout: 0, MaxDelay: 1},
		"longest delay of 0":                {Neurons: 1, Fanout: 1, MaxDelay: 0},
		"delay of 63":                       {Neurons: 1, Fanout: 1, MaxDelay: 63},
		"more than the limit of 2147483647": {Neurons: 1 << 20, Fanout: 1 << 11, MaxDelay: 1},
		// Learned weights can grow to 10 each.
		"32-bit sum": {Neurons: 10, Fanout: 100000, MaxDelay: 1, Plastic: true},
	} {
		if _, err := izh.Build(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: error %v, want one about %q", c, err, want)
		}
	}
}
