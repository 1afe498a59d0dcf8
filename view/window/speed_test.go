package window

import (
	"slices"
	"testing"
)

func TestSpeedLadder(t *testing.T) {
	up := []float64{1.0 / 64}
	for up[len(up)-1] != 0 {
		up = append(up, faster(up[len(up)-1]))
	}
	if want := []float64{1. / 64, 1. / 32, 1. / 16, 1. / 8, 1. / 4, 1. / 2, 1, 2, 4, 8, 16, 32, 64, 0}; !slices.Equal(up, want) {
		t.Errorf("faster and faster is %v", up)
	}
	for i := len(up) - 1; i > 0; i-- {
		if got := slower(up[i]); got != up[i-1] {
			t.Errorf("slower than %v is %v, want %v", up[i], got, up[i-1])
		}
	}
	for _, c := range []struct{ from, faster, slower float64 }{
		{3, 4, 2}, {100, 0, 64}, {0.001, 1. / 64, 0.001}, {1. / 64, 1. / 32, 1. / 64},
	} {
		if f, s := faster(c.from), slower(c.from); f != c.faster || s != c.slower {
			t.Errorf("from %v: faster %v, slower %v, want %v and %v", c.from, f, s, c.faster, c.slower)
		}
	}
}

func TestSpeedText(t *testing.T) {
	for speed, want := range map[float64]string{0: "max", 1: "1×", 0.25: "1/4×", 64: "64×", 0.3: "0.3×", 2.5: "2.5×"} {
		if got := speedText(speed); got != want {
			t.Errorf("%v is written %q, want %q", speed, got, want)
		}
	}
}
