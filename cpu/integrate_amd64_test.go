package cpu

import (
	"math"
	"math/rand/v2"
	"testing"

	"golang.org/x/sys/cpu"
)

// randomMembrane returns neurons anywhere a brain can bring them, some right at
// the threshold and the clamps.
func randomMembrane(random *rand.Rand, n int) membrane {
	column := func(value func() float32) []float32 {
		xs := make([]float32, n)
		for i := range xs {
			xs[i] = value()
		}
		return xs
	}
	between := func(low, high float64) func() float32 {
		return func() float32 { return float32(low + (high-low)*random.Float64()) }
	}
	m := membrane{
		v: column(between(-150, 40)), u: column(between(-60, 60)), external: column(between(-20, 200)),
		a: column(between(0, 0.1)), b: column(between(-0.1, 0.3)),
		current: make([]int32, n), unit: 0x1p-21, spiked: make([]uint64, (n+63)/64),
	}
	for i := range m.current {
		m.current[i] = int32(random.Uint32()) >> random.IntN(20)
		if random.IntN(20) == 0 { // a large jump
			m.external[i] = float32(math.Ldexp(random.Float64()-0.5, random.IntN(20)))
		}
		if random.IntN(20) == 0 { // a u that runs away
			m.a[i], m.u[i] = 3, float32(math.Ldexp(random.Float64()-0.5, random.IntN(52)))
		}
	}
	return m
}

func copyOf(m *membrane) membrane {
	c := *m
	c.v, c.u, c.current, c.spiked = clone(m.v), clone(m.u), clone(m.current), clone(m.spiked)
	return c
}

// The vector twins give the scalar loop's bits, tick after tick, for every
// number of neurons.
func TestVectorMembraneIsScalar(t *testing.T) {
	twins := map[string]struct {
		runs   bool
		vector func(lanes)
	}{
		"AVX-512": {hasVector512(), vector512},
		"AVX2":    {cpu.X86.HasAVX2, vector256},
	}
	for name, twin := range twins {
		t.Run(name, func(t *testing.T) {
			if !twin.runs {
				t.Skipf("this processor has no %s", name)
			}
			random := rand.New(rand.NewPCG(1, 2))
			spikes := 0
			for n := range 200 {
				want := randomMembrane(random, n)
				have := copyOf(&want)
				for tick := range int32(20) {
					whole := n / vectorLanes * vectorLanes
					want.scalar(&part{shared: &shared{}}, tick, 0)
					twin.vector(lanesOf(&have, whole))
					have.scalar(&part{shared: &shared{}}, tick, whole)
					spikes += compareMembranes(t, &want, &have)
					if t.Failed() {
						t.Fatalf("with %d neurons in tick %d", n, tick)
					}
				}
			}
			if spikes == 0 {
				t.Error("no neuron fired")
			}
		})
	}
}

// compareMembranes reports differences and returns the number of spikes.
func compareMembranes(t *testing.T, want, have *membrane) int {
	t.Helper()
	spikes := 0
	for i := range want.v {
		if math.Float32bits(want.v[i]) != math.Float32bits(have.v[i]) || math.Float32bits(want.u[i]) != math.Float32bits(have.u[i]) {
			t.Errorf("neuron %d: v %v u %v, want %v and %v", i, have.v[i], have.u[i], want.v[i], want.u[i])
		}
		if have.current[i] != 0 {
			t.Errorf("neuron %d: current %d is left", i, have.current[i])
		}
		fired := want.spiked[i/64]>>(i%64)&1 != 0
		if fired != (have.spiked[i/64]>>(i%64)&1 != 0) {
			t.Errorf("neuron %d: fired %v, want %v", i, !fired, fired)
		}
		if fired {
			spikes++
			want.v[i], have.v[i] = -65, -65
		}
	}
	return spikes
}

// Neurons that a vector function does not reach keep their bits.
func TestVectorMembraneStopsInTime(t *testing.T) {
	if vectorMembrane() == nil {
		t.Skip("this processor has no vector twin")
	}
	m := randomMembrane(rand.New(rand.NewPCG(3, 4)), 48)
	before := copyOf(&m)
	vectorMembrane()(&m, 32)
	for i := 32; i < 48; i++ {
		if m.v[i] != before.v[i] || m.u[i] != before.u[i] || m.current[i] != before.current[i] {
			t.Errorf("neuron %d of 48 changed, only 32 were asked for", i)
		}
	}
}

func BenchmarkIntegrate(b *testing.B) {
	const n = 8064
	m := randomMembrane(rand.New(rand.NewPCG(1, 2)), n)
	p := &part{shared: &shared{}}
	b.Run("scalar", func(b *testing.B) {
		for b.Loop() {
			m.scalar(p, 0, 0)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/neuron")
	})
	if vector := vectorMembrane(); vector != nil {
		b.Run("vector", func(b *testing.B) {
			for b.Loop() {
				vector(&m, n)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/neuron")
		})
	}
}
