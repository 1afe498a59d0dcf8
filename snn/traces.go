package snn

import (
	"cmp"
	"math"
	"slices"
)

// Traces are the exponentially decaying spike traces of neurons. V8 keeps a
// presynaptic and a postsynaptic trace in every synapse; those of one neuron
// with one time constant and one start value are equal for ever, and here are
// one. A trace is lazy: its value is that of the tick of its last spike (at
// first: of tick 0) and is decayed by a [DecayTable] when it is read.
//
// A spike of neuron n adds 1 to PreBegin[n] .. PreBegin[n+1]-1 as a source and
// to PostBegin[n] .. PostBegin[n+1]-1 as a target.
type Traces struct {
	Value     []float32 // start values
	Decay     []int32   // index into Network.Decays
	PreBegin  []int32   // [Neurons+1]; presynaptic traces come first
	PostBegin []int32   // [Neurons+1]; postsynaptic ones follow
}

// traceKey tells traces apart.
type traceKey struct {
	post   bool
	neuron int32
	decay  int32
	start  float32
}

// traceTable numbers traces as synapses ask for them.
type traceTable struct {
	index map[traceKey]int32
	keys  []traceKey
}

func newTraceTable() *traceTable { return &traceTable{index: map[traceKey]int32{}} }

// SpentTrace stands for a trace that is above 0, because there was a spike, but
// below [TraceFloor]: it decays to 0 at once, and yet tells that there was one.
const SpentTrace = 0x1p-126

// StoredTrace returns what a snapshot keeps of a trace with the given value and
// present, decayed value.
func StoredTrace(value, decayed float32) float64 {
	if decayed == 0 && value > 0 {
		return SpentTrace
	}
	return float64(decayed)
}

// number returns the provisional number of a trace.
func (t *traceTable) number(post bool, neuron, decay int32, start float64) int32 {
	key := traceKey{post, neuron, decay, float32(start)}
	if math.Abs(start) < TraceFloor {
		key.start = 0
		if start > 0 {
			key.start = SpentTrace
		}
	}
	index, seen := t.index[key]
	if !seen {
		index = int32(len(t.keys))
		t.index[key] = index
		t.keys = append(t.keys, key)
	}
	return index
}

// finish orders the traces by kind and neuron and returns, beside them, the
// final number of each provisional one.
func (t *traceTable) finish(neurons int) (Traces, []int32) {
	order := make([]int32, len(t.keys))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int {
		a, b := t.keys[i], t.keys[j]
		if a.post != b.post {
			if b.post {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.neuron, b.neuron), cmp.Compare(i, j))
	})
	result := Traces{
		Value: make([]float32, len(order)), Decay: make([]int32, len(order)),
		PreBegin: make([]int32, neurons+1), PostBegin: make([]int32, neurons+1),
	}
	final := make([]int32, len(order))
	for place, i := range order {
		key := t.keys[i]
		final[i] = int32(place)
		result.Value[place], result.Decay[place] = key.start, key.decay
		if key.post {
			result.PostBegin[key.neuron+1]++
		} else {
			result.PreBegin[key.neuron+1]++
		}
	}
	for i := range neurons {
		result.PreBegin[i+1] += result.PreBegin[i]
	}
	result.PostBegin[0] = result.PreBegin[neurons]
	for i := range neurons {
		result.PostBegin[i+1] += result.PostBegin[i]
	}
	return result, final
}
