package snn

import "fmt"

// maxFloat32Value is the largest magnitude of a start value or parameter for
// which no product within a tick leaves the range of float32.
const maxFloat32Value = 1e15

// validateFloat32 names the first row that is valid but too large for the
// float32 backends. Weights and conductances are bounded by the fixed-point
// scale.
func (b *Brain) validateFloat32() error {
	fits := func(xs ...float64) bool {
		for _, x := range xs {
			if !(-maxFloat32Value <= x && x <= maxFloat32Value) {
				return false
			}
		}
		return true
	}
	const advice = "a value is beyond %g, too large for float32; --backend reference runs it"
	for i := range b.Neurons {
		if n := &b.Neurons[i]; !fits(n.A, n.B, n.C, n.D, n.V, n.U) {
			return fmt.Errorf("neurons row %d: "+advice, n.ID, maxFloat32Value)
		}
	}
	for i, params := range b.Synapses.Params {
		p, s := &b.ParamSets[params], &b.States[b.Synapses.StateAt(i)]
		if !fits(p.FacilIncrement, p.DepressFactor, s.Eligibility, s.EligPost, s.Trace, s.CurrentGain) {
			return fmt.Errorf("synapses row %d: "+advice, b.Synapses.IDAt(i), maxFloat32Value)
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
