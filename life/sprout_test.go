package life

import (
	"math/rand/v2"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

func TestChiSquare(t *testing.T) {
	for _, c := range []struct {
		both, a, b, n int
		want          float64
	}{
		{100, 100, 100, 400, 400}, // one and the same
		{25, 100, 100, 400, 0},    // independent
		{10, 100, 100, 400, 0},    // they avoid each other
		{50, 100, 100, 400, 400.0 * 10000 * 10000 / (100 * 300 * 100 * 300)},
		{400, 400, 400, 400, 0}, // always
		{512, 512, 256, 512, 0},
		{256, 256, 256, 512, 512}, // the largest numbers there are
	} {
		if got := chiSquare(c.both, c.a, c.b, c.n); got != c.want {
			t.Errorf("chi-square of %d of %d and %d in %d is %v, want %v", c.both, c.a, c.b, c.n, got, c.want)
		}
	}
}

// TestActivityIsSampled: at most 512 windows, evenly over the session, in two
// halves.
func TestActivityIsSampled(t *testing.T) {
	for _, c := range []struct {
		ticks           int32
		windows, stride int
	}{{10, 0, 1}, {200, 10, 1}, {512 * 20, 512, 1}, {512*20 + 20, 257, 2}, {30000, 500, 3}, {1e6, 511, 98}} {
		a := newActivity(3, c.ticks, true)
		if a.windows != c.windows || a.stride != c.stride {
			t.Errorf("%d ticks: %d windows, every %d; want %d, every %d", c.ticks, a.windows, a.stride, c.windows, c.stride)
		}
		for tick := range c.ticks {
			fired := []int32{1}
			if tick%20 < 10 {
				fired = []int32{0, 1}
			}
			a.Record(tick, fired)
		}
		if a.fired[1] != int64(c.ticks) || a.fired[2] != 0 {
			t.Errorf("%d ticks: spikes %v", c.ticks, a.fired)
		}
		if a.early[0].count() != c.windows || a.late[0].count() != 0 || a.early[1].count() != c.windows || a.late[1].count() != c.windows {
			t.Errorf("%d ticks: patterns of %d and %d, %d and %d windows, want %d", c.ticks,
				a.early[0].count(), a.late[0].count(), a.early[1].count(), a.late[1].count(), c.windows)
		}
		if n := a.early[0].together(&a.late[1]); n != c.windows {
			t.Errorf("%d ticks: together in %d windows, want %d", c.ticks, n, c.windows)
		}
	}
}

// follow is a session in which, in a quarter of the windows, neuron 0 fires and
// 1, 2, 3, 4 after it; 5 fires as often, whenever it likes, and 6 always.
func follow(neurons int) *activity {
	rng := rand.New(rand.NewPCG(1, 2))
	a := newActivity(neurons, 400*window, true)
	for k := range int32(400) {
		if rng.IntN(4) == 0 {
			a.Record(k*window+3, []int32{0})
			a.Record(k*window+13, []int32{1, 2, 3, 4})
		}
		if rng.IntN(4) == 0 {
			a.Record(k*window+13, []int32{5})
		}
		a.Record(k*window+14, []int32{6})
	}
	return a
}

// TestSproutFindsTheFollower among neurons that are too far away, connected
// already, sensors, or independent.
func TestSproutFindsTheFollower(t *testing.T) {
	const far = 100
	b := brainOf(8, snn.Synapse{Source: 0, Target: 3, Type: snn.Fixed, Weight: 1})
	b.Neurons[2].X = far
	b.SensorMap = []snn.SensorMapRow{{Neuron: 4}}
	s := &Sprout{Distance: 15, Most: 100, Weight: 0.5}
	if n := s.apply(b, follow(8)); n != 1 || b.Synapses.Len() != 2 {
		t.Fatalf("%d synapses grew, want 1", n)
	}
	want := snn.Synapse{ID: 2, Source: 0, Target: 1, Weight: 0.5, Delay: 1, Type: snn.Plastic, Params: int32(snn.Plastic)}
	if got := b.Synapses.At(1); got != want {
		t.Errorf("grown: %+v, want %+v", got, want)
	}
	if err := b.Validate(); err != nil {
		t.Error(err)
	}
	// Now 0 is connected with all that follow it, nearby.
	if n := s.apply(b, follow(8)); n != 0 {
		t.Errorf("%d more grew", n)
	}
	// One that is inhibitory grows nothing, and without parameters of plastic
	// synapses the type's own serve.
	b = brainOf(8)
	b.Neurons[0].Type = snn.FS
	if n := s.apply(b, follow(8)); n != 0 {
		t.Errorf("%d grew from an inhibitory neuron", n)
	}
	b = brainOf(8)
	b.ParamSets = nil
	if n := s.apply(b, follow(8)); n != 1 || len(b.ParamSets) != 1 || b.ParamSets[0].WMax != 10 || b.Synapses.At(0).ID != 1 {
		t.Errorf("%d grew, parameter sets %+v", n, b.ParamSets)
	}
}

// TestSproutIsBounded: one synapse a source and a target a night, and no more
// than asked for in all.
func TestSproutIsBounded(t *testing.T) {
	a := newActivity(40, 400*window, true)
	rng := rand.New(rand.NewPCG(3, 4))
	var early, late []int32
	for n := range int32(20) {
		early, late = append(early, n), append(late, 20+n)
	}
	for k := range int32(400) {
		if rng.IntN(4) == 0 {
			a.Record(k*window, early)
			a.Record(k*window+10, late)
		}
	}
	for most, want := range map[int]int{0: 0, 5: 5, 100: 8} {
		b := brainOf(40)
		s := &Sprout{Distance: 100, Most: most, Weight: 0.5}
		if n := s.apply(b, a); n != want {
			t.Errorf("%d grew of at most %d, want %d", n, most, want)
		}
		out, in := map[int32]int{}, map[int32]int{}
		for _, y := range b.Synapses.All() {
			out[y.Source]++
			in[y.Target]++
		}
		for _, number := range []map[int32]int{out, in} {
			for n, k := range number {
				if k > 1 {
					t.Errorf("%d synapses of neuron %d", k, n)
				}
			}
		}
	}
}

// TestNeighbourhood compares with all pairs.
func TestNeighbourhood(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	b := brainOf(300)
	for i := range b.Neurons {
		n := &b.Neurons[i]
		n.X, n.Y, n.Z = 60*rng.Float64()-30, 20*rng.Float64(), 40*rng.Float64()
	}
	b.Neurons[7].X = 1e300 // whose cube is its own neighbour
	const distance = 9.0
	h := newNeighbourhood(b, distance)
	for i := range b.Neurons {
		found := map[int32]int{}
		for _, m := range h.of(int32(i), nil) {
			found[m]++
		}
		for m := range b.Neurons {
			p, q := &b.Neurons[i], &b.Neurons[m]
			dx, dy, dz := p.X-q.X, p.Y-q.Y, p.Z-q.Z
			want := 0
			if dx*dx+dy*dy+dz*dz <= distance*distance {
				want = 1
			}
			if found[int32(m)] != want {
				t.Fatalf("neuron %d is %d times near %d, want %d", m, found[int32(m)], i, want)
			}
		}
	}
}
