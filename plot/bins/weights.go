package bins

import "math"

// WeightBins is the number of bins that the weights of a type are divided
// into.
const WeightBins = 96

// maxSnapshots is the largest number of snapshots kept.
const maxSnapshots = 512

// Weights counts the weights of synapses by type and bin in snapshots over
// time. Of many snapshots it keeps every second, fourth, ... one, and the last.
type Weights struct {
	Types  []WeightType
	kind   []uint8 // per synapse: index into Types
	stride int     // of snapshots kept
	added  int
	last   bool // the last column is there for being the last only
	Ticks  []int32
	bins   [][]uint32 // by snapshot: by type, then bin
}

// WeightType is a type of synapse with the range of its weights.
type WeightType struct {
	Name      string
	Synapses  int
	Low, High float64 // the ends of the bins; High is larger
}

// Range is the least and the largest weight of each type seen so far.
type Range struct {
	kind      []uint8
	low, high []float64
	number    []int
}

// NewRange returns the range of nothing: kind[i] is the type of synapse i, one
// of so many.
func NewRange(types int, kind []uint8) *Range {
	r := &Range{kind: kind, low: make([]float64, types), high: make([]float64, types), number: make([]int, types)}
	for t := range types {
		r.low[t], r.high[t] = math.Inf(1), math.Inf(-1)
	}
	for _, k := range kind {
		r.number[k]++
	}
	return r
}

// Add widens the ranges by a snapshot. Weights that are not finite are left
// out.
func (r *Range) Add(weight []float32) {
	for i, w := range weight {
		x, k := float64(w), r.kind[i]
		if x-x == 0 {
			r.low[k], r.high[k] = min(r.low[k], x), max(r.high[k], x)
		}
	}
}

// NewWeights returns an empty count for snapshots within a range. Types
// without synapses are left out.
func NewWeights(names []string, r *Range) *Weights {
	w := &Weights{kind: make([]uint8, len(r.kind)), stride: 1}
	place := make([]uint8, len(names))
	for t, name := range names {
		if r.number[t] == 0 || r.low[t] > r.high[t] {
			continue
		}
		low, high := r.low[t], r.high[t]
		if margin := 1e-3 * max(math.Abs(low), math.Abs(high)); high-low <= margin {
			margin = max(50*margin, 1e-6) // all the same: give them some room
			low, high = low-margin, high+margin
		}
		place[t] = uint8(len(w.Types))
		w.Types = append(w.Types, WeightType{name, r.number[t], low, high})
	}
	for i, k := range r.kind {
		w.kind[i] = place[k]
	}
	return w
}

// Add counts the weights after a number of ticks.
func (w *Weights) Add(ticks int32, weight []float32) {
	if w.last {
		w.Ticks, w.bins = w.Ticks[:len(w.Ticks)-1], w.bins[:len(w.bins)-1]
	}
	if len(w.Ticks) == maxSnapshots {
		w.thin()
	}
	w.last = w.added%w.stride != 0
	w.added++
	count := make([]uint32, len(w.Types)*WeightBins)
	for i, x := range weight {
		k := int(w.kind[i])
		t := &w.Types[k]
		if share := (float64(x) - t.Low) / (t.High - t.Low); share >= 0 && share <= 1 {
			count[k*WeightBins+min(int(share*WeightBins), WeightBins-1)]++
		}
	}
	w.Ticks, w.bins = append(w.Ticks, ticks), append(w.bins, count)
}

// thin drops every second snapshot.
func (w *Weights) thin() {
	n := 0
	for i := 0; i < len(w.Ticks); i += 2 {
		w.Ticks[n], w.bins[n] = w.Ticks[i], w.bins[i]
		n++
	}
	w.Ticks, w.bins = w.Ticks[:n], w.bins[:n]
	w.stride *= 2
}

// Bins returns how many synapses of a type had their weight in each bin in a
// snapshot, from the lowest up.
func (w *Weights) Bins(snapshot, kind int) []uint32 {
	return w.bins[snapshot][kind*WeightBins : (kind+1)*WeightBins]
}

// Edge returns the lower end of a bin, which is the upper end of the one below.
func (t *WeightType) Edge(bin int) float64 {
	return t.Low + (t.High-t.Low)*float64(bin)/WeightBins
}

// Quantile returns the weight below which a share of a type's synapses lies in
// a snapshot, interpolated within a bin.
func (w *Weights) Quantile(snapshot, kind int, share float64) float64 {
	bins, total := w.Bins(snapshot, kind), 0.0
	for _, n := range bins {
		total += float64(n)
	}
	want, t := share*total, &w.Types[kind]
	for b, n := range bins {
		if x := float64(n); want <= x && x > 0 {
			return t.Edge(b) + (t.Edge(b+1)-t.Edge(b))*want/x
		}
		want -= float64(n)
	}
	return t.High
}
