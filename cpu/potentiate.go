package cpu

import (
	"math/bits"

	"github.com/engine-gpu/engine-gpu/snn"
)

// potentiation makes up for what the spikes of up to 32 consecutive ticks are
// due to bring the synapses of one source. Assembly reads it too.
type potentiation struct {
	destination []uint32
	weight      []float32 // as many
	spikes      []uint32  // one bit a tick, by target from lo on
	factors     []float32 // [32] decay of the source's trace up to each tick
	lo          uint32
	mask        uint32  // the ticks that count
	value       float32 // of the source's trace
	rate, limit float32 // of the synapses' class
	min, max    float32
}

// scalar is the definition of what vectorPotentiate does.
//
//	for k, for s in mask, target[k] fired in s:
//	  weight[k] = bounded(weight[k] + (rate·cut(value·factor[s]))·(limit - weight[k]))
func (p *potentiation) scalar() {
	weight, c := p.weight[:len(p.destination)], snn.Class{WMin: p.min, WMax: p.max}
	for k, d := range p.destination {
		for due := p.spikes[d&targetMask-p.lo] & p.mask; due != 0; due &= due - 1 {
			weight[k] = moved(weight[k], p.rate, p.trace(due), p.limit, &c)
		}
	}
}

// mixed is scalar for synapses of several classes.
func (p *potentiation) mixed(class []int32, classes []snn.Class) {
	weight, class := p.weight[:len(p.destination)], class[:len(p.destination)]
	for k, d := range p.destination {
		due := p.spikes[d&targetMask-p.lo] & p.mask
		if due == 0 {
			continue
		}
		c := &classes[class[k]]
		if c.LTPRate == 0 {
			continue
		}
		for ; due != 0; due &= due - 1 {
			weight[k] = moved(weight[k], c.LTPRate, p.trace(due), c.LTPLimit, c)
		}
	}
}

// trace returns the source's trace in the earliest tick that is due.
func (p *potentiation) trace(due uint32) float32 {
	return snn.Cut(float32(p.value * p.factors[bits.TrailingZeros32(due)%wordTicks]))
}
