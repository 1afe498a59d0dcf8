package snn_test

import (
	"math"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

func TestBounded(t *testing.T) {
	c := snn.Class{WMin: -2, WMax: 3}
	for _, x := range []struct{ w, want float32 }{
		{1, 1}, {-1, -1}, {3, 3}, {3.0001, 3}, {-2, -2}, {-7, -2}, {0, 0},
		{0x1p-40, 0x1p-40}, {-0x1p-40, -0x1p-40}, {0x1.fffffep-41, 0}, {-0x1.fffffep-41, 0}, {math.SmallestNonzeroFloat32, 0},
	} {
		if got := c.Bounded(x.w); got != x.want || math.Signbit(float64(got)) != (x.want < 0) {
			t.Errorf("%v within -2 and 3: %v, want %v", x.w, got, x.want)
		}
	}
	for _, w := range []float32{-1, 0, 2.5, 9} { // bounds in the wrong order: the upper one wins, as in V8's clamp
		c := snn.Class{WMin: 4, WMax: 1}
		if got := c.Bounded(w); got != 1 {
			t.Errorf("%v within 4 and 1: %v, want 1", w, got)
		}
	}
}

// TestHomeostaticScale: 1 + 0.1·(initial/sum - 1) (semantics section 2).
func TestHomeostaticScale(t *testing.T) {
	for _, c := range []struct {
		initial, sum float32
		want         float64
		any          bool
	}{{8, 10, 0.98, true}, {10, 8, 1.025, true}, {5, 5, 1, true}, {-5, 5, 0.8, true}, {3, 1e-6, 300000.9, true}, {3, 0.99e-6, 1, false}, {3, 0, 1, false}, {-5, -5, 1, false}} {
		got, any := snn.HomeostaticScale(c.initial, c.sum)
		if math.Abs(float64(got)-c.want) > 3e-7*c.want || any != c.any {
			t.Errorf("initial %v, now %v: %v, %v; want %v, %v", c.initial, c.sum, got, any, c.want, c.any)
		}
	}
}
