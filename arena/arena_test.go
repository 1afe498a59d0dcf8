package arena_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/arena"
)

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

// drawDish returns a dish with one to three sources of food.
func drawDish(t *rapid.T) *arena.Dish {
	radius := rapid.Float64Range(1, 100).Draw(t, "radius")
	foods := make([]arena.Food, rapid.IntRange(1, 3).Draw(t, "foods"))
	for i := range foods {
		r := radius * rapid.Float64Range(0, 0.999).Draw(t, "r")
		sin, cos := math.Sincos(rapid.Float64Range(0, 7).Draw(t, "angle"))
		foods[i] = arena.Food{
			X: r * cos, Y: r * sin,
			Peak:  rapid.Float64Range(0, 5).Draw(t, "peak"),
			Sigma: rapid.Float64Range(0.5, 50).Draw(t, "sigma"),
		}
	}
	d, err := arena.NewDish(radius, foods...)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestConcentrationClosedForm(t *testing.T) {
	d := arena.DefaultDish()
	for _, c := range []struct{ x, y, want float64 }{
		{15, 0, 1},
		{15, 12, math.Exp(-0.5)},
		{3, 0, math.Exp(-0.5)},
		{15 + 12*math.Sqrt2, 0, math.Exp(-1)},
		{-9, 0, math.Exp(-2)},
	} {
		if got := d.Concentration(c.x, c.y); !near(got, c.want, 1e-15) {
			t.Errorf("concentration at (%v, %v) is %v, want %v", c.x, c.y, got, c.want)
		}
	}
}

// TestConcentrationAdds: the smells of several sources add up.
func TestConcentrationAdds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDish(t)
		x, y := rapid.Float64Range(-50, 50).Draw(t, "x"), rapid.Float64Range(-50, 50).Draw(t, "y")
		want := 0.0
		for _, f := range d.Foods() {
			want += f.Peak * math.Exp(-(math.Pow(x-f.X, 2)+math.Pow(y-f.Y, 2))/(2*f.Sigma*f.Sigma))
		}
		if got := d.Concentration(x, y); !near(got, want, 1e-12) {
			t.Errorf("concentration %v, want %v", got, want)
		}
	})
}

func TestClamp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDish(t)
		x, y := rapid.Float64Range(-200, 200).Draw(t, "x"), rapid.Float64Range(-200, 200).Draw(t, "y")
		cx, cy := d.Clamp(x, y)
		if r := math.Hypot(x, y); r < d.Radius()*(1-1e-12) {
			if cx != x || cy != y {
				t.Errorf("a point inside moved from (%v, %v) to (%v, %v)", x, y, cx, cy)
			}
			return
		}
		if !near(math.Hypot(cx, cy), d.Radius(), 1e-12) || !near(d.WallDistance(cx, cy), 0, 1e-12) {
			t.Errorf("(%v, %v) is not on the wall", cx, cy)
		}
		if cross := x*cy - y*cx; !near(cross, 0, 1e-9) || x*cx+y*cy < 0 {
			t.Errorf("(%v, %v) clamped sideways to (%v, %v)", x, y, cx, cy)
		}
	})
}

func TestWallDistance(t *testing.T) {
	d := arena.DefaultDish()
	for _, c := range []struct{ x, y, want float64 }{{0, 0, 30}, {3, -4, 25}, {-30, 0, 0}, {18, 24, 0}, {0, 28.5, 1.5}} {
		if got := d.WallDistance(c.x, c.y); got != c.want {
			t.Errorf("wall distance of (%v, %v) is %v, want %v", c.x, c.y, got, c.want)
		}
	}
}

// TestStartOfV8 compares with what V8 measured. NumPy's cosine and sine of the
// angle 2.353304971691044 are an ulp off, hence the tolerance.
func TestStartOfV8(t *testing.T) {
	x, y, heading := arena.DefaultDish().Start(42, arena.DefaultStartDistance)
	if heading != 5.9735141613602165 {
		t.Errorf("heading %v", heading)
	}
	if !near(x, 0.8987873204841925, 4e-15) || !near(y, 14.182940490852477, 4e-15) {
		t.Errorf("start at (%v, %v)", x, y)
	}
	if angle := math.Atan2(y, x-15); !near(angle, 2.353304971691044, 1e-15) {
		t.Errorf("angle %v", angle)
	}
}

