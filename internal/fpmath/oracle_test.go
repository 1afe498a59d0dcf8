package fpmath

import (
	"math/big"
)

// The oracle works to oracleBits bits and shares nothing with the package: no
// π and no ln2, only Taylor series at small arguments and repeated squaring.
const oracleBits = 320

func newBig() *big.Float { return new(big.Float).SetPrec(oracleBits) }

// complexBig is a complex number.
type complexBig struct{ re, im *big.Float }

func (a complexBig) times(b complexBig) complexBig {
	p := func(x, y *big.Float) *big.Float { return newBig().Mul(x, y) }
	return complexBig{
		newBig().Sub(p(a.re, b.re), p(a.im, b.im)),
		newBig().Add(p(a.re, b.im), p(a.im, b.re)),
	}
}

// oracleComplexExp is e^(re + i·im), by the series at z/2^k and k squarings.
func oracleComplexExp(re, im *big.Float) complexBig {
	const k = 40
	z := complexBig{newBig().SetMantExp(re, -k), newBig().SetMantExp(im, -k)}
	total := complexBig{newBig().SetInt64(1), newBig()}
	term := total
	for n := int64(1); n <= 24; n++ { // |z/2^k| < 2^-18
		term = term.times(z)
		term.re.Quo(term.re, newBig().SetInt64(n))
		term.im.Quo(term.im, newBig().SetInt64(n))
		total.re, total.im = newBig().Add(total.re, term.re), newBig().Add(total.im, term.im)
	}
	for range k {
		total = total.times(total)
	}
	return total
}

// oracleExp is e^x to some 270 bits.
func oracleExp(x float64) *big.Float {
	return oracleComplexExp(newBig().SetFloat64(x), newBig()).re
}

// oracleSinCos is sin x and cos x to an absolute error of some 2^-270; it needs
// |x| < 2^22.
func oracleSinCos(x float64) (sin, cos *big.Float) {
	z := oracleComplexExp(newBig(), newBig().SetFloat64(x))
	return z.im, z.re
}
