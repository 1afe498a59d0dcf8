package cpu

import (
	"math/bits"

	"github.com/engine-gpu/engine-gpu/internal/hugepages"
	"github.com/engine-gpu/engine-gpu/snn"
)

// ring holds the currents that are on their way to the neurons of one part.
// Short delays are summed in dense slots, one per tick, which all parts share
// and each writes at its own neurons; the few long ones (V8's auto-timers) wait
// as single arrivals, because a dense ring as long as the longest delay would
// not fit a cache, nor, for large brains, memory.
type ring struct {
	lo, hi int32 // the part's neurons
	width  int   // neurons of the network
	mask   int32 // slots-1; a power of two less one
	dense  int32 // longest delay of a slot [ticks]
	slots  []int32
	own    []int32   // slots of the part alone, for neurons of any; nil where parts deliver onto their own neurons only
	others [][]int32 // the own slots of all parts, whose currents are gathered

	// base says where the slot of each delay begins in this tick; currents with
	// a long delay go to a sink that nobody reads.
	base [snn.LongDelay + 1]int

	lateMask int32
	late     [][]lateArrival // by arrival tick; nil if no delay is long
}

// lateArrival is a current with a long delay.
type lateArrival struct{ target, current int32 }

// newRings returns the rings of parts with the given bounds. A tick's slot is
// empty before its spikes are delivered, so that a delay of as many ticks as
// there are slots may use it again.
func newRings(net *snn.Network, bounds []int32, fixed *columns) (rings []ring, spread bool) {
	dense := int32(1) // the gap junctions' next tick
	long := false
	for _, s := range net.Chemical {
		if s == nil {
			continue
		}
		for _, d := range s.Destination {
			if delay := int32(d >> snn.TargetBits); delay < snn.LongDelay {
				dense = max(dense, delay)
			}
		}
		long = long || s.LongDelay != nil
	}
	count := int32(1) << bits.Len32(uint32(dense-1))
	slots := hugepages.Make[int32](int(count+1) * net.Neurons) // the last is the sink
	rings = make([]ring, len(bounds)-1)
	spread = fixed != nil && fixed.spreads(len(slots))
	var others [][]int32
	if spread {
		for i := range rings {
			if i == 0 && onlyFixed(net) { // nobody else writes to the common slots
				others = append(others, slots)
				continue
			}
			others = append(others, hugepages.Make[int32](len(slots)))
		}
	}
	for i := range rings {
		r := ring{lo: bounds[i], hi: bounds[i+1], width: net.Neurons, mask: count - 1, dense: dense, slots: slots, others: others}
		if spread {
			r.own = others[i]
		}
		r.base[snn.LongDelay] = int(count) * net.Neurons
		if long {
			length := int32(1) << bits.Len32(uint32(net.MaxDelay))
			r.lateMask, r.late = length-1, make([][]lateArrival, length)
		}
		rings[i] = r
	}
	return rings, spread
}

// Bounds of the threads that have slots of their own, and of those slots
// together [bytes]: every thread gathers from all others.
const (
	mostSpread      = 16
	mostSpreadBytes = 256 << 20
)

// spreads reports whether it pays that threads deliver fixed synapses onto any
// neuron: where most rows reach into several parts. V8's circuits keep to
// themselves, random networks do not.
func (c *columns) spreads(slots int) bool {
	threads := len(c.cuts) - 1
	if threads < 2 || threads > mostSpread || 4*threads*slots > mostSpreadBytes {
		return false
	}
	rows, pieces := 0, 0
	for n, first := range c.cuts[0] {
		if first < c.cuts[threads][n] {
			rows++
		}
		for i := range threads {
			if c.cuts[i][n] < c.cuts[i+1][n] {
				pieces++
			}
		}
	}
	return 2*pieces >= 3*rows
}

// onlyFixed reports whether fixed synapses are all that a network has.
func onlyFixed(net *snn.Network) bool {
	for t, s := range net.Chemical {
		if s != nil && snn.SynapseType(t) != snn.Fixed {
			return false
		}
	}
	return len(net.Gaps.Conductance) == 0
}

// slot returns the part's currents of a tick.
func (r *ring) slot(tick int32) []int32 {
	begin := int(tick&r.mask) * r.width
	return r.slots[begin+int(r.lo) : begin+int(r.hi)]
}

// gather adds the currents of a tick that parts delivered to slots of their own.
func (r *ring) gather(tick int32) {
	begin := int(tick&r.mask) * r.width
	for _, own := range r.others {
		if &own[0] == &r.slots[0] {
			continue
		}
		addCurrents(r.slot(tick), own[begin+int(r.lo):begin+int(r.hi)])
	}
}

// addCurrents adds currents to a slot and takes them from where they were.
//
//	for i: into[i] += from[i];  from[i] = 0
func addCurrents(into, from []int32) {
	done := 0
	if len(from) >= addLanes && hasVectorAdd() {
		done = len(from) / addLanes * addLanes
		vectorAdd(&into[0], &from[0], done)
	}
	into = into[:len(from)]
	for i := done; i < len(from); i++ {
		into[i] += from[i]
		from[i] = 0
	}
}

// addLanes is the number of currents that vectorAdd takes at a time.
const addLanes = 16

// arrive adds the long-delayed currents of a tick to its slot.
func (r *ring) arrive(tick int32) {
	if r.late == nil {
		return
	}
	arrivals := r.late[tick&r.lateMask]
	slot := r.slot(tick)
	for _, a := range arrivals {
		slot[a.target-r.lo] += a.current
	}
	r.late[tick&r.lateMask] = arrivals[:0]
}

// aim turns the bases to the tick whose spikes are delivered next.
func (r *ring) aim(tick int32) {
	for delay := int32(1); delay <= r.dense; delay++ {
		r.base[delay] = int((tick+delay)&r.mask) * r.width
	}
}

// send adds a current for a destination with a short delay.
func (r *ring) send(destination uint32, current int32) {
	r.slots[r.base[destination>>snn.TargetBits]+int(destination&targetMask)] += current
}

// sendLate stores a current that arrives in a tick far ahead.
func (r *ring) sendLate(arrival, target, current int32) {
	slot := arrival & r.lateMask
	r.late[slot] = append(r.late[slot], lateArrival{target, current})
}
