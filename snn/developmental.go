package snn

import "slices"

// CriticalPeriodIsOver reports whether the brain's synapses stopped being
// pruned before it was stored: V8 takes more than ten times min_source_fires
// as the sign (semantics section 2, developmental).
func (b *Brain) CriticalPeriodIsOver() bool {
	first := b.FirstDevelopmental()
	if first < 0 {
		return true
	}
	var most int64
	for i, t := range b.Synapses.Type {
		if t == Developmental {
			most = max(most, b.States[b.Synapses.StateAt(i)].SourceFires)
		}
	}
	return most > 10*b.ParamSets[b.Synapses.Params[first]].MinSourceFires
}

// FirstDevelopmental returns the row of the first developmental synapse, from
// which the pruning parameters are read, or -1.
func (b *Brain) FirstDevelopmental() int {
	return slices.Index(b.Synapses.Type, Developmental)
}
