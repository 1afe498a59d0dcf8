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

	picked, due [pickedAtOnce]uint32 // work space of pick
}

// pickedAtOnce is the number of synapses that are picked from, a power of two.
const pickedAtOnce = 32

// oneClass potentiates synapses of one class. It first picks those that are due,
// without a branch: which are is hard to predict.
//
//	for k, for s in mask, target[k] fired in s:
//	  weight[k] = bounded(weight[k] + (rate·cut(value·factor[s]))·(limit - weight[k]))
func (p *potentiation) oneClass(destination []uint32, weight []float32, c *snn.Class) {
	if c.LTPRate == 0 {
		return
	}
	for len(destination) > 0 {
		n := min(pickedAtOnce, len(destination))
		for i, k := range p.pick(destination[:n]) {
			weight[k] = p.potentiated(weight[k], p.due[i], c)
		}
		destination, weight = destination[n:], weight[n:]
	}
}

// mixed is oneClass for synapses of several classes.
func (p *potentiation) mixed(destination []uint32, weight []float32, class []int32, classes []snn.Class) {
	for len(destination) > 0 {
		n := min(pickedAtOnce, len(destination))
		for i, k := range p.pick(destination[:n]) {
			if c := &classes[class[k]]; c.LTPRate != 0 {
				weight[k] = p.potentiated(weight[k], p.due[i], c)
			}
		}
		destination, weight, class = destination[n:], weight[n:], class[n:]
	}
}

// pick returns which of up to pickedAtOnce synapses are due; due tells when.
func (p *potentiation) pick(destination []uint32) []uint32 {
	count := 0
	for k, d := range destination {
		due := p.spikes[d&targetMask-p.lo] & p.mask
		p.picked[count%pickedAtOnce], p.due[count%pickedAtOnce] = uint32(k), due
		if due != 0 {
			count++
		}
	}
	return p.picked[:count]
}

// potentiated returns a weight after the spikes in due, in their order.
func (p *potentiation) potentiated(w float32, due uint32, c *snn.Class) float32 {
	for ; due != 0; due &= due - 1 {
		e := snn.Cut(float32(p.value * p.factor[bits.TrailingZeros32(due)]))
		w = moved(w, c.LTPRate, e, c.LTPLimit, c)
	}
	return w
}
