package fpmath

import "math"

// π/128 = stepHead + stepMiddle + stepTail + ε, |ε| < 2^-139. The head has 25
// bits, so that its product with a whole number below 2^28 is exact.
const (
	turnSteps = 256 // table entries per turn

	stepsPerRadian = float64(turnSteps / (2 * math.Pi))
	stepHead       = 0x1.921fb5p-6
	stepMiddle     = 0x1.110b4611a6263p-32
	stepTail       = 0x1.8a2e03707344ap-87
)

// Between tinyAngle and largeAngle the angle is reduced in float64.
const (
	tinyAngle  = 0x1p-27 // below it sin x = x and cos x = 1, rounded
	largeAngle = 1 << 21 // [rad]
)

// Sin returns the float64 nearest to the sine of x [rad]; NaN if x is not
// finite.
func Sin(x float64) float64 {
	if a := math.Abs(x); !(a >= tinyAngle && a < largeAngle) {
		s, _ := extremeSinCos(x)
		return s
	}
	var r reduced
	r.reduce(x)
	t := &sinTable[r.step%turnSteps]
	if s, ok := r.combine(t.sinHi, t.sinLo, t.cosHi, t.cosLo); ok {
		return s
	}
	s, _ := exactSinCos(x)
	return s
}

// Cos returns the float64 nearest to the cosine of x [rad]; NaN if x is not
// finite.
func Cos(x float64) float64 {
	if a := math.Abs(x); !(a >= tinyAngle && a < largeAngle) {
		_, c := extremeSinCos(x)
		return c
	}
	var r reduced
	r.reduce(x)
	t := &sinTable[r.step%turnSteps]
	if c, ok := r.combine(t.cosHi, t.cosLo, -t.sinHi, -t.sinLo); ok {
		return c
	}
	_, c := exactSinCos(x)
	return c
}

// SinCos returns Sin(x) and Cos(x) at less than the price of both.
func SinCos(x float64) (sin, cos float64) {
	if a := math.Abs(x); !(a >= tinyAngle && a < largeAngle) {
		return extremeSinCos(x)
	}
	var r reduced
	r.reduce(x)
	t := &sinTable[r.step%turnSteps]
	sin, sinOK := r.combine(t.sinHi, t.sinLo, t.cosHi, t.cosLo)
	cos, cosOK := r.combine(t.cosHi, t.cosLo, -t.sinHi, -t.sinLo)
	if sinOK && cosOK {
		return sin, cos
	}
	return exactSinCos(x)
}

// extremeSinCos serves the angles that are tiny, large or not finite.
func extremeSinCos(x float64) (sin, cos float64) {
	switch a := math.Abs(x); {
	case a < tinyAngle:
		return x, 1 // sin x = x·(1 - x²/6), and x²/6 < 2^-56
	case a <= math.MaxFloat64:
		return exactSinCos(x)
	default:
		return math.NaN(), math.NaN()
	}
}

// reduced is an angle k·π/128 + r, |r| <= π/256, and what both functions need
// of it.
type reduced struct {
	step   uint    // k, modulo a power of two
	r      float64 // leading part of r [rad]
	sinLow float64 // sin r - r
	cosHi  float64 // cos r - 1 = cosHi + cosLow
	cosLow float64
	bound  float64 // of the error of sin r - r, of roundings that go with it and of r itself
}

// reduce prepares an angle between tinyAngle and largeAngle.
//
// The subtraction of k·π/128 is exact but for the product with stepTail, below
// 2^-58, and its sums: an absolute error below 2^-109, which matters only near
// the multiples of π/2. r and its square are exact sums; cos r - 1 goes up to
// r^8, with an error below 2^-80, and sin r - r up to r^9. There the error is
// largest: 4.5 roundings of r³/6, and two more follow in combine, together less
// than 1.5·2^-53·|r|³.
func (a *reduced) reduce(x float64) {
	shifted := math.FMA(x, stepsPerRadian, roundToInt)
	k := shifted - roundToInt
	a.step = uint(math.Float64bits(shifted))

	middle, middleLow := product(k, stepMiddle)
	r, rest := sum(math.FMA(-k, stepHead, x), -middle)
	r, rest = sum(r, math.FMA(-k, stepTail, rest-middleLow))
	a.r = r

	square, squareLow := product(r, r)
	squareLow = math.FMA(2*r, rest, squareLow)
	a.cosHi = -0.5 * square
	c := math.FMA(square, math.FMA(square, 1.0/40320, -1.0/720), 1.0/24)
	a.cosLow = math.FMA(float64(square*square), c, -0.5*squareLow)

	cube := float64(r * square)
	s := math.FMA(square, math.FMA(square, math.FMA(square, 1.0/362880, -1.0/5040), 1.0/120), -1.0/6)
	a.sinLow = math.FMA(cube, s, math.FMA(rest, a.cosHi, rest))
	a.bound = math.FMA(math.Abs(cube), 0x1.8p-53, 0x1p-108)
}

// combine returns p·cos r + q·sin r for a point (p, q) of the unit circle from
// the table, correctly rounded, and whether the error bound allowed to decide.
//
// p, p·(cos r - 1) and q·r are carried exactly; |p| >= 2·|q·r| or p = 0, hence
// the fast sums. What is left out is below 2^-76 of the result and the bound.
func (a *reduced) combine(pHi, pLo, qHi, qLo float64) (nearest float64, decided bool) {
	linear, linearLow := product(qHi, a.r)
	curved, curvedLow := product(pHi, a.cosHi)
	hi, low1 := fastSum(pHi, linear)
	hi, low2 := fastSum(hi, curved)
	lo := (low1 + low2) + (linearLow + curvedLow)
	lo += math.FMA(pLo, a.cosHi, pLo) + math.FMA(pHi, a.cosLow, float64(qLo*a.r))
	lo = math.FMA(qHi, a.sinLow, lo)
	bound := math.FMA(math.Abs(hi), 0x1p-76, a.bound)
	nearest = hi + (lo - bound)
	return nearest, nearest == hi+(lo+bound)
}
