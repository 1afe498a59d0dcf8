package bins_test

import (
	"math"
	"testing"

	"github.com/engine-gpu/engine-gpu/plot/bins"
)

// TestWeights: weights land in the bins of their type; the largest is in the
// last one.
func TestWeights(t *testing.T) {
	kind := []uint8{1, 1, 1, 3, 3}
	first, second := []float32{0, 5, 10, 2, 2}, []float32{10, 10, 10, 2, 2}
	limits := bins.NewRange(4, kind)
	limits.Add(first)
	limits.Add(second)
	w := bins.NewWeights([]string{"fixed", "plastic", "gated", "depressing"}, limits)
	if len(w.Types) != 2 || w.Types[0] != (bins.WeightType{Name: "plastic", Synapses: 3, Low: 0, High: 10}) || w.Types[1].Name != "depressing" {
		t.Fatalf("types %v", w.Types)
	}
	w.Add(0, first)
	w.Add(50, second)
	for b, n := range w.Bins(0, 0) {
		want := uint32(0)
		if b == 0 || b == bins.WeightBins/2 || b == bins.WeightBins-1 {
			want = 1
		}
		if n != want {
			t.Errorf("%d weights in bin %d, want %d", n, b, want)
		}
	}
	if n := w.Bins(1, 0)[bins.WeightBins-1]; n != 3 {
		t.Errorf("%d weights at the upper end, want 3", n)
	}
	sum := uint32(0)
	for _, n := range w.Bins(1, 1) {
		sum += n
	}
	if sum != 2 {
		t.Errorf("%d weights of a type whose weights are all the same, want 2", sum)
	}
	if q := w.Quantile(0, 0, 0.5); math.Abs(q-5) > 10.0/bins.WeightBins {
		t.Errorf("median %v, want 5", q)
	}
}

// TestWeightsAreBounded: of many snapshots evenly spaced ones are kept, the
// first and the last among them.
func TestWeightsAreBounded(t *testing.T) {
	for _, snapshots := range []int{1, 511, 512, 513, 5000} {
		limits := bins.NewRange(1, []uint8{0})
		limits.Add([]float32{0})
		limits.Add([]float32{1})
		w := bins.NewWeights([]string{"plastic"}, limits)
		for i := range snapshots {
			w.Add(int32(i), []float32{float32(i) / float32(snapshots)})
		}
		n := len(w.Ticks)
		if n > 513 || w.Ticks[0] != 0 || int(w.Ticks[n-1]) != snapshots-1 {
			t.Fatalf("%d snapshots: %d kept, from %d to %d", snapshots, n, w.Ticks[0], w.Ticks[n-1])
		}
		for i := 2; i < n-1; i++ {
			if w.Ticks[i]-w.Ticks[i-1] != w.Ticks[1]-w.Ticks[0] {
				t.Fatalf("%d snapshots: uneven at %d", snapshots, i)
			}
		}
	}
}
