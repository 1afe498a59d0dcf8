package snn

import (
	"fmt"
	"math"
)

// GateWindow is the number of ticks over which a gate counts its group's
// spikes, the present one included (semantics section 1, step 6).
const GateWindow = 50

// Gate decides for gated synapses: it is open while the spikes of Group in the
// window are at least Need.
type Gate struct {
	Group int32 // index into GateTable.Groups
	Need  int32 // spikes; math.MaxInt32 for an empty group, which never opens
}

// GateTable holds the distinct gates of a brain.
type GateTable struct {
	Groups   [][]int32 // distinct modulator groups: positions, repeats count twice
	Gates    []Gate
	ByParams []int32 // gate of each of Brain.ParamSets; -1 where not gated
}

// NewGateTable finds the distinct groups and gates of a brain.
func NewGateTable(b *Brain) GateTable {
	t := GateTable{ByParams: make([]int32, len(b.ParamSets))}
	groups, gates := map[string]int32{}, map[Gate]int32{}
	for i := range b.ParamSets {
		p := &b.ParamSets[i]
		t.ByParams[i] = -1
		if p.Type != Gated {
			continue
		}
		key := fmt.Sprint(p.ModulatorGroup)
		group, seen := groups[key]
		if !seen {
			group = int32(len(t.Groups))
			groups[key] = group
			t.Groups = append(t.Groups, p.ModulatorGroup)
		}
		gate := Gate{Group: group, Need: gateNeed(len(p.ModulatorGroup), p.GateThreshold)}
		index, seen := gates[gate]
		if !seen {
			index = int32(len(t.Gates))
			gates[gate] = index
			t.Gates = append(t.Gates, gate)
		}
		t.ByParams[i] = index
	}
	return t
}

// gateNeed returns the smallest number of spikes n with
// n/(size·GateWindow) >= threshold in float64, as V8 compares: an integer
// stands for the division, which no tick then needs.
func gateNeed(size int, threshold float64) int32 {
	if size == 0 {
		return math.MaxInt32
	}
	all := float64(size) * GateWindow
	if threshold > 1 { // more than every neuron in every tick
		return math.MaxInt32
	}
	n := math.Max(0, math.Floor(threshold*all)-1)
	for n/all < threshold {
		n++
	}
	return int32(n)
}