func TestStart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDish(t)
		seed := rapid.Uint32().Draw(t, "seed")
		distance := rapid.Float64Range(0, 50).Draw(t, "distance")
		x, y, heading := d.Start(seed, distance)
		if !(heading >= 0 && heading < 2*math.Pi) {
			t.Errorf("heading %v", heading)
		}
		food := d.Foods()[0]
		got := math.Hypot(x-food.X, y-food.Y)
		switch onWall := d.WallDistance(x, y) < 1e-9; {
		case d.WallDistance(x, y) < -1e-9:
			t.Errorf("start (%v, %v) outside of the dish", x, y)
		case !onWall && !near(got, distance, 1e-9):
			t.Errorf("%v from the food, want %v", got, distance)
		case onWall && got > distance+1e-9:
			t.Errorf("%v from the food, want at most %v", got, distance)
		}
	})
}

// TestAdaptationClosedForm: after a step of the concentration by 1 the n-th
// difference is (1 - 1/500)^n.
func TestAdaptationClosedForm(t *testing.T) {
	nose := arena.NewAdaptation(0.25)
	for n := range 2000 {
		want := math.Pow(1-1.0/500, float64(n))
		if got := nose.Notice(1.25); !near(got, want, 1e-13) {
			t.Fatalf("difference %d is %v, want %v", n, got, want)
		}
	}
	steady := arena.NewAdaptation(0.7)
	if got := steady.Notice(0.7); got != 0 || steady.Level != 0.7 {
		t.Errorf("a steady smell is noticed as %v", got)
	}
}

func TestRewards(t *testing.T) {
	d := arena.DefaultDish()
	r := arena.NewRewards(d, 0, 0)
	for _, c := range []struct {
		tick        int
		x, y        float64
		climb, wall float64
	}{
		{0, 5, 0, 0, 0},
		{198, 5, 0, 0, 0},
		{199, 5, 0, 1, 0}, // nearer to the food than at the start
		{200, 0, 0, 0, 0}, // between two intervals nothing counts
		{399, 5, 0, 0, 0}, // back where the last one ended
		{599, 5.0001, 0, 0, 0},
		{799, -5, 0, -1, 0},
		{999, -29.5, 0, -1, -0.5},
		{1199, 29.5, 0, 1, -0.5},
		{1399, 29.5, 0, 0, -0.5},
		{1599, 29, 0, 1, 0}, // the margin itself is free
	} {
		climb, wall := r.After(c.tick, c.x, c.y)
		if climb != c.climb || wall != c.wall {
			t.Errorf("tick %d at (%v, %v): rewards %v and %v, want %v and %v", c.tick, c.x, c.y, climb, wall, c.climb, c.wall)
		}
	}
}

// TestChemotaxis walks a path made by hand: from 10 BL to 4 BL from the food,
// by way of 2 and 12.
func TestChemotaxis(t *testing.T) {
	d := arena.DefaultDish()
	var c arena.Chemotaxis
	if c.Index() != 0 || c.Mean() != 0 || c.Displacement() != 0 {
		t.Error("a path without samples must count as nothing")
	}
	path := func(tick int) (x, y float64) {
		switch {
		case tick < 100:
			return 5, 0 // 10 from the food
		case tick < 200:
			return 15, 2
		case tick < 300:
			return 15, -12
		default:
			return 15, 4
		}
	}
	for tick := range 350 {
		x, y := path(tick)
		c.Add(d, tick, x, y)
	}
	if c.Samples != 4 || c.First != 10 || c.Last != 4 || c.Min != 2 {
		t.Errorf("samples %d, first %v, last %v, min %v", c.Samples, c.First, c.Last, c.Min)
	}
	if c.Index() != 0.6 || c.Mean() != 7 || !near(c.Displacement(), math.Sqrt(116), 1e-14) {
		t.Errorf("index %v, mean %v, displacement %v", c.Index(), c.Mean(), c.Displacement())
	}
}

