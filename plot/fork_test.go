package plot_test

import (
	"bytes"
	"errors"
	"image/png"
	"math"
	"testing"

	"github.com/engine-gpu/engine-gpu/plot"
	"github.com/engine-gpu/engine-gpu/record"
)

func TestFork(t *testing.T) {
	path := func(turn float64) (poses []record.Pose) {
		for i := range 50 {
			at := float64(i) / 10
			poses = append(poses, record.Pose{Tick: int32(10 * i), X: at, Y: turn * at * at})
		}
		return poses
	}
	f := &plot.Fork{
		Dish:      plot.Dish{Radius: 30, Food: []plot.Point{{X: 15}}, Concentration: func(x, y float64) float64 { return math.Exp(-math.Hypot(x-15, y)) }},
		Unchanged: path(0), Changed: path(0.1), Difference: "two neurons dead", Title: "Two futures",
	}
	for _, format := range plot.Formats() {
		var b bytes.Buffer
		if err := plot.Write(&b, f, format); err != nil {
			t.Fatal(err)
		}
		if format == plot.PNG {
			if _, err := png.Decode(&b); err != nil {
				t.Error(err)
			}
		} else if !bytes.Contains(b.Bytes(), []byte("two neurons dead")) {
			t.Error("the key does not say what differs")
		}
	}
	// One pose, no way at all.
	g := *f
	g.Unchanged, g.Changed = path(0)[:1], path(0)[:1]
	if err := plot.Write(&bytes.Buffer{}, &g, plot.PNG); err != nil {
		t.Error(err)
	}
	g.Changed = path(0)
	if plot.Check(&g) == nil {
		t.Error("paths of different lengths pass")
	}
	g.Unchanged = nil
	if err := plot.Check(&g); !errors.Is(err, plot.ErrNothing) {
		t.Errorf("no path: %v", err)
	}
	g = *f
	g.Changed = path(math.NaN())
	if plot.Check(&g) == nil {
		t.Error("a path that is not finite passes")
	}
}
