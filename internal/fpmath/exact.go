package fpmath

import (
	"math"
	"math/big"
)

// firstPrecision is the number of bits of the first attempt to decide a
// rounding: of some 2^64 arguments one would be undecided after 128.
const firstPrecision = 192

// guardBits covers the rounding errors of the evaluations below: at most a few
// hundred operations, amplified by at most 2^18 where results are squared.
const guardBits = 64

// exactExp returns the float64 nearest to e**x for -746 <= x <= 710, x != 0.
func exactExp(x float64) float64 {
	for bits := uint(firstPrecision); ; bits *= 2 {
		value := bigExp(x, bits+guardBits)
		bound := new(big.Float).SetMantExp(value, -int(bits))
		if y, ok := settle(value, bound); ok {
			return y
		}
	}
}

// bigExp returns e**x.
func bigExp(x float64, precision uint) *big.Float {
	return bigExpOf(new(big.Float).SetFloat64(x), precision)
}

// bigExpOf sums the Taylor series at x/2^m, |x/2^m| < 2^-8, and squares m times.
func bigExpOf(x *big.Float, precision uint) *big.Float {
	number := func() *big.Float { return new(big.Float).SetPrec(precision) }
	halvings := max(0, x.MantExp(nil)+8)
	r := number().SetMantExp(number().Set(x), -halvings)
	total, term := number().SetInt64(1), number().SetInt64(1)
	for n := int64(1); term.Sign() != 0 && term.MantExp(nil) > -int(precision); n++ {
		term.Mul(term, r)
		term.Quo(term, number().SetInt64(n))
		total.Add(total, term)
	}
	for range halvings {
		total.Mul(total, total)
	}
	return total
}

// exactSinCos returns the float64s nearest to sin x and cos x for finite
// x != 0.
func exactSinCos(x float64) (sin, cos float64) {
	for bits := uint(firstPrecision); ; bits *= 2 {
		s, c := bigSinCos(x, bits+guardBits)
		bound := new(big.Float).SetMantExp(big.NewFloat(1), -int(bits))
		sin, sinOK := settle(s, bound)
		cos, cosOK := settle(c, bound)
		if sinOK && cosOK {
			return sin, cos
		}
	}
}

// bigSinCos reduces x by the nearest multiple of π/2 and sums both Taylor
// series. The absolute error is below 2^-(precision - guardBits).
func bigSinCos(x float64, precision uint) (sin, cos *big.Float) {
	// The product of the multiple and π/2 has as many bits before the point as x.
	precision += uint(max(0, math.Ilogb(x)+1))
	number := func() *big.Float { return new(big.Float).SetPrec(precision) }

	quarterTurn := number().SetMantExp(bigPi(precision), -1)
	r := number().SetFloat64(x)
	turns := number().Quo(r, quarterTurn)
	half := big.NewFloat(0.5)
	if x < 0 {
		half.Neg(half)
	}
	quarters, _ := turns.Add(turns, half).Int(nil)
	r.Sub(r, number().Mul(number().SetInt(quarters), quarterTurn))

	// The terms of both series in turn: r^n/n! with the signs + - - +.
	sin, cos = number(), number().SetInt64(1)
	term := number().SetInt64(1)
	for n := int64(1); term.Sign() != 0 && term.MantExp(nil) > -int(precision); n++ {
		term.Mul(term, r)
		term.Quo(term, number().SetInt64(n))
		if n%2 == 1 {
			sin.Add(sin, term)
			term.Neg(term)
		} else {
			cos.Add(cos, term)
		}
	}

	switch new(big.Int).And(quarters, big.NewInt(3)).Int64() {
	case 1:
		return cos, sin.Neg(sin)
	case 2:
		return sin.Neg(sin), cos.Neg(cos)
	case 3:
		return cos.Neg(cos), sin
	}
	return sin, cos
}

// bigPi returns π by Machin's formula, 16·atan(1/5) - 4·atan(1/239), in whole
// numbers of 2^-(precision+guardBits).
func bigPi(precision uint) *big.Float {
	shift := precision + guardBits
	arctan := func(inverse, factor int64) *big.Int {
		power := new(big.Int).Lsh(big.NewInt(factor), shift)
		power.Quo(power, big.NewInt(inverse))
		total, term := new(big.Int), new(big.Int)
		for n := int64(1); power.Sign() != 0; n += 2 {
			term.Quo(power, big.NewInt(n))
			if n%4 == 1 {
				total.Add(total, term)
			} else {
				total.Sub(total, term)
			}
			power.Quo(power, big.NewInt(inverse*inverse))
		}
		return total
	}
	pi := new(big.Float).SetPrec(precision).SetInt(new(big.Int).Sub(arctan(5, 16), arctan(239, 4)))
	return pi.SetMantExp(pi, -int(shift))
}

// settle returns the float64 that every number within bound of value rounds
// to, if there is only one.
func settle(value, bound *big.Float) (nearest float64, decided bool) {
	low := new(big.Float).SetPrec(value.Prec()).SetMode(big.ToNegativeInf).Sub(value, bound)
	high := new(big.Float).SetPrec(value.Prec()).SetMode(big.ToPositiveInf).Add(value, bound)
	nearest, _ = low.Float64()
	other, _ := high.Float64()
	return nearest, nearest == other
}
