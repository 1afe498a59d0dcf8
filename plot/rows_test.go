package plot_test

import (
	"errors"
	"image"
	"io"
	"math"
	"testing"

	"github.com/engine-gpu/engine-gpu/plot"
)

// The colours of the first and the second series.
func isFirst(r, g, b int) bool  { return b > r+100 && b > g+40 }
func isSecond(r, g, b int) bool { return r > g+90 && r > b+150 }

// share counts the pixels of a colour below the legend.
func share(img image.Image, is func(r, g, b int) bool) float64 {
	return float64(count(img, 0, 0.35, 1, 1, is))
}

// TestRowsBars: the area of a bar is its value.
func TestRowsBars(t *testing.T) {
	f := &plot.Rows{File: "bars", Title: "t", Series: []string{"a", "b"}, Bars: true, Low: 0, High: 100, Rows: []plot.Row{
		{Label: "x", Values: []plot.Span{{Value: 80}, {Value: 20}}},
		{Label: "y", Values: []plot.Span{{Value: 0}, {Value: math.NaN()}}},
	}}
	img := picture(t, f)
	first, second := share(img, isFirst), share(img, isSecond)
	if second < 500 || math.Abs(first/second/4-1) > 0.08 {
		t.Errorf("bars of 80 and 20 cover %v and %v pixels", first, second)
	}
}

// TestRowsIntervals: a longer interval is a longer line.
func TestRowsIntervals(t *testing.T) {
	row := func(half float64) *plot.Rows {
		return &plot.Rows{File: "rows", Title: "t", Series: []string{"a"}, Low: -1, High: 1, Rows: []plot.Row{
			{Label: "x", Note: "n", Values: []plot.Span{{Value: 0.2, Interval: [2]float64{0.2 - half, 0.2 + half}}}},
		}}
	}
	none, short, long := share(picture(t, row(0)), isFirst), share(picture(t, row(0.2)), isFirst), share(picture(t, row(0.4)), isFirst)
	if none < 50 || short <= none || long-short < 0.8*(short-none) {
		t.Errorf("intervals of 0, 0.4 and 0.8 cover %v, %v and %v pixels", none, short, long)
	}
}

// TestLines: a line lies where its points are.
func TestLines(t *testing.T) {
	f := func(y float64) *plot.Lines {
		return &plot.Lines{File: "lines", Title: "t", Low: -1, High: 1, Series: []plot.Series{
			{Name: "a", X: []float64{0, 1}, Y: []float64{y, y}},
		}}
	}
	high, low := picture(t, f(0.8)), picture(t, f(-0.8))
	upper, lower := [4]float64{0.2, 0.26, 0.9, 0.5}, [4]float64{0.2, 0.55, 0.9, 0.9}
	in := func(img image.Image, a [4]float64) int { return count(img, a[0], a[1], a[2], a[3], isFirst) }
	if in(high, upper) < 1000 || in(high, lower) != 0 || in(low, lower) < 1000 || in(low, upper) != 0 {
		t.Errorf("a high line has %d pixels above and %d below, a low one %d and %d",
			in(high, upper), in(high, lower), in(low, upper), in(low, lower))
	}
}

func TestBadRowsAndLines(t *testing.T) {
	nan := math.NaN()
	for name, f := range map[string]plot.Figure{
		"too few values": &plot.Rows{Series: []string{"a", "b"}, Rows: []plot.Row{{Values: []plot.Span{{}}}}},
		"infinite value": &plot.Rows{Series: []string{"a"}, Rows: []plot.Row{{Values: []plot.Span{{Value: math.Inf(1)}}}}},
		"lengths":        &plot.Lines{Series: []plot.Series{{X: []float64{1}}}},
		"NaN":            &plot.Lines{Series: []plot.Series{{X: []float64{1}, Y: []float64{nan}}}},
	} {
		if err := plot.Write(io.Discard, f, plot.PNG); err == nil || errors.Is(err, plot.ErrNothing) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, f := range []plot.Figure{&plot.Rows{}, &plot.Lines{}} {
		if err := plot.Write(io.Discard, f, plot.PNG); !errors.Is(err, plot.ErrNothing) {
			t.Errorf("%T of nothing: %v", f, err)
		}
	}
}
