package fpmath

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// oraclePow is x^y, 0 < y < 1, by square roots alone: x^(b1/2 + b2/4 + ...).
// Package fpmath goes by logarithm and exponential.
func oraclePow(x, y float64) *big.Float {
	total, root := newBig().SetInt64(1), newBig().SetFloat64(x)
	for ; y > 0; y *= 2 {
		if y >= 1 {
			total.Mul(total, root)
			y--
		}
		root.Sqrt(root)
	}
	return total
}

func checkPow(t interface{ Errorf(string, ...any) }, x, y float64) {
	truth := oraclePow(x, y)
	want, _ := truth.Float64()
	if got := Pow(x, y); got != want {
		t.Errorf("Pow(%x, %x) = %x, want %x", x, y, got, want)
	}
	if x < powLeast || x > powLargest || y < 0x1p-40 {
		return
	}
	hi, lo, bound, exponent, ok := approximatePow(x, y)
	if !ok {
		return
	}
	if e := distance(hi, lo, newBig().SetMantExp(truth, -exponent)); e > bound {
		t.Errorf("Pow(%x, %x): error of the fast path 2^%.2f, bound 2^%.2f", x, y, math.Log2(e), math.Log2(bound))
	}
}

func TestPowIsCorrectlyRounded(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	for range samples(testing.Short()) {
		checkPow(t, 10*rng.Float64(), 0.8) // the sleep's
		checkPow(t, float64(float32(5*rng.Float64())), 0.8)
		checkPow(t, 3*rng.Float64(), rng.Float64())
		checkPow(t, math.Ldexp(1+rng.Float64(), rng.IntN(2040)-1020), rng.Float64())
		checkPow(t, 1+math.Ldexp(rng.Float64()-0.5, -rng.IntN(52)), rng.Float64())
		checkPow(t, 1+rng.Float64(), math.Ldexp(rng.Float64(), -rng.IntN(60)))
	}
	for range samples(testing.Short()) / 10 {
		checkPow(t, math.Ldexp(rng.Float64(), -1022), rng.Float64()) // subnormal
	}
}

// TestPowFastPath: nearly all arguments are decided by it, and both paths
// agree.
func TestPowFastPath(t *testing.T) {
	rng := rand.New(rand.NewPCG(15, 16))
	undecided, n := 0, samples(testing.Short())
	for range n {
		x, y := 10*rng.Float64(), rng.Float64()
		hi, lo, bound, _, ok := approximatePow(x, y)
		if !ok || hi+(lo-bound) != hi+(lo+bound) {
			undecided++
		}
		if got, want := exactPow(x, y), Pow(x, y); got != want {
			t.Errorf("exactPow(%x, %x) = %x, fast path %x", x, y, got, want)
		}
	}
	if undecided > n/100 {
		t.Errorf("%d of %d arguments are undecided", undecided, n)
	}
}

func TestPowSpecialValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct{ x, y, want float64 }{
		{0, 0, 1}, {0, 0.8, 0}, {1, 0.8, 1}, {7, 0, 1}, {7, 1, 7}, {inf, 0.5, inf}, {inf, 0, 1},
		{4, 0.5, 2}, {81, 0.25, 3}, {0x1p-1074, 0.5, 0x1p-537}, {0x1p-1074, 1, 0x1p-1074},
		{1 + 0x1p-52, 0.5, 1}, {1 - 0x1p-53, 0.25, 1}, {math.MaxFloat64, 0x1p-1074, 1},
		{-1, 0.5, nan}, {2, -0.1, nan}, {2, 1.1, nan}, {nan, 0.5, nan}, {2, nan, nan},
	} {
		if got := Pow(c.x, c.y); got != c.want && !(got != got && c.want != c.want) {
			t.Errorf("Pow(%x, %x) = %x, want %x", c.x, c.y, got, c.want)
		}
	}
}

// TestPowIsMonotonic: correct rounding keeps the order.
func TestPowIsMonotonic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := rapid.Float64Range(0, 1e6).Draw(t, "x"), rapid.Float64Range(0, 1).Draw(t, "y")
		if next := math.Nextafter(x, math.Inf(1)); Pow(next, y) < Pow(x, y) {
			t.Errorf("x^%x falls from %x to %x", y, x, next)
		}
	})
}

func BenchmarkPow(b *testing.B) {
	x := benchmarkArguments(5)
	for i := 0; b.Loop(); i++ {
		sink = Pow(math.Abs(x[i%1024]), 0.8)
	}
}
