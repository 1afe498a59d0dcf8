package cpu

import (
	"math/bits"

	"github.com/engine-gpu/engine-gpu/snn"
)

// ring holds the currents that are on their way to the neurons of one part.
// Short delays are summed in a dense ring of slots, one per tick; the few long
// ones (V8's auto-timers) wait as single arrivals, because a dense ring as
// long as the longest delay would not fit a cache, nor, for large brains,
// memory.
type ring struct {
	width int     // neurons
	mask  int32   // slots-1; a power of two less one
	slots []int32 // [slots·width] fixed-point currents

	lateMask int32
	late     [][]lateArrival // by arrival tick; nil if no delay is long
}

// lateArrival is a current with a long delay.
type lateArrival struct{ target, current int32 }

// targetMask picks the target, counted within the part, out of a destination;
// the delay stands above it, or snn.LongDelay where it has to be looked up.
const targetMask = 1<<snn.TargetBits - 1

func newRing(net *snn.Network, width int) ring {
	var dense int32
	for _, s := range net.Chemical {
		if s == nil {
			continue
		}
		for _, d := range s.Delay {
			if d < snn.LongDelay && d > dense {
				dense = d
			}
		}
	}
	slots := powerOfTwoAbove(max(dense, 1)) // the gap junctions' next tick needs one ahead
	r := ring{width: width, mask: slots - 1, slots: make([]int32, int(slots)*width)}
	if net.MaxDelay >= snn.LongDelay {
		length := powerOfTwoAbove(net.MaxDelay)
		r.lateMask, r.late = length-1, make([][]lateArrival, length)
	}
	return r
}

// powerOfTwoAbove returns the smallest power of two greater than n >= 0.
func powerOfTwoAbove(n int32) int32 { return 1 << bits.Len32(uint32(n)) }

// slot returns the currents of a tick.
func (r *ring) slot(tick int32) []int32 {
	begin := int(tick&r.mask) * r.width
	return r.slots[begin : begin+r.width]
}

// arrive adds the long-delayed currents of a tick to its slot.
func (r *ring) arrive(tick int32) {
	if r.late == nil {
		return
	}
	arrivals := r.late[tick&r.lateMask]
	slot := r.slot(tick)
	for _, a := range arrivals {
		slot[a.target] += a.current
	}
	r.late[tick&r.lateMask] = arrivals[:0]
}

// send adds a current for a destination with a short delay.
func (r *ring) send(tick int32, destination uint32, current int32) {
	slot := (tick + int32(destination>>snn.TargetBits)) & r.mask
	r.slots[int(slot)*r.width+int(destination&targetMask)] += current
}

// sendLate stores a current that arrives after a long delay.
func (r *ring) sendLate(tick, delay int32, destination uint32, current int32) {
	slot := (tick + delay) & r.lateMask
	r.late[slot] = append(r.late[slot], lateArrival{int32(destination & targetMask), current})
}
