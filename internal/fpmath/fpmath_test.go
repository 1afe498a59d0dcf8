package fpmath

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// checkExp compares with the oracle, and the fast path with its error bound.
func checkExp(t interface{ Errorf(string, ...any) }, x float64) {
	truth := oracleExp(x)
	got := Exp(x)
	if want, _ := truth.Float64(); got != want {
		t.Errorf("Exp(%x) = %x, want %x", x, got, want)
	}
	if a := math.Abs(x); a < 0x1p-54 || a > -expNormal {
		return
	}
	hi, lo, bound, exponent := approximateExp(x)
	if e := distance(hi, lo, newBig().SetMantExp(truth, -exponent)); e > bound {
		t.Errorf("Exp(%x): error of the fast path 2^%.2f, bound 2^%.2f", x, math.Log2(e), math.Log2(bound))
	}
}

func checkSinCos(t interface{ Errorf(string, ...any) }, x float64) {
	truthSin, truthCos := oracleSinCos(x)
	wantSin, _ := truthSin.Float64()
	wantCos, _ := truthCos.Float64()
	if x != 0 && math.Abs(x) < 0x1p-200 {
		wantSin = x // the oracle's error is absolute
	}
	if got := Sin(x); got != wantSin {
		t.Errorf("Sin(%x) = %x, want %x", x, got, wantSin)
	}
	if got := Cos(x); got != wantCos {
		t.Errorf("Cos(%x) = %x, want %x", x, got, wantCos)
	}
	if s, c := SinCos(x); s != wantSin || c != wantCos {
		t.Errorf("SinCos(%x) = %x, %x, want %x, %x", x, s, c, wantSin, wantCos)
	}
}

func distance(hi, lo float64, truth *big.Float) float64 {
	d := newBig().Sub(truth, newBig().SetFloat64(hi))
	e, _ := d.Sub(d, newBig().SetFloat64(lo)).Abs(d).Float64()
	return e
}

func samples(short bool) int {
	if short {
		return 300
	}
	return 4000
}

func TestExpIsCorrectlyRounded(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range samples(testing.Short()) {
		checkExp(t, 1416*rng.Float64()-708)
		checkExp(t, 4*rng.Float64()-3)
		checkExp(t, math.Ldexp(rng.Float64()-0.5, -rng.IntN(60)))
		checkExp(t, -1/(1+float64(rng.IntN(1000)))) // decay factors
	}
	for range samples(testing.Short()) / 10 {
		checkExp(t, -708-38*rng.Float64()) // subnormal results
	}
}

func TestSinCosIsCorrectlyRounded(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range samples(testing.Short()) {
		checkSinCos(t, 16*rng.Float64()-8)
		checkSinCos(t, math.Ldexp(2*rng.Float64()-1, 21))
		checkSinCos(t, math.Ldexp(rng.Float64()-0.5, -rng.IntN(60)))
		// Near the multiples of π/2, where the leading bits cancel, and near
		// the edges between two table entries.
		checkSinCos(t, nextFew(rng, float64(rng.IntN(1<<21))*(math.Pi/2)))
		checkSinCos(t, nextFew(rng, (float64(rng.IntN(1<<16))+0.5)*(math.Pi/128)))
	}
}

// nextFew moves x by up to three ulps.
func nextFew(rng *rand.Rand, x float64) float64 {
	return math.Float64frombits(math.Float64bits(x) + uint64(rng.IntN(7)) - 3)
}

// TestHardArguments tries the arguments among a million whose results lie
// nearest to the middle between two float64s: the fast path cannot decide them.
func TestHardArguments(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	found := 0
	for range 1_000_000 {
		x := 8*rng.Float64() - 4
		if hi, lo, bound, _ := approximateExp(x); hi+(lo-32*bound) != hi+(lo+32*bound) {
			found++
			checkExp(t, x)
		}
		var r reduced
		r.reduce(x)
		r.bound *= 256
		p := &sinTable[r.step%turnSteps]
		_, sinOK := r.combine(p.sinHi, p.sinLo, p.cosHi, p.cosLo)
		_, cosOK := r.combine(p.cosHi, p.cosLo, -p.sinHi, -p.sinLo)
		if !sinOK || !cosOK {
			found++
			checkSinCos(t, x)
		}
	}
	if found < 100 {
		t.Errorf("only %d hard arguments found: is the error bound in use?", found)
	}
}

// TestExactPathAgrees forces the path that the fast one falls back to.
func TestExactPathAgrees(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for range samples(testing.Short()) / 4 {
		x := 1400*rng.Float64() - 700
		if got, want := exactExp(x), Exp(x); got != want {
			t.Errorf("exactExp(%x) = %x, fast path %x", x, got, want)
		}
		x = math.Ldexp(2*rng.Float64()-1, rng.IntN(21)-4)
		s, c := exactSinCos(x)
		if math.Abs(x) < tinyAngle {
			continue
		}
		if wantS, wantC := SinCos(x); s != wantS || c != wantC {
			t.Errorf("exactSinCos(%x) = %x, %x, fast path %x, %x", x, s, c, wantS, wantC)
		}
	}
}

