package cpu

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// The vector twin gives the scalar loop's bits, within and beyond the clamp.
func TestVectorConductIsScalar(t *testing.T) {
	if !hasVectorConduct() {
		t.Skip("this processor has no AVX-512")
	}
	random := rand.New(rand.NewPCG(3, 4))
	v := make([]float32, 100)
	for i := range v {
		v[i] = float32(random.NormFloat64() * 60)
		if random.IntN(10) == 0 {
			v[i] *= 30
		}
	}
	for n := 0; n <= 5*gapLanes; n += gapLanes {
		g := gaps{current: make([]int32, n)}
		for range n {
			g.source = append(g.source, int32(random.IntN(len(v))))
			g.target = append(g.target, int32(random.IntN(len(v))))
			g.conductance = append(g.conductance, float32(random.NormFloat64()))
		}
		if n == 0 {
			continue
		}
		g.conduct(0, v, 0x1p18)
		want := clone(g.current)
		clear(g.current)
		vectorConduct(&g.source[0], &g.target[0], &g.conductance[0], &g.current[0], n, &v[0], 0x1p18)
		if !slices.Equal(g.current, want) {
			t.Fatalf("%d gap junctions: currents %v, want %v", n, g.current, want)
		}
	}
}
