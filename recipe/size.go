package recipe

import (
	"fmt"
	"math"
	"unsafe"

	"github.com/engine-gpu/engine-gpu/snn"
)

// maxPairs bounds the pairs of copies, and of their terminals, that projections
// or cross-wiring draw a random number for: some minutes of work.
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

// bytesPerSynapse is what a synapse takes while a brain is made: 25 bytes, half
// as much again while its columns grow one by one.
const bytesPerSynapse = 38

// maxSynapses is the number of synapses for which MaxBytes leaves room, or an
// error if it leaves none for what is known before anything is made.
func (r *Recipe) maxSynapses() (int, error) {
	if r.MaxBytes == 0 {
		return snn.MaxSynapses, nil
	}
	fixed := 0.0
	for _, c := range r.Components {
		fixed += float64(float64(c.Count) * float64(int(unsafe.Sizeof(instance{}))+len(c.Circuit.Nodes)*int(unsafe.Sizeof(snn.Neuron{}))))
	}
	if need := fixed + float64(bytesPerSynapse*r.expectedSynapses()); need > float64(r.MaxBytes) {
		return 0, r.tooLarge("some", need)
	}
	return int(min((float64(r.MaxBytes)-fixed)/bytesPerSynapse, snn.MaxSynapses)), nil
}

// checkRoom refuses a brain that has grown beyond its memory.
func (g *generator) checkRoom() error {
	if g.brain.Synapses.Len() > g.maxSynapses {
		return g.recipe.tooLarge("more than", float64(g.recipe.MaxBytes))
	}
	return nil
}

// tooLarge is the error of a brain that needs so many bytes.
func (r *Recipe) tooLarge(about string, need float64) error {
	return fmt.Errorf("the brain needs %s %.0f MiB of memory, and %.1f MiB are left: make fewer copies, or connect fewer of them",
		about, math.Ceil(need/(1<<20)), float64(r.MaxBytes)/(1<<20))
}
