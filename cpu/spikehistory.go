package cpu

import "math/bits"

// spikeHistory remembers in which of the last ticks each neuron of a part
// fired: one bit a tick, in words of 32 ticks that lie together by tick, so
// that a short stretch of time of many neurons is a short stretch of memory.
type spikeHistory struct {
	lo, width int
	mask      int32 // words of a neuron, a power of two, less one
	words     []uint32
}

// wordTicks is the number of ticks in a word.
const wordTicks = 32

// newSpikeHistory remembers at least the given number of ticks.
func newSpikeHistory(p *part, ticks int32) *spikeHistory {
	// One word more than full ones: the present one has only begun.
	words := int32(1) << bits.Len32(uint32((ticks+wordTicks-1)/wordTicks))
	width := int(p.hi - p.lo)
	return &spikeHistory{lo: int(p.lo), width: width, mask: words - 1, words: make([]uint32, int(words)*width)}
}

// of returns the words, one for each neuron of the part, of the 32 ticks that
// the given tick is in.
func (h *spikeHistory) of(tick int32) []uint32 {
	first := int(tick/wordTicks&h.mask) * h.width
	return h.words[first : first+h.width]
}

// add notes the spikes of a tick. Ticks must follow each other.
func (h *spikeHistory) add(tick int32, fired []int32) {
	words := h.of(tick)
	if tick%wordTicks == 0 {
		clear(words)
	}
	for _, n := range fired {
		words[int(n)-h.lo] |= 1 << (tick % wordTicks)
	}
}
