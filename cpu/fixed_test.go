package cpu

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// fixedNetwork is a random network of fixed synapses, with rows long enough to
// be delivered in tiles and too many to stay in a cache.
func fixedNetwork(random *rand.Rand, uniform bool, delays int) *snn.Network {
	const neurons, fanout = 40000, 150
	n := &snn.Network{
		Neurons: neurons, LastSpike: make([]int32, neurons), Pruning: snn.Pruning{Over: true}, MaxDelay: int32(delays),
		Traces: snn.Traces{PreBegin: make([]int32, neurons+1), PostBegin: make([]int32, neurons+1)},
	}
	s := &snn.SynapseSet{Type: snn.Fixed, Begin: make([]int32, neurons+1)}
	for source := range neurons {
		n.A, n.B, n.C, n.D = append(n.A, 0.02), append(n.B, 0.2), append(n.C, -65), append(n.D, 8)
		n.V, n.U = append(n.V, -70+40*random.Float32()), append(n.U, -13)
		weight := float32(random.NormFloat64()) / 20
		s.RowWeight = append(s.RowWeight, weight)
		target := int32(0)
		for range fanout {
			if target += int32(random.IntN(2*neurons/fanout - 1)); target >= neurons {
				break
			}
			s.Destination = append(s.Destination, snn.Destination(target, 1+int32(random.IntN(delays))))
			s.Weight = append(s.Weight, weight*random.Float32())
		}
		s.Begin[source+1] = int32(len(s.Destination))
	}
	if uniform {
		s.Weight = nil
	} else {
		s.RowWeight = nil
	}
	n.Chemical[snn.Fixed] = s
	if err := n.FixCurrents(); err != nil {
		panic(err)
	}
	return n
}

// Tiles, slots of one's own and taking turns change no spike: one thread that
// delivers row after row is what they are compared with.
func TestFixedSpreadAndTiles(t *testing.T) {
	for name, c := range map[string]struct {
		uniform bool
		delays  int
	}{"one weight, one delay": {true, 1}, "one weight a row": {true, 5}, "each its own": {false, 3}} {
		t.Run(name, func(t *testing.T) {
			net := fixedNetwork(rand.New(rand.NewPCG(9, 10)), c.uniform, c.delays)
			var want []int32
			for _, threads := range []int{0, 1, 2, 3} {
				b, err := NewNetworkBackend(net, snn.Options{Threads: max(threads, 1)})
				if err != nil {
					t.Fatal(err)
				}
				defer b.Close()
				f := b.parts[0].fixed
				switch {
				case len(f.tiles) <= 2:
					t.Fatalf("%d threads: the rows are not in tiles", threads)
				case threads > 1 && !f.spread:
					t.Fatalf("%d threads: each delivers onto its own neurons", threads)
				case threads == 0:
					f.tiles = [][]int32{f.begin, f.end}
				}
				current := make([]float64, net.Neurons)
				for i := range current {
					current[i] = 3 + float64(i%50)/10
				}
				var got snn.Spikes
				advance(t, b, current, 60, &got)
				if threads == 0 {
					want = got.Neurons
				}
				if len(want) < 10000 || !slices.Equal(got.Neurons, want) {
					t.Fatalf("%d threads: %d spikes that differ from row after row's %d", threads, len(got.Neurons), len(want))
				}
			}
		})
	}
}

// The vector twin adds and clears what the scalar loop does.
func TestAddCurrents(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for n := range 100 {
		into, from, want := make([]int32, n), make([]int32, n), make([]int32, n)
		for i := range into {
			into[i], from[i] = int32(random.Uint32())/2, int32(random.Uint32())/2
			want[i] = into[i] + from[i]
		}
		addCurrents(into, from)
		if !slices.Equal(into, want) || !slices.Equal(from, make([]int32, n)) {
			t.Fatalf("%d currents: sums %v and rests %v, want %v and none", n, into, from, want)
		}
	}
}
