package sweep

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"

	"github.com/engine-gpu/engine-gpu/arena"
)

// straight is a worm that goes from one place to another.
func straight(x, y, toX, toY float32) Done {
	return Done{Path: Path{Tick: []int32{0, 50, 100}, X: []float32{x, -9, toX}, Y: []float32{y, 9, toY}}}
}

// TestUndirect compares with the closed form: a step of length l from a distance
// d ends at the mean distance (2/π)(d+l)E(4dl/(d+l)²), E the complete elliptic
// integral of the second kind.
func TestUndirect(t *testing.T) {
	dish := arena.DefaultDish() // food at (15, 0)
	for _, c := range []struct{ d, l float64 }{{10, 1}, {10, 9}, {10, 10}, {4, 12}} {
		x := float32(15 - c.d)
		towards := straight(x, 0, x+float32(c.l), 0)
		u := Undirect(dish, []Done{towards, towards, towards}, 20000, 3)
		want := 1 - 2/math.Pi*(c.d+c.l)*mathext.CompleteE(4*c.d*c.l/(c.d+c.l)/(c.d+c.l))/c.d
		// Three worms' mean of 20,000 draws: 6 standard errors of what lies
		// within ±l/d.
		if tolerance := 6 * c.l / c.d / math.Sqrt(60000); math.Abs(u.Mean-want) > tolerance {
			t.Errorf("%v: mean %v, want %v within %v", c, u.Mean, want, tolerance)
		}
		if u.Chance > 0.001 || !(u.Interval[0] < u.Mean && u.Mean < u.Interval[1]) {
			t.Errorf("%v: straight to the food: %+v", c, u)
		}
		if away := Undirect(dish, []Done{straight(x, 0, x-float32(c.l), 0)}, 1000, 3); away.Chance < 0.999 {
			t.Errorf("%v: straight away: %+v", c, away)
		}
	}
	if u := Undirect(dish, []Done{straight(3, 4, 3, 4)}, 100, 3); u.Mean != 0 || u.Interval != [2]float64{} || math.Abs(u.Chance-1) > 1e-9 {
		t.Errorf("who stays: %+v", u)
	}
	// From the wall at the food's side every way leads nearer.
	if u := Undirect(dish, []Done{straight(30, 0, 29, 0)}, 1000, 3); u.Mean <= 0.01 {
		t.Errorf("at the wall: %+v", u)
	}
}
