package cpu

import (
	"math/bits"

	"github.com/engine-gpu/engine-gpu/snn"
)

// potentiation is what the spikes of up to 32 consecutive ticks bring the
// synapses of one source.
type potentiation struct {
	spikes  []uint32  // one bit a tick, by target from lo on
	factors []float32 // [32] decay of the source's trace up to each tick
	lo      uint32
	mask    uint32  // the ticks that count
	value   float32 // of the source's trace
}

// fewSynapses is the number up to which scalar is faster than vectorPotentiate.
const fewSynapses = 8

// apply potentiates synapses of one class.
//
//	for k, for s in mask, target[k] fired in s:
//	  weight[k] = bounded(weight[k] + (rate·cut(value·factor[s]))·(limit - weight[k]))
func (p *potentiation) apply(destination []uint32, weight []float32, c *snn.Class, vector bool) {
	switch {
	case c.LTPRate == 0:
	case vector && len(weight) > fewSynapses:
		vectorPotentiate(&destination[0], &weight[0], len(weight), &p.spikes[0], &p.factors[0], p.lo, p.mask, p.value,
			c.LTPRate, c.LTPLimit, c.WMin, c.WMax)
	default:
		p.scalar(destination, weight, c)
	}
}

// scalar is the definition of what vectorPotentiate does. It first picks the
// synapses that are due, without a branch: which are is hard to predict.
func (p *potentiation) scalar(destination []uint32, weight []float32, c *snn.Class) {
	const chunk = 32
	var picked, due [chunk]uint32
	for len(destination) > 0 {
		n, count := min(chunk, len(destination)), 0
		for k, d := range destination[:n] {
			spikes := p.spikes[d&targetMask-p.lo] & p.mask
			picked[count%chunk], due[count%chunk] = uint32(k), spikes
			if spikes != 0 {
				count++
			}
		}
		for i := range count {
			w := &weight[picked[i%chunk]]
			*w = p.potentiated(*w, due[i%chunk], c)
		}
		destination, weight = destination[n:], weight[n:]
	}
}

// mixed is apply for synapses of several classes.
func (p *potentiation) mixed(destination []uint32, weight []float32, class []int32, classes []snn.Class) {
	weight, class = weight[:len(destination)], class[:len(destination)]
	for k, d := range destination {
		if due := p.spikes[d&targetMask-p.lo] & p.mask; due != 0 {
			if c := &classes[class[k]]; c.LTPRate != 0 {
				weight[k] = p.potentiated(weight[k], due, c)
			}
		}
	}
}

// potentiated returns a weight after the spikes in due, in their order.
func (p *potentiation) potentiated(w float32, due uint32, c *snn.Class) float32 {
	for ; due != 0; due &= due - 1 {
		e := snn.Cut(float32(p.value * p.factors[bits.TrailingZeros32(due)%wordTicks]))
		w = moved(w, c.LTPRate, e, c.LTPLimit, c)
	}
	return w
}
