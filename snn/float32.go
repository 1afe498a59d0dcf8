package snn

import "fmt"

// maxFloat32Value is the largest magnitude of a start value or parameter for
// which no product within a tick leaves the range of float32.
const maxFloat32Value = 1e15

// maxRecovery is the same for a and b, whose product with v is as large as
// any.
const maxRecovery = 1e9

// RecoveryLimit bounds u [mV]: where |1 - a·(1 + b/2)| is above 1 it runs away,
// and infinities would take it, and v, out of the numbers, which compare and
// clamp otherwise on every processor. Nothing that spikes comes near it.
const RecoveryLimit = 1e15

// Recovered bounds u after a step.
func Recovered(u float32) float32 { return min(max(u, -RecoveryLimit), RecoveryLimit) }

// validateFloat32 names the first row that is valid but too large for the
// float32 backends. Weights and conductances are bounded by the fixed-point
// scale.
func (b *Brain) validateFloat32() error {
	fits := func(limit float64, xs ...float64) bool {
		for _, x := range xs {
			if !(-limit <= x && x <= limit) {
				return false
			}
		}
		return true
	}
	const advice = "is beyond %g, too large for float32; --backend reference runs it"
	for i := range b.Neurons {
		n := &b.Neurons[i]
		if !fits(maxRecovery, n.A, n.B) {
			return fmt.Errorf("neurons row %d: a or b "+advice, n.ID, maxRecovery)
		}
		if !fits(maxFloat32Value, n.C, n.D, n.V, n.U) {
			return fmt.Errorf("neurons row %d: a value "+advice, n.ID, maxFloat32Value)
		}
	}
	for i, params := range b.Synapses.Params {
		p, s := &b.ParamSets[params], &b.States[b.Synapses.StateAt(i)]
		if !fits(maxFloat32Value, p.FacilIncrement, p.DepressFactor, s.Eligibility, s.EligPost, s.Trace, s.CurrentGain) {
			return fmt.Errorf("synapses row %d: a value "+advice, b.Synapses.IDAt(i), maxFloat32Value)
		}
	}
	return nil
}

// RewardAmount rounds the amount of a reward, and reports whether it is large
// enough to have an effect (semantics section 2, deliver_reward). It is bounded
// so that no product of it overflows.
func RewardAmount(amount float64) (float32, bool) {
	const smallest, largest = 1e-6, 0x1p40
	if amount < smallest && amount > -smallest {
		return 0, false
	}
	return float32(min(max(amount, -largest), largest)), true
}
