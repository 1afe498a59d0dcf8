package fpmath

import "math"

// Outside of this range of arguments Pow goes the exact way: inside, neither
// the argument nor anything on the way is subnormal or overflows.
const (
	powLeast   = 0x1p-1000
	powLargest = 0x1p1000
)

// Pow returns the float64 nearest to x**y for x >= 0 and 0 <= y <= 1; NaN for
// all other arguments, +Inf for x = +Inf and y > 0.
//
// In this range of y no x**y lies in the middle between two normal float64s,
// so that every rounding can be decided: if x = m/2^k is odd over a power of
// two, y = n/2^k with n odd, and x^y had 54 bits, x's odd part would be a
// 2^k-th power whose root's n-th power, n < 2^k, has more bits than x itself.
func Pow(x, y float64) float64 {
	switch {
	case !(x >= 0 && y >= 0 && y <= 1):
		return math.NaN()
	case y == 0 || x == 1:
		return 1
	case y == 1 || x == 0 || x > math.MaxFloat64:
		return x
	case x < powLeast || x > powLargest || y < 0x1p-40:
		return exactPow(x, y)
	}
	hi, lo, bound, exponent, ok := approximatePow(x, y)
	if nearest := hi + (lo - bound); ok && nearest == hi+(lo+bound) {
		return math.Ldexp(nearest, exponent) // a normal number
	}
	return exactPow(x, y)
}

// approximatePow returns x^y as (hi+lo)·2^exponent, 0.9 < hi < 2.1, with an absolute
// error of hi+lo below bound; ok is false where it has none to offer.
//
// The logarithm comes from one Newton step: with l near log x, log x =
// l + log1p(t), t = x·e^-l - 1. Package math's Log serves as l, which may
// differ from machine to machine by more than an ulp: the step makes up for
// it, and what is rounded in the end is decided by the bound alone. e^-l has
// a relative error below 2^-68, and so has t an absolute one; log1p(t) is t but
// for t²/2 < 2^-81.
// Then x^y = e^h·(1 + r + r²/2), h+r = y·log x exactly but for roundings of r,
// which is below 2^-42.
func approximatePow(x, y float64) (hi, lo, bound float64, exponent int, ok bool) {
	l := math.Log(x)
	if math.Abs(l) < 0x1p-50 {
		return 0, 0, 0, 0, false
	}
	eHi, eLo, _, e := approximateExp(-l)
	half := -e >> 1 // x·2^e in two exact steps
	scaled := float64(x*powerOfTwo(-half)) * powerOfTwo(e+half)
	p, pLow := product(scaled, eHi)
	t := (p - 1) + math.FMA(scaled, eLo, pLow) // p is near 1: the difference is exact
	if !(math.Abs(t) < 0x1p-40) {
		return 0, 0, 0, 0, false // math.Log is worse than it may be
	}

	h, r := product(y, l)
	r = math.FMA(y, t, r)
	if a := math.Abs(h); a < 0x1p-54 {
		return 0, 0, 0, 0, false
	}
	hi, lo, _, exponent = approximateExp(h)
	lo += float64(hi*math.FMA(float64(r*0.5), r, r)) + float64(lo*r)
	hi, lo = fastSum(hi, lo)
	return hi, lo, 0x1p-64, exponent, true
}
