package cpu

import (
	"math/bits"

	"github.com/engine-gpu/engine-gpu/snn"
)

// roster sorts neurons that fired into the lists of those for whom they have
// work: most sets of synapses begin or end at few neurons. Lists of many are
// filled without branches, because who fires is hard to predict; those of few
// cost one look at all of them together.
type roster struct {
	lo     int32
	member []uint8 // by neuron from lo on: one bit a list
	lists  [8][]int32
	count  [8]int
	common []uint8 // lists of many
	rare   uint8   // lists of few, one bit each
}

// rareShare is the share of the neurons, one in so many, below which a list is
// one of few.
const rareShare = 5

// newRoster makes the roster of neurons lo .. hi-1.
func newRoster(lo, hi int32) roster { return roster{lo: lo, member: make([]uint8, hi-lo)} }

// enter puts a neuron on a list.
func (r *roster) enter(list uint8, neuron int32) { r.member[neuron-r.lo] |= 1 << list }

// close ends the entering.
func (r *roster) close() {
	var members [8]int
	for _, m := range r.member {
		for list := range members {
			members[list] += int(m >> list & 1)
		}
	}
	for list, n := range members {
		if n == 0 {
			continue
		}
		r.lists[list] = make([]int32, n+1) // sort writes one past the last
		if n*rareShare < len(r.member) {
			r.rare |= 1 << list
		} else {
			r.common = append(r.common, uint8(list))
		}
	}
}

// reset empties the lists.
func (r *roster) reset() { r.count = [8]int{} }

// sort appends neurons that fired to their lists.
func (r *roster) sort(fired []int32) {
	for _, l := range r.common {
		list, count := r.lists[l%8], r.count[l%8]
		for _, n := range fired {
			list[count] = n
			count += int(r.member[n-r.lo] >> (l % 8) & 1)
		}
		r.count[l%8] = count
	}
	if r.rare == 0 {
		return
	}
	for _, n := range fired {
		for on := r.member[n-r.lo] & r.rare; on != 0; on &= on - 1 {
			l := bits.TrailingZeros8(on) % 8
			r.lists[l][r.count[l]] = n
			r.count[l]++
		}
	}
}

// of returns a list in the order of sorting.
func (r *roster) of(list uint8) []int32 { return r.lists[list%8][:r.count[list%8]] }

// Lists of the neurons that fired by the work that their spikes make: as
// sources by the type of their synapses into the part, and by what there is
// beside the types.
const (
	lateSources = uint8(snn.NumChemicalTypes) // fixed synapses with a long delay

	// As neurons of the part.
	preTraces            = 0
	postTraces           = 1
	gatedTargets         = 2
	rewardTargets        = 3
	developmentalTargets = 4
)