func TestChemotaxisNeverYieldsNaN(t *testing.T) {
	var c arena.Chemotaxis
	c.Add(arena.DefaultDish(), 0, 15, 0) // on the food
	c.Add(arena.DefaultDish(), 100, 0, 0)
	if c.Index() != 0 {
		t.Errorf("index %v of a path that began at the food", c.Index())
	}
}

// TestFoodDistanceIsToTheNearest with two sources.
func TestFoodDistanceIsToTheNearest(t *testing.T) {
	d, err := arena.NewDish(30, arena.Food{X: 10, Peak: 1, Sigma: 5}, arena.Food{X: -10, Peak: 1, Sigma: 5})
	if err != nil {
		t.Fatal(err)
	}
	for x, want := range map[float64]float64{12: 2, -13: 3, 0: 10} {
		if got := d.FoodDistance(x, 0); got != want {
			t.Errorf("distance at x = %v is %v, want %v", x, got, want)
		}
	}
}

func TestField(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDish(t)
		n := rapid.IntRange(1, 40).Draw(t, "cells")
		f := d.Field(n)
		if columns, rows := f.Dims(); columns != n || rows != n {
			t.Fatalf("dimensions %d × %d", columns, rows)
		}
		half := d.Radius() / float64(n)
		if !near(f.X(0), half-d.Radius(), 1e-12) || !near(f.Y(n-1), d.Radius()-half, 1e-12) {
			t.Errorf("the grid runs from %v to %v", f.X(0), f.Y(n-1))
		}
		column, row := rapid.IntRange(0, n-1).Draw(t, "column"), rapid.IntRange(0, n-1).Draw(t, "row")
		x, y, z := f.X(column), f.Y(row), f.Z(column, row)
		if math.Hypot(x, y) > d.Radius()*(1+1e-12) {
			if !math.IsNaN(z) {
				t.Errorf("value %v outside of the dish", z)
			}
		} else if math.Hypot(x, y) < d.Radius()*(1-1e-12) && z != d.Concentration(x, y) {
			t.Errorf("value %v at (%v, %v), concentration %v", z, x, y, d.Concentration(x, y))
		}
	})
}

func TestNewDishRefuses(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	good := arena.Food{X: 1, Y: 1, Peak: 1, Sigma: 1}
	for _, c := range []struct {
		radius float64
		foods  []arena.Food
		want   string
	}{
		{0, []arena.Food{good}, "radius"},
		{-1, []arena.Food{good}, "radius"},
		{nan, []arena.Food{good}, "radius"},
		{inf, []arena.Food{good}, "radius"},
		{10, nil, "no food"},
		{10, []arena.Food{good, {X: 8, Y: 8, Peak: 1, Sigma: 1}}, "food 1 at (8, 8)"},
		{10, []arena.Food{{X: nan, Peak: 1, Sigma: 1}}, "outside"},
		{10, []arena.Food{{Peak: -1, Sigma: 1}}, "peak"},
		{10, []arena.Food{{Peak: nan, Sigma: 1}}, "peak"},
		{10, []arena.Food{{Peak: inf, Sigma: 1}}, "peak"},
		{10, []arena.Food{{Peak: 1, Sigma: 0}}, "width"},
		{10, []arena.Food{{Peak: 1, Sigma: nan}}, "width"},
	} {
		if _, err := arena.NewDish(c.radius, c.foods...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("NewDish(%v, %v): error %v, want one about %q", c.radius, c.foods, err, c.want)
		}
	}
}

func TestFoodsAreACopy(t *testing.T) {
	d := arena.DefaultDish()
	d.Foods()[0].Peak = 7
	if d.Concentration(15, 0) != 1 {
		t.Error("the dish changed with the copy of its foods")
	}
}
