package fpmath

import "math"

// ln2/256 = ln2Head + ln2Tail + ε, |ε| < 2^-97. The head has 34 bits, so that
// its product with a whole number below 2^19 is exact.
const (
	expSteps = 256 // table entries per factor of two

	stepsPerLn2 = float64(expSteps / math.Ln2)
	ln2Head     = 0x1.62e42fef8p-9
	ln2Tail     = 0x1.1cf79abc9e3b4p-44
)

// Exp beyond expOverflow is more than the largest float64, below expUnderflow
// less than half the smallest, and down to expNormal never subnormal.
const (
	expOverflow  = 709.79
	expNormal    = -708.0
	expUnderflow = -746.0
)

// Exp returns the float64 nearest to e**x. Exp(+Inf) is +Inf, Exp(-Inf) is 0
// and Exp(NaN) is NaN.
func Exp(x float64) float64 {
	if !(math.Abs(x) < -expNormal) {
		switch {
		case x != x:
			return x
		case x > expOverflow:
			return math.Inf(1)
		case x < expUnderflow:
			return 0
		case x < 0:
			return exactExp(x)
		}
	}
	if math.Abs(x) < 0x1p-54 {
		return 1 // also keeps the products below from underflow
	}
	hi, lo, bound, exponent := approximateExp(x)
	y := hi + (lo - bound)
	if y != hi+(lo+bound) {
		return exactExp(x)
	}
	// y is near 1..2 and the exponent -1022..1024: two exact steps.
	half := exponent >> 1
	return float64(y*powerOfTwo(half)) * powerOfTwo(exponent-half)
}

// powerOfTwo returns 2^n for a normal result.
func powerOfTwo(n int) float64 { return math.Float64frombits(uint64(n+1023) << 52) }

// approximateExp returns e^x as (hi+lo)·2^exponent with an absolute error of
// hi+lo, and of either sum with the bound, below bound. It needs
// 2^-54 <= |x| < 710.
//
// With x = k·ln2/256 + r, |r| < 2^-9.5, e^x = 2^(k/256)·e^r: the power from the
// table and the exponent, and e^r = 1 + r + p, p = r²/2 + ... + r^6/720 < 2^-20,
// of which 1 + r is carried exactly. The error is that of p (four roundings)
// and of the sums with p in them (five more), each 2^-53·2^-20 of the table's
// entry; the rest, truncation included, is below 2^-76.
func approximateExp(x float64) (hi, lo, bound float64, exponent int) {
	shifted := math.FMA(x, stepsPerLn2, roundToInt)
	k := shifted - roundToInt
	n := int(int32(math.Float64bits(shifted)))
	power := &expTable[uint(n)%expSteps]

	// Both exact: the first subtraction cancels the leading bits.
	r, rest := sum(math.FMA(-k, ln2Head, x), float64(-k*ln2Tail))
	rest = math.FMA(rest, r, rest)

	square := float64(r * r)
	low := math.FMA(r, 1.0/6, 0.5)
	mid := math.FMA(r, 1.0/120, 1.0/24)
	p := float64(square * math.FMA(square, math.FMA(square, 1.0/720, mid), low))

	linear, linearLow := product(power.hi, r)
	hi, lo = fastSum(power.hi, linear)
	lo += linearLow + math.FMA(power.hi, rest+p, math.FMA(power.lo, r, power.lo))
	return hi, lo, float64(power.hi * 0x1p-69), n >> 8
}
