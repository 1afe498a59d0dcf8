package snn_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/snn"
)

// gateBrain has one parameter set for each gate.
func gateBrain(sets ...snn.Params) *snn.Brain {
	b := &snn.Brain{}
	for _, p := range sets {
		b.ParamSets = append(b.ParamSets, snn.ParamSet{Type: snn.Gated, Params: p})
	}
	return b
}

// TestGateNeed compares the whole number of spikes with V8's comparison of a
// quotient, for every number of spikes that can occur.
func TestGateNeed(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		size := rapid.IntRange(1, 40).Draw(r, "size")
		all := size * snn.GateWindow
		threshold := rapid.OneOf(
			rapid.Float64Range(-1, 2),
			rapid.Custom(func(r *rapid.T) float64 {
				x := float64(rapid.IntRange(0, all).Draw(r, "spikes")) / float64(all)
				return rapid.SampledFrom([]float64{x, math.Nextafter(x, 2), math.Nextafter(x, -2)}).Draw(r, "neighbour")
			}),
			rapid.SampledFrom([]float64{0, 1, 0.02, 0.3, 0.1, 1e-300, -1e300, 1e300, math.Nextafter(1, 2)}),
		).Draw(r, "threshold")
		table := snn.NewGateTable(gateBrain(snn.Params{ModulatorGroup: make([]int32, size), GateThreshold: threshold}))
		need := table.Gates[table.ByParams[0]].Need
		for spikes := range all + 1 {
			want := float64(spikes)/float64(all) >= threshold
			if got := int32(spikes) >= need; got != want {
				r.Fatalf("group of %d, threshold %v: %d spikes of %d, need %d: open %v, V8 says %v", size, threshold, spikes, all, need, got, want)
			}
		}
	})
}

func TestGateTable(t *testing.T) {
	b := gateBrain(
		snn.Params{ModulatorGroup: []int32{4, 2}, GateThreshold: 0.3},
		snn.Params{ModulatorGroup: []int32{4, 2}, GateThreshold: 0.3, LearningRate: 7}, // the same gate
		snn.Params{ModulatorGroup: []int32{4, 2}, GateThreshold: 0.5},                  // the same group
		snn.Params{ModulatorGroup: []int32{4, 2, 2}, GateThreshold: 0.3},               // a repeat counts twice
		snn.Params{GateThreshold: -1},                                                  // empty: never opens
		snn.Params{ModulatorGroup: []int32{}, GateThreshold: 0},                        // likewise
	)
	b.ParamSets = append(b.ParamSets, snn.ParamSet{Type: snn.Plastic})
	table := snn.NewGateTable(b)
	if want := []int32{0, 0, 1, 2, 3, 3, -1}; !slices.Equal(table.ByParams, want) {
		t.Errorf("gates of the parameter sets: %v, want %v", table.ByParams, want)
	}
	if len(table.Groups) != 3 || !slices.Equal(table.Groups[1], []int32{4, 2, 2}) || len(table.Groups[2]) != 0 {
		t.Errorf("groups %v", table.Groups)
	}
	want := []snn.Gate{{Group: 0, Need: 30}, {Group: 0, Need: 50}, {Group: 1, Need: 45}, {Group: 2, Need: math.MaxInt32}}
	if !slices.Equal(table.Gates, want) {
		t.Errorf("gates %v, want %v", table.Gates, want)
	}
}
