package fpmath

import (
	"math"
	"math/big"
)

// exactPow returns the float64 nearest to x**y for finite x > 0, x != 1, and
// 0 < y < 1.
func exactPow(x, y float64) float64 {
	for bits := uint(firstPrecision); ; bits *= 2 {
		exponent := bigLog(x, bits+guardBits)
		exponent.Mul(exponent, new(big.Float).SetFloat64(y))
		value := bigExpOf(exponent, bits+guardBits)
		bound := new(big.Float).SetMantExp(value, -int(bits))
		if nearest, ok := settle(value, bound); ok {
			return nearest
		}
	}
}

// bigLog returns the natural logarithm of x > 0, x != 1, to a relative error
// below 2^-(precision - 16): log(m·2^e) = log m + e·log 2, 3/4 <= m < 3/2.
func bigLog(x float64, precision uint) *big.Float {
	m, e := math.Frexp(x)
	if m < 0.75 {
		m, e = 2*m, e-1
	}
	number := func() *big.Float { return new(big.Float).SetPrec(precision) }
	// log m = 2·artanh((m-1)/(m+1)); m ± 1 has at most 54 bits.
	z := number().SetFloat64(m)
	one := number().SetInt64(1)
	z.Quo(number().Sub(z, one), number().Add(z, one))
	third := number().Quo(one, number().SetInt64(3)) // log 2 = 2·artanh(1/3)
	total := bigArtanh(z, precision)
	total.Add(total, number().Mul(number().SetInt64(int64(e)), bigArtanh(third, precision)))
	return total.SetMantExp(total, 1)
}

// bigArtanh sums the series z + z³/3 + z⁵/5 + ..., |z| <= 1/3.
func bigArtanh(z *big.Float, precision uint) *big.Float {
	number := func() *big.Float { return new(big.Float).SetPrec(precision) }
	total, power, square := number().Set(z), number().Set(z), number().Mul(z, z)
	for n := int64(3); power.Sign() != 0 && power.MantExp(nil) > z.MantExp(nil)-int(precision); n += 2 {
		power.Mul(power, square)
		total.Add(total, number().Quo(power, number().SetInt64(n)))
	}
	return total
}
