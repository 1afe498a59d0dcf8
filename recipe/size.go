package recipe

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/snn"
)

// maxPairs bounds the pairs of copies that projections or cross-wiring draw a
// random number for: some minutes of work.
const maxPairs = 1 << 36

// checkSize refuses a recipe whose brain cannot be built, before anything is
// allocated for it. Cross-wiring is checked when the positions are known.
func (r *Recipe) checkSize() error {
	neurons := 0.0
	for i, c := range r.Components {
		neurons += float64(c.Count) * float64(len(c.Circuit.Nodes))
		if neurons > snn.MaxNeurons {
			return fmt.Errorf("components[%d].count: %d copies of %s make more than %d neurons", i, c.Count, c.Circuit.Name, snn.MaxNeurons)
		}
	}
	if neurons == 0 {
		return fmt.Errorf("components: the brain would have no neurons")
	}
	pairs := 0.0
	for i, p := range r.Projections {
		pairs += r.pairs(&p)
		if pairs > maxPairs {
			return fmt.Errorf("projections[%d]: more than %d pairs of circuits to try", i, maxPairs)
		}
	}
	if r.expectedSynapses() > snn.MaxSynapses {
		return fmt.Errorf("the brain would have more than %d synapses", snn.MaxSynapses)
	}
	return nil
}

// pairs counts the pairs of copies that a projection tries.
func (r *Recipe) pairs(p *Projection) float64 {
	return float64(r.copies(p.From)) * float64(r.copies(p.To))
}

// expectedSynapses is the number of synapses before cross-wiring: exact for
// those inside of circuits, the mean for projections.
func (r *Recipe) expectedSynapses() float64 {
	synapses := 0.0
	for _, c := range r.Components {
		synapses += float64(c.Count) * float64(len(c.Circuit.Paths)+1) // 1: an auto-timer
	}
	for i := range r.Projections {
		p := &r.Projections[i]
		outputs, inputs := r.ends(p)
		synapses += r.pairs(p) * p.Probability * float64(len(outputs)) * float64(len(inputs))
	}
	return synapses
}
