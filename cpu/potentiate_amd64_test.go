package cpu

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// The vector twin gives the scalar loop's bits: weights at and between their
// bounds and near the floors, traces spent and not, every number of synapses.
func TestVectorPotentiateIsScalar(t *testing.T) {
	if !hasVectorPotentiate() {
		t.Skip("this processor has no AVX-512")
	}
	random := rand.New(rand.NewPCG(5, 6))
	const targets, lo = 200, 1000
	moved := 0
	for n := 1; n <= 70; n++ {
		p := newPotentiation(lo)
		p.spikes, p.factor = make([]uint32, targets), make([]float32, wordTicks)
		for i := range p.spikes {
			p.spikes[i] = random.Uint32() & random.Uint32() & random.Uint32()
		}
		p.mask = random.Uint32() | random.Uint32()
		p.value = float32(math.Ldexp(random.Float64(), -random.IntN(20)))
		for i := range p.factor {
			p.factor[i] = float32(math.Exp(-float64(i) / (0.5 + 20*random.Float64())))
		}
		c := snn.Class{WMin: -0.5 * float32(random.IntN(2)), WMax: 10, LTPLimit: 10, LTPRate: float32(random.NormFloat64() * 0.1)}
		if random.IntN(3) == 0 {
			c.LTPLimit = c.WMin
		}
		destination, weight := make([]uint32, n), make([]float32, n)
		for k := range destination {
			destination[k] = snn.Destination(lo+int32(random.IntN(targets)), 1+int32(random.IntN(62)))
			weight[k] = c.Bounded(float32(12*random.Float64() - 1))
			if random.IntN(5) == 0 {
				weight[k] = c.Bounded(float32(math.Ldexp(random.Float64(), -38)))
			}
		}
		want, before := clone(weight), clone(weight)
		p.scalar(destination, want, &c)
		vectorPotentiate(&destination[0], &weight[0], n, &p.spikes[0], &p.factor[0], p.lo, p.mask, p.value,
			c.LTPRate, c.LTPLimit, c.WMin, c.WMax)
		bits := func(x, y float32) bool { return math.Float32bits(x) == math.Float32bits(y) }
		if !slices.EqualFunc(weight, want, bits) {
			t.Fatalf("%d synapses: weights %v, want %v", n, weight, want)
		}
		if !slices.Equal(weight, before) {
			moved++
		}
	}
	if moved < 50 {
		t.Errorf("only %d of 70 rows moved", moved)
	}
}
