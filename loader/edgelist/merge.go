package edgelist

import (
	"cmp"
	"slices"
)

// merge adds up the weights of synapses that share source, target and delay,
// in the order of the rows. The sum stands where the first of them stood; if it
// is 0, it goes.
func (b *builder) merge() {
	y := &b.brain.Synapses
	rows := make([]int32, len(y.Weight))
	for i := range rows {
		rows[i] = int32(i)
	}
	same := func(i, k int32) bool {
		return y.Source[i] == y.Source[k] && y.Target[i] == y.Target[k] && y.Delay[i] == y.Delay[k]
	}
	slices.SortFunc(rows, func(i, k int32) int {
		return cmp.Or(
			cmp.Compare(y.Source[i], y.Source[k]), cmp.Compare(y.Target[i], y.Target[k]),
			cmp.Compare(y.Delay[i], y.Delay[k]), cmp.Compare(i, k))
	})
	for at := 0; at < len(rows); {
		first := rows[at]
		for at++; at < len(rows) && same(first, rows[at]); at++ {
			y.Weight[first] += y.Weight[rows[at]]
			y.Weight[rows[at]] = 0
			b.report.Merged++
		}
	}
	kept := 0
	for i, w := range y.Weight {
		if w == 0 {
			continue
		}
		y.Weight[kept], y.Source[kept], y.Target[kept], y.Delay[kept] = w, y.Source[i], y.Target[i], y.Delay[i]
		kept++
	}
	b.report.Zero += int64(len(y.Weight)-kept) - b.report.Merged
	y.Weight, y.Source, y.Target, y.Delay = y.Weight[:kept], y.Source[:kept], y.Target[:kept], y.Delay[:kept]
}
