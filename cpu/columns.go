package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// columns is what a run changes of a set of synapses, and how its rows are cut
// into parts. Parts share the columns: each writes the synapses onto its own
// neurons.
type columns struct {
	cuts   [][]int32 // by part, see cutRows
	tiles  [][]int32 // fixed synapses: see cutTiles; nil where parts deliver onto their own neurons only
	weight []float32 // nil for fixed synapses

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
