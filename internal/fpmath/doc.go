// Package fpmath holds the elementary functions whose last bit decides a run:
// exp, sin, cos and powers with an exponent between 0 and 1, correctly rounded to
// the nearest float64 (ties to even).
//
// The functions of package math are within an ulp, but which float64 they
// return depends on the architecture: some have assembly for them, and a
// compiler may fuse a product into a sum. The body in the dish is chaotic, so
// that one last bit changes every spike after some hundred ticks. A correctly
// rounded function has only one possible result, whoever computes it.
//
// The method is Ziv's. A table and a short polynomial give the result as an
// unevaluated sum hi+lo with a proven bound of its error; where everything
// within the bound rounds to one float64, that is the result. In the rare
// other case (about one in 2^15 for Exp, one in 2^20 for Sin and Cos) big
// arithmetic of growing precision decides. Every step that must be exact is
// exact: error-free sums, and products whose rounding error math.FMA yields.
// math.FMA is one instruction on every current machine, and the same bits, but
// slower, on others.
//
// Source of the method: A. Ziv, "Fast evaluation of elementary mathematical
// functions with correctly rounded last bit", doi:10.1145/114697.116813.
package fpmath

import "math"

// roundToInt is 1.5·2^52: adding it rounds a float64 below 2^51 to a whole
// number, which then stands in the low bits of the sum's significand.
const roundToInt = 0x1.8p52

// product returns a·b as an exact sum hi+lo, |lo| <= ulp(hi)/2. It is exact
// unless a·b is near the underflow threshold.
func product(a, b float64) (hi, lo float64) {
	hi = float64(a * b)
	return hi, math.FMA(a, b, -hi)
}

// fastSum returns a+b as an exact sum hi+lo; it needs |a| >= |b| or a = 0.
func fastSum(a, b float64) (hi, lo float64) {
	hi = a + b
	return hi, (a - hi) + b
}

// sum returns a+b as an exact sum hi+lo, whichever is larger.
func sum(a, b float64) (hi, lo float64) {
	hi = a + b
	c := hi - a
	return hi, (a - (hi - c)) + (b - c)
}

// doubleDouble is the unevaluated sum hi+lo.
type doubleDouble struct{ hi, lo float64 }

// sinCosEntry is a point of the unit circle, each coordinate an unevaluated
// sum.
type sinCosEntry struct{ sinHi, sinLo, cosHi, cosLo float64 }
