package cpu

// nearSynapses is the number of synapses of a set up to which its rows stay in
// a processor's caches, where asking ahead costs more than it gains: some 8
// bytes each.
const nearSynapses = 4000000

// nearPlastic is nearSynapses for plastic synapses, which are worked on many at
// a time: they had better be in a core's own caches.
const nearPlastic = 500000

// rowsAhead is how far before its turn a row is asked for.
const rowsAhead = 8

// ahead returns the sources whose rows are to be asked for at the turn of
// source i: one, and at the first turn those before it too.
func ahead(sources []int32, i int) []int32 {
	first, end := i+rowsAhead, min(i+rowsAhead+1, len(sources))
	if i == 0 {
		first = 1
	}
	return sources[min(first, end):end]
}
