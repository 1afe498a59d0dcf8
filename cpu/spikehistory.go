package cpu

import "math/bits"

// spikeHistory remembers in which of the last ticks each neuron of a part
// fired, in two forms: one bit a tick, which is complete, and the last eight
// spikes of a neuron side by side, which is quick where that many reach back
// far enough.
type spikeHistory struct {
	lo, width int

	// Bits, in words of 32 ticks that lie together by tick, so that a short
	// stretch of time of many neurons is a short stretch of memory.
	mask  int32 // words of a neuron, a power of two, less one
	words []uint32

	// Ticks of the last four spikes, and of the four before, modulo 2^16: the
	// last one lowest.
	last, older []uint64
}

// wordTicks is the number of ticks in a word.
const wordTicks = 32

// Ticks of last count modulo 2^16: those of long ago are set back from time to
// time, lest they look new.
const (
	longAgo     = 1 << 15 // [ticks]
	settingBack = 1 << 14 // [ticks] between two of its kind
)

// newSpikeHistory remembers at least the given number of ticks, less than
// settingBack, from tick first on.
func newSpikeHistory(p *part, ticks, first int32) *spikeHistory {
	// One word more than full ones: the present one has only begun.
	words := int32(1) << bits.Len32(uint32((ticks+wordTicks-1)/wordTicks))
	width := int(p.hi - p.lo)
	h := &spikeHistory{
		lo: int(p.lo), width: width, mask: words - 1,
		words: make([]uint32, int(words)*width), last: make([]uint64, width), older: make([]uint64, width),
	}
	for i := range h.last {
		h.last[i] = uint64(uint16(first-longAgo)) * 0x0001000100010001
		h.older[i] = h.last[i]
	}
	return h
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
	if tick%settingBack == 0 {
		h.setBack(tick)
	}
	for _, n := range fired {
		i := int(n) - h.lo
		words[i] |= 1 << (tick % wordTicks)
		h.older[i] = h.older[i]<<16 | h.last[i]>>48
		h.last[i] = h.last[i]<<16 | uint64(uint16(tick))
	}
}

// setBack moves spikes of long ago to longAgo before the tick.
func (h *spikeHistory) setBack(tick int32) {
	for _, spikes := range [][]uint64{h.last, h.older} {
		for i, four := range spikes {
			for shift := 0; shift < 64; shift += 16 {
				if uint16(tick)-uint16(four>>shift) >= settingBack {
					four = four&^(0xffff<<shift) | uint64(uint16(tick)-longAgo)<<shift
				}
			}
			spikes[i] = four
		}
	}
}
