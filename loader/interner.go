package loader

import "github.com/engine-gpu/engine-gpu/snn"

// interner numbers the distinct (synapse type, text) pairs in the order in
// which they are added.
type interner struct {
	index map[typedText]int32
	// latest remembers the last pair of each type: neighbours tend to be equal.
	latest [snn.NumSynapseTypes]struct {
		text  string
		index int32
		valid bool
	}
}

type typedText struct {
	kind snn.SynapseType
	text string
}

func newInterner() *interner { return &interner{index: make(map[typedText]int32)} }

// find returns the number of a pair, if it has one.
func (n *interner) find(t snn.SynapseType, text string) (int32, bool) {
	latest := &n.latest[t]
	if latest.valid && latest.text == text {
		return latest.index, true
	}
	i, ok := n.index[typedText{t, text}]
	if ok {
		latest.text, latest.index, latest.valid = text, i, true
	}
	return i, ok
}

// add gives a new pair the next number and returns it.
func (n *interner) add(t snn.SynapseType, text string) int32 {
	i := int32(len(n.index))
	n.index[typedText{t, text}] = i
	return i
}
