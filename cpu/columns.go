package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// columns is what a run changes of a set of synapses, and how its rows are cut
// into parts. Parts share the columns: each writes the synapses onto its own
// neurons.
type columns struct {
	cuts   [][]int32 // see cutRows
	weight []float32 // nil for fixed synapses

	rowClass []int32 // plastic: see lazyPlastic

	// Only those of the type are set. A lazy value is as of its tick.
	gain         []float32 // facilitating, depressing: lazy
	gainTick     []int32
	trace        []float32 // reward_plastic: lazy
	traceTick    []int32
	eligibility  []float32 // reward_plastic: lazy
	eligTick     []int32
	sourceFires  []int32 // developmental
	coincidences []int32
	alive        []bool
}

func newColumns(s *snn.SynapseSet, bounds []int32) *columns {
	c := &columns{cuts: cutRows(s, bounds), weight: clone(s.Weight)}
	switch s.Type {
	case snn.Plastic:
		c.rowClass = rowClasses(s)
	case snn.Facilitating, snn.Depressing:
		c.gain, c.gainTick = clone(s.Gain), make([]int32, s.Len())
	case snn.RewardPlastic:
		c.trace, c.traceTick = clone(s.Trace), make([]int32, s.Len())
		c.eligibility, c.eligTick = clone(s.Eligibility), make([]int32, s.Len())
	case snn.Developmental:
		c.sourceFires, c.coincidences, c.alive = clone(s.SourceFires), clone(s.Coincidences), clone(s.Alive)
	}
	return c
}

// rowClasses returns the class of each source's synapses, or mixedClasses; nil
// where the set has only one.
func rowClasses(s *snn.SynapseSet) []int32 {
	if s.Class == nil {
		return nil
	}
	classes := make([]int32, len(s.Begin)-1)
	for n := range classes {
		row := s.Class[s.Begin[n]:s.Begin[n+1]]
		for k, class := range row {
			if k > 0 && class != classes[n] {
				class = mixedClasses
			}
			classes[n] = class
			if class == mixedClasses {
				break
			}
		}
	}
	return classes
}
