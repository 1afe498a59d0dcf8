package cpu

import (
	"math/bits"

	"github.com/engine-gpu/engine-gpu/snn"
)

// potentiation is what the spikes of up to 32 consecutive ticks bring the
// synapses of one source.
type potentiation struct {
	lo     uint32    // first target
	spikes []uint32  // one bit a tick, by target from lo on
	mask   uint32    // the ticks that count
	value  float32   // of the source's trace
	factor []float32 // decay of the trace up to each of the ticks: [32] and more
	vector bool      // vectorPotentiate runs here

	picked, due [pickedAtOnce]uint32 // work space of scalar
}

// pickedAtOnce is the number of synapses that scalar picks from, a power of two.
const pickedAtOnce = 32

func newPotentiation(lo int32) potentiation {
	return potentiation{lo: uint32(lo), vector: hasVectorPotentiate()}
}

// fewSynapses is the number up to which scalar is faster than vectorPotentiate.
const fewSynapses = 8

// apply potentiates synapses of one class.
//
//	for k, for s in mask, target[k] fired in s:
//	  weight[k] = bounded(weight[k] + (rate·cut(value·factor[s]))·(limit - weight[k]))
func (p *potentiation) apply(destination []uint32, weight []float32, c *snn.Class) {
	switch {
	case c.LTPRate == 0:
	case p.vector && len(weight) > fewSynapses:
		vectorPotentiate(&destination[0], &weight[0], len(weight), &p.spikes[0], &p.factor[0], p.lo, p.mask, p.value,
			c.LTPRate, c.LTPLimit, c.WMin, c.WMax)
	default:
		p.scalar(destination, weight, c)
	}
}

// scalar is the definition of what vectorPotentiate does. It first picks the
// synapses that are due, without a branch: which are is hard to predict.
func (p *potentiation) scalar(destination []uint32, weight []float32, c *snn.Class) {
	for len(destination) > 0 {
		n, count := min(pickedAtOnce, len(destination)), 0
		for k, d := range destination[:n] {
			due := p.spikes[d&targetMask-p.lo] & p.mask
			p.picked[count%pickedAtOnce], p.due[count%pickedAtOnce] = uint32(k), due
			if due != 0 {
				count++
			}
		}
		for i, k := range p.picked[:count] {
			weight[k] = p.potentiated(weight[k], p.due[i], c)
		}
		destination, weight = destination[n:], weight[n:]
	}
}

// mixed is apply for synapses of several classes.
func (p *potentiation) mixed(destination []uint32, weight []float32, class []int32, classes []snn.Class) {
	for len(destination) > 0 {
		n, count := min(pickedAtOnce, len(destination)), 0
		for k, d := range destination[:n] {
			due := p.spikes[d&targetMask-p.lo] & p.mask
			p.picked[count%pickedAtOnce], p.due[count%pickedAtOnce] = uint32(k), due
			if due != 0 {
				count++
			}
		}
		for i, k := range p.picked[:count] {
			if c := &classes[class[k]]; c.LTPRate != 0 {
				weight[k] = p.potentiated(weight[k], p.due[i], c)
			}
		}
		destination, weight, class = destination[n:], weight[n:], class[n:]
	}
}

// potentiated returns a weight after the spikes in due, in their order.
func (p *potentiation) potentiated(w float32, due uint32, c *snn.Class) float32 {
	for ; due != 0; due &= due - 1 {
		e := snn.Cut(float32(p.value * p.factor[bits.TrailingZeros32(due)]))
		w = moved(w, c.LTPRate, e, c.LTPLimit, c)
	}
	return w
}
