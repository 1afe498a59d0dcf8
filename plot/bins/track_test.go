package bins_test

import (
	"math"
	"testing"

	"github.com/engine-gpu/engine-gpu/plot/bins"
)

// TestTrack: of a ramp every column's mean, least and largest follow from its
// ticks alone.
func TestTrack(t *testing.T) {
	for _, samples := range []int{1, 5, 2048, 2049, 9000} {
		const every = 10
		track := bins.NewTrack(2, every)
		for i := range samples {
			x := float32(100 + i*every)
			if !track.Add(100+int32(i)*every, []float32{x, -x}) {
				t.Fatal("a sample is refused")
			}
		}
		if track.Columns() > bins.MaxColumns || track.From() != 100 || int(track.To()) != 100+(samples-1)*every {
			t.Fatalf("%d columns from %d to %d", track.Columns(), track.From(), track.To())
		}
		per := track.Width() / every
		for c := range track.Columns() {
			first := 100 + c*track.Width()
			last := min(first+(per-1)*every, 100+(samples-1)*every)
			mean, low, high := track.At(c, 0)
			if mean != float64(first+last)/2 || low != float64(first) || high != float64(last) || track.Middle(c) != mean {
				t.Fatalf("column %d: %v, %v to %v at %v; want %d to %d", c, mean, low, high, track.Middle(c), first, last)
			}
			if mean, low, high := track.At(c, 1); mean != -float64(first+last)/2 || low != -float64(last) || high != -float64(first) {
				t.Fatalf("column %d: %v, %v to %v", c, mean, low, high)
			}
		}
	}
}

// TestTrackWithGaps: a column without a sample is no number, and one that is
// not finite is refused.
func TestTrackWithGaps(t *testing.T) {
	track := bins.NewTrack(1, 1)
	track.Add(0, []float32{-3})
	track.Add(2, []float32{5})
	if mean, _, _ := track.At(1, 0); !math.IsNaN(mean) {
		t.Errorf("mean %v of nothing", mean)
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if track.Add(3, []float32{float32(x)}) {
			t.Errorf("%v is taken", x)
		}
	}
	// Merging keeps what a gap has beside it.
	track.Add(4000, []float32{7})
	if mean, low, high := track.At(0, 0); mean != -3 || low != -3 || high != -3 {
		t.Errorf("%v, %v to %v", mean, low, high)
	}
	if mean, low, high := track.At(1, 0); mean != 5 || low != 5 || high != 5 {
		t.Errorf("%v, %v to %v", mean, low, high)
	}
}

func TestRewards(t *testing.T) {
	r := bins.NewRewards(0)
	r.Add(-1, 2) // before the first tick
	r.Add(0, -0.5)
	r.Add(7, math.NaN())
	r.Add(1000, 1) // columns of 4 ticks
	if r.Number != 3 || r.Net != 2.5 || r.Width() != 4 || r.Columns() != 251 {
		t.Errorf("%d rewards, net %v, %d columns of %d", r.Number, r.Net, r.Columns(), r.Width())
	}
	if up, down := r.At(0); up != 2 || down != -0.5 {
		t.Errorf("at first %v and %v", up, down)
	}
	if up, down := r.At(250); up != 1 || down != 0 {
		t.Errorf("at last %v and %v", up, down)
	}
}
