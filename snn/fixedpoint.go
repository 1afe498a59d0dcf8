package snn

import (
	"fmt"
	"math"
)

// The synaptic current of a neuron is summed as int32 in units of
// 2^-FractionBits, which makes the sum independent of the order of its terms:
// threads, workgroups and vendors agree. FractionBits is the largest number
// within these bounds for which no sum can overflow.
const (
	MinFractionBits = 12
	MaxFractionBits = 24
)

// GapLimit bounds the voltage difference that a gap junction sees [mV], so
// that its current has a bound. Between neurons that are not driven far beyond
// anything V8's recipes do it is never reached.
const GapLimit = 1024

// FixedPoint is the scale of a network's currents and the proof that no sum
// overflows.
type FixedPoint struct {
	FractionBits int     // a current of 1 is 2^FractionBits
	Worst        int     // position of the neuron with the largest possible sum
	WorstSum     float64 // that sum, as a current
}

// Scale returns 2^FractionBits.
func (f FixedPoint) Scale() float32 { return float32(math.Ldexp(1, f.FractionBits)) }

// Unit returns 2^-FractionBits.
func (f FixedPoint) Unit() float32 { return float32(math.Ldexp(1, -f.FractionBits)) }

// Quantize turns a current into fixed point, rounding to nearest even.
//
// Beyond 2^52 a float64 has no fraction: adding a number of that size rounds,
// and leaves the whole number in the low bits.
func Quantize(current, scale float32) int32 {
	const shift = 0x1.8p52
	return int32(math.Float64bits(float64(float32(current*scale)) + shift))
}

// fixedPoint chooses the scale: it adds up, per neuron, the largest magnitude
// that every input can ever deliver into one tick. Here too every product is
// rounded on its own: a fused one could tip the scale, and with it every spike,
// on some processors only.
func (n *Network) fixedPoint() (FixedPoint, error) {
	all := n.largestInputs()
	for k, g := range n.Gaps.Conductance {
		for _, end := range []int32{n.Gaps.Source[k], n.Gaps.Target[k]} {
			all[end].add(float64(math.Abs(float64(g)) * GapLimit))
		}
	}
	f := FixedPoint{FractionBits: MaxFractionBits}
	for i := range all {
		if sum := all[i].sum; !(sum <= f.WorstSum) { // also where the sum is not a number
			f.Worst, f.WorstSum = i, sum
		}
	}
	for i := range all {
		sum := all[i].sum
		// Rounding adds at most half a unit per term; one whole unit covers the
		// rounding of the bound itself too.
		for float64(math.Ldexp(sum, f.FractionBits)*(1+1e-6))+all[i].terms > math.MaxInt32 {
			f.FractionBits--
			if f.FractionBits < MinFractionBits {
				f.Worst, f.WorstSum = i, sum
				return f, fmt.Errorf("its inputs can add up to a current of %.4g in one tick, more than a 32-bit sum with %d fraction bits holds (%.4g)",
					sum, MinFractionBits, math.Ldexp(math.MaxInt32, -MinFractionBits))
			}
		}
	}
	return f, nil
}

// largestDelivery bounds what synapse k, which has a weight of its own, can ever
// deliver with one spike.
func (s *SynapseSet) largestDelivery(k int32, decays []DecayTable) float64 {
	w := math.Abs(float64(s.Weight[k]))
	if s.Type == Fixed {
		return w
	}
	c := &s.Classes[s.ClassOf(k)]
	switch s.Type {
	case Facilitating, Depressing:
		return w * s.largestGain(k, &decays[c.Decay])
	}
	return max(w, math.Abs(float64(c.WMin)), math.Abs(float64(c.WMax)))
}

// gainRounding is twice the rounding errors, relative, of the four float32
// operations of one spike's gain: subtract 1, decay, add 1, add or multiply.
const gainRounding = 8 * 0x1p-24

// largestGain bounds the gain of a facilitating or depressing synapse whose
// source fires in every tick: x = gain - 1 follows x' = q·x + step
// (facilitating), the gain itself gain' = step·(1 + q·(gain-1)) (depressing).
// A spike in tick 0 finds the start value not yet decayed: q is 1 there.
func (s *SynapseSet) largestGain(k int32, decay *DecayTable) float64 {
	c := &s.Classes[s.ClassOf(k)]
	q, step, start := float64(decay.Factor(1)), math.Abs(float64(c.GainStep)), float64(s.Gain[k])
	if s.Type == Facilitating {
		x := math.Abs(start - 1)
		if step == 0 {
			return 1 + x
		}
		return 1 + float64(max(x+step, fixpoint(q, step))*(1+gainRounding)) + gainRounding
	}
	start = math.Abs(start)
	if step <= 1 {
		return max(1, start)
	}
	return float64(max(step*start, fixpoint(step*q, float64(step*(1-q))))*(1+gainRounding)) + gainRounding
}

// fixpoint bounds the x that x' = factor·x + add tends to from below, rounding
// errors included: they pile up where the factor is close to 1.
func fixpoint(factor, add float64) float64 {
	left := 1 - float64(factor*(1+gainRounding))
	if left <= 0 {
		return math.Inf(1)
	}
	return (add + gainRounding) / left
}
