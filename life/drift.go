package life

import (
	"github.com/engine-gpu/engine-gpu/snn"
)

// Drift lets a neuron that was silent for a whole session become more like
// those that drive it: intrinsic plasticity (Desai, Rutherford & Turrigiano
// 1999, doi:10.1038/9165, found silence to raise excitability; the rule is V8's).
type Drift struct {
	Rate float64 // share of the way that one session takes it
}

// DefaultDrift goes a tenth of the way a session.
func DefaultDrift() *Drift { return &Drift{Rate: 0.1} }

// apply moves a, b, c and d of the silent neurons towards the mean over their
// chemical inputs from neurons that fired, all at once, and returns how many
// moved: those with such inputs that differ. Fired is the number of spikes per
// neuron. The brain is changed.
func (d *Drift) apply(b *snn.Brain, fired []int64) int {
	sum := make([]snn.Izhikevich, len(b.Neurons))
	inputs := make([]int32, len(b.Neurons))
	for i, t := range b.Synapses.Type {
		source, target := b.Synapses.Source[i], b.Synapses.Target[i]
		if !t.Chemical() || fired[target] > 0 || fired[source] == 0 {
			continue
		}
		from, to := &b.Neurons[source].Izhikevich, &sum[target]
		to.A += from.A
		to.B += from.B
		to.C += from.C
		to.D += from.D
		inputs[target]++
	}
	moved := 0
	for n := range b.Neurons {
		if inputs[n] == 0 {
			continue
		}
		own, mean := &b.Neurons[n].Izhikevich, &sum[n]
		before, number := *own, float64(inputs[n])
		own.A += float64(d.Rate * (mean.A/number - own.A))
		own.B += float64(d.Rate * (mean.B/number - own.B))
		own.C += float64(d.Rate * (mean.C/number - own.C))
		own.D += float64(d.Rate * (mean.D/number - own.D))
		if *own != before {
			moved++
		}
	}
	return moved
}