// TestHugeAngles uses sin² + cos² = 1 and the angle sum theorem, which hold
// whatever the reduction: the oracle does not reach that far.
func TestHugeAngles(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for range 200 {
		x := math.Ldexp(1+rng.Float64(), 21+rng.IntN(1000))
		s, c := SinCos(x)
		if e := math.Abs(s*s + c*c - 1); e > 4e-16 {
			t.Errorf("sin²+cos² of %x is off by %g", x, e)
		}
		// 2x is exact, unlike a sum of two angles in general.
		s2, c2 := SinCos(2 * x)
		if math.Abs(s2-2*s*c) > 6e-16 || math.Abs(c2-(c*c-s*s)) > 6e-16 {
			t.Errorf("double angle of %x: %g, %g, want %g, %g", x, s2, c2, 2*s*c, c*c-s*s)
		}
	}
	// 6381956970095103·2^797 lies nearest of all float64s to a multiple of π/2:
	// 4.687e-19 away. Source: Muller et al., Handbook of Floating-Point
	// Arithmetic, doi:10.1007/978-3-319-76526-6, section on range reduction.
	if c := Cos(math.Ldexp(6381956970095103, 797)); math.Abs(math.Abs(c)-4.687165924254624e-19) > 1e-33 {
		t.Errorf("cosine of the float64 nearest to a multiple of π/2 is %g", c)
	}
}

func TestSpecialValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	negativeZero := math.Copysign(0, -1)
	for _, c := range []struct {
		name       string
		got, want  float64
		wantedSign bool
	}{
		{"Exp(0)", Exp(0), 1, false},
		{"Exp(-0)", Exp(negativeZero), 1, false},
		{"Exp(+Inf)", Exp(inf), inf, false},
		{"Exp(-Inf)", Exp(-inf), 0, false},
		{"Exp(NaN)", Exp(nan), nan, false},
		{"Exp(1)", Exp(1), math.E, false},
		{"Exp(largest finite)", Exp(0x1.62e42fefa39efp9), 0x1.fffffffffff2ap1023, false},
		{"Exp(next)", Exp(0x1.62e42fefa39fp9), inf, false},
		{"Exp(1000)", Exp(1000), inf, false},
		{"Exp(-745.13)", Exp(-745.13), math.SmallestNonzeroFloat64, false},
		{"Exp(-745.14)", Exp(-745.14), 0, false},
		{"Exp(-1e300)", Exp(-1e300), 0, false},
		{"Exp(smallest)", Exp(math.SmallestNonzeroFloat64), 1, false},
		{"Exp(2^-53)", Exp(0x1p-53), 1 + 0x1p-52, false}, // just above the tie
		{"Exp(-2^-54)", Exp(-0x1p-54), 1, false},         // just above the tie
		{"Sin(0)", Sin(0), 0, false},
		{"Sin(-0)", Sin(negativeZero), negativeZero, true},
		{"Sin(smallest)", Sin(math.SmallestNonzeroFloat64), math.SmallestNonzeroFloat64, false},
		{"Sin(Inf)", Sin(inf), nan, false},
		{"Sin(-Inf)", Sin(-inf), nan, false},
		{"Sin(NaN)", Sin(nan), nan, false},
		{"Cos(0)", Cos(0), 1, false},
		{"Cos(Inf)", Cos(inf), nan, false},
		{"Cos(NaN)", Cos(nan), nan, false},
		{"Sin(π)", Sin(math.Pi), 1.2246467991473532e-16, false}, // π - float64(π)
	} {
		same := c.got == c.want || c.got != c.got && c.want != c.want
		if !same || c.wantedSign && math.Signbit(c.got) != math.Signbit(c.want) {
			t.Errorf("%s = %x, want %x", c.name, c.got, c.want)
		}
	}
}

func TestSymmetry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-1e7, 1e7).Draw(t, "x")
		s, c := SinCos(x)
		if Sin(x) != s || Cos(x) != c {
			t.Errorf("Sin, Cos and SinCos differ at %x", x)
		}
		ms, mc := SinCos(-x)
		if ms != -s || mc != c {
			t.Errorf("sin must be odd and cos even at %x", x)
		}
		if math.Abs(s) > 1 || math.Abs(c) > 1 {
			t.Errorf("beyond 1 at %x: %x, %x", x, s, c)
		}
	})
}

// TestExpIsMonotonic: correct rounding keeps the order.
func TestExpIsMonotonic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-750, 715).Draw(t, "x")
		next := math.Nextafter(x, math.Inf(1))
		if Exp(next) < Exp(x) {
			t.Errorf("Exp falls from %x to %x", x, next)
		}
	})
}

func FuzzExp(f *testing.F) {
	f.Add(0.5)
	f.Add(-740.0)
	f.Fuzz(func(t *testing.T, x float64) {
		if x != x || math.Abs(x) > 800 {
			t.Skip()
		}
		checkExp(t, x)
	})
}

func FuzzSinCos(f *testing.F) {
	f.Add(0.5)
	f.Add(1e6)
	f.Fuzz(func(t *testing.T, x float64) {
		if !(math.Abs(x) < 1<<22) {
			t.Skip()
		}
		checkSinCos(t, x)
	})
}

var sink float64

func benchmarkArguments(spread float64) []float64 {
	rng := rand.New(rand.NewPCG(11, 12))
	x := make([]float64, 1024)
	for i := range x {
		x[i] = spread * (2*rng.Float64() - 1)
	}
	return x
}

func BenchmarkExp(b *testing.B) {
	x := benchmarkArguments(5)
	for i := 0; b.Loop(); i++ {
		sink = Exp(x[i%1024])
	}
}

func BenchmarkSinCos(b *testing.B) {
	x := benchmarkArguments(30)
	for i := 0; b.Loop(); i++ {
		sink, _ = SinCos(x[i%1024])
	}
}

func BenchmarkExactExp(b *testing.B) {
	for b.Loop() {
		sink = exactExp(-0.7)
	}
}

func BenchmarkExactSinCos(b *testing.B) {
	for b.Loop() {
		sink, _ = exactSinCos(12.3)
	}
}
