package snn

import "math"

// NewClass rounds the constants of a parameter set of a type, which
// [Params.Validate] has accepted. decay returns the index, in Network.Decays, of
// the table of a time constant [ticks]. The class has no gate.
func NewClass(t SynapseType, p *Params, decay func(tau float64) int32) Class {
	k := Class{
		WMin: Flush(float32(p.WMin)), WMax: Flush(float32(p.WMax)),
		Inhibitory: p.Inhibitory(), Gate: -1,
		Transmission: p.Gates == GatesTransmission,
	}
	if t.LearnsAtTarget() && p.Learns() {
		k.LTPRate = learningRate(p.LearningRate / p.Range())
		if p.LTDRatio != 0 {
			k.LTDRate = learningRate(p.LearningRate * p.LTDRatio / p.Range())
		}
	}
	if k.LTPLimit, k.LTDLimit = k.WMax, k.WMin; k.Inhibitory {
		k.LTPLimit, k.LTDLimit = k.WMin, k.WMax
	}
	switch t {
	case Plastic:
		k.Decay, k.Decay2 = decay(p.TauPlus), decay(p.TauMinus)
	case Gated, Developmental:
		k.Decay = decay(p.TauPlus)
	case RewardPlastic:
		k.Decay, k.Decay2 = decay(p.TauTrace), decay(p.TauEligible)
	case Facilitating:
		k.Decay, k.GainStep = decay(p.TauRecovery), gainStep(p.FacilIncrement)
	case Depressing:
		k.Decay, k.GainStep = decay(p.TauRecovery), gainStep(p.DepressFactor)
	}
	return k
}

// gainStep rounds what a spike does to a gain. A gain that has recovered is 0 or
// at least 2^-24: with a step of 2^-100 or more it does not become a denormal,
// and one with less makes no difference.
func gainStep(x float64) float32 {
	if math.Abs(x) < 0x1p-100 {
		return 0
	}
	return float32(x)
}

// learningRate rounds the rate of a synapse that learns. It is never 0, which
// would mean that nothing is learned: V8 brings a weight within its bounds even
// at a learning rate of 0. And it is bounded, so that no product of it
// overflows: from a rate of 2^24 on, every trace above TraceFloor takes a
// weight all the way to its limit.
func learningRate(x float64) float32 {
	const smallest, largest = 0x1p-126, 0x1p40
	rate := float32(min(max(x, -largest), largest))
	if math.Abs(float64(rate)) < smallest {
		return smallest
	}
	return rate
}
