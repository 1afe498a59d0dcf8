package cpu

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/snn"
)

// drawRows draws a set of synapses in CSR by source: with sources that have
// none, synapses onto their own source, several between the same two neurons, or
// no synapse at all.
func drawRows(t *rapid.T, neurons int32) *snn.SynapseSet {
	type edge struct{ source, target int32 }
	edges := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) edge {
		return edge{rapid.Int32Range(0, neurons-1).Draw(t, "source"), rapid.Int32Range(0, neurons-1).Draw(t, "target")}
	}), 0, 100).Draw(t, "edges")
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.target, b.target)) })
	s := &snn.SynapseSet{Type: snn.Gated, Begin: make([]int32, neurons+1)}
	for _, e := range edges {
		s.Destination = append(s.Destination, snn.Destination(e.target, 1))
		s.Begin[e.source+1]++
	}
	for n := range neurons {
		s.Begin[n+1] += s.Begin[n]
	}
	return s
}

// TestRowsThereAndBack: cut for any number of parts, a set's synapses by target
// are those by source, each once, in order of source and then of place; and by
// source again they are where they were.
func TestRowsThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		neurons := rapid.Int32Range(1, 20).Draw(t, "neurons")
		s := drawRows(t, neurons)
		parts := rapid.Int32Range(1, neurons).Draw(t, "parts")
		bounds := make([]int32, parts+1)
		for i := range bounds {
			bounds[i] = neurons * int32(i) / parts
		}
		cuts := cutRows(s, bounds)

		source := make([]int32, s.Len())
		for n := range neurons {
			for k := s.Begin[n]; k < s.Begin[n+1]; k++ {
				source[k] = n
			}
		}
		again := make([][]int32, neurons) // by source, from the lists by target
		for i := range parts {
			r := newRows(&part{index: int(i), lo: bounds[i], hi: bounds[i+1]}, s, cuts)
			seen := 0
			r.each(func(n, k int32) {
				if seen++; source[k] != n || s.Target(k) < bounds[i] || s.Target(k) >= bounds[i+1] {
					t.Fatalf("part %d: synapse %d from %d to %d in the row of %d", i, k, source[k], s.Target(k), n)
				}
			})
			by := newIncoming(&r)
			if len(by.in) != seen {
				t.Fatalf("part %d: %d synapses by target, %d by source", i, len(by.in), seen)
			}
			for n := bounds[i]; n < bounds[i+1]; n++ {
				column := by.of(n)
				if !slices.IsSorted(column) {
					t.Fatalf("synapses %v onto %d", column, n)
				}
				for _, k := range column {
					if s.Target(k) != n {
						t.Fatalf("synapse %d is onto %d, listed for %d", k, s.Target(k), n)
					}
					again[source[k]] = append(again[source[k]], k)
				}
			}
		}
		for n := range neurons {
			row := again[n]
			if len(row) != int(s.Begin[n+1]-s.Begin[n]) {
				t.Fatalf("source %d: synapses %v, want %d to %d", n, row, s.Begin[n], s.Begin[n+1]-1)
			}
			for i, k := range row { // rows ascend by target, and so do the lists
				if k != s.Begin[n]+int32(i) {
					t.Fatalf("source %d: synapses %v, want %d to %d", n, row, s.Begin[n], s.Begin[n+1]-1)
				}
			}
		}
	})
}
