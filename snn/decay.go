package snn

import (
	"math"
	"math/big"
)

// decayBits is the precision in which decays are computed before they are
// rounded once to float64 or float32.
const decayBits = 192

// Decay returns exp(-1/tau), the factor by which a trace of time constant
// tau [ticks] shrinks per tick: the quotient rounded to float64, its
// exponential rounded correctly, so that the last bit is no matter of taste
// (semantics section 1, step 9).
func Decay(tau float64) float64 {
	x, _ := bigExp(-1 / tau).Float64()
	return x
}

// bigExp returns exp(x) for x <= 0 to decayBits bits, by the Taylor series
// after halving x until it is small.
func bigExp(x float64) *big.Float {
	newFloat := func() *big.Float { return new(big.Float).SetPrec(decayBits + 64) }
	if x < -800 { // below the smallest float64
		return newFloat()
	}
	halvings := 0
	for y := -x; y > 1.0/256; y /= 2 {
		halvings++
	}
	arg := newFloat().SetMantExp(newFloat().SetFloat64(x), -halvings)
	sum, term := newFloat().SetInt64(1), newFloat().SetInt64(1)
	for n := int64(1); n <= 32; n++ { // (1/256)^32/32! < 2^-370
		term.Mul(term, arg)
		term.Quo(term, newFloat().SetInt64(n))
		sum.Add(sum, term)
	}
	for ; halvings > 0; halvings-- {
		sum.Mul(sum, sum)
	}
	return sum
}

// TraceFloor is the value below which a decay factor counts as 0: a lazy
// trace is then cut to exactly 0, which keeps denormals out of every backend.
const TraceFloor = 1.0 / (1 << 24)

// DecayLow is the length of the low table of a [DecayTable].
const DecayLow = 1024

// maxDecayHigh bounds the high table: it reaches back 2^24 ticks.
const maxDecayHigh = 1 << 14

// DecayTable gives exp(-k/tau) in float32 for any whole number of ticks k as
// the product of two entries: Low[k mod DecayLow] · High[k div DecayLow]. From
// k = End on the factor is Beyond: 0 if the trace has fallen below TraceFloor,
// else (time constants of a million ticks and more) the last factor. The lazy
// form is the definition of a trace on every float32 backend; tables spare the
// exponential, of which no two vendors give the same bits.
type DecayTable struct {
	Low, High []float32
	End       int32   // [ticks]
	Beyond    float32 // factor from End on
}

// NewDecayTable returns the table of a time constant tau > 0 [ticks].
func NewDecayTable(tau float64) DecayTable {
	end := math.Ceil(-math.Log(TraceFloor) * tau)
	t := DecayTable{End: int32(min(max(end, 1), maxDecayHigh*DecayLow))}
	t.Low = decayPowers(bigExp(-1/tau), min(DecayLow, int(t.End)))
	t.High = decayPowers(bigExp(-DecayLow/tau), (int(t.End)+DecayLow-1)/DecayLow)
	if end > float64(t.End) {
		t.Beyond = t.Factor(t.End - 1)
	}
	return t
}

// decayPowers returns q^0 .. q^(n-1), each rounded once to float32.
func decayPowers(q *big.Float, n int) []float32 {
	powers := make([]float32, n)
	p := new(big.Float).SetPrec(decayBits + 64).SetInt64(1)
	for i := range powers {
		powers[i], _ = p.Float32()
		p.Mul(p, q)
	}
	return powers
}

// Factor returns the decay over k >= 0 ticks.
func (t *DecayTable) Factor(k int32) float32 {
	if uint32(k) < uint32(len(t.Low)) {
		return t.Low[k] // High[0] is 1
	}
	if k >= t.End {
		return t.Beyond
	}
	return t.Low[k%DecayLow] * t.High[k/DecayLow]
}

// Decayed returns a lazy value after k >= 0 ticks, cut to exactly 0 below
// TraceFloor.
//
//	x = value·decay^k;  |x| < TraceFloor: x = 0
func (t *DecayTable) Decayed(value float32, k int32) float32 {
	return Cut(float32(value * t.Factor(k)))
}

// Cut takes a decayed value below TraceFloor to exactly 0.
func Cut(x float32) float32 {
	if -TraceFloor < x && x < TraceFloor {
		return 0
	}
	return x
}
