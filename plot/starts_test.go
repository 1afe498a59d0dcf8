package plot_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/plot"
)

func isRed(r, g, b int) bool { return r > g+70 && r > b+50 }

func isDeepBlue(r, g, b int) bool { return b > r+70 && b > g+40 }

// group is straight paths along the y axis through (x, 0), each with its index
// and its x.
func group(indices []float64, xs []float64) plot.StartsGroup {
	g := plot.StartsGroup{Title: "learning on"}
	for i, index := range indices {
		g.Paths = append(g.Paths, plot.StartPath{Index: index, Points: []plot.Point{{X: xs[i], Y: -10}, {X: xs[i], Y: 10}}})
	}
	g.Spans = []plot.Span{{Label: "mean", Value: indices[0], Interval: [2]float64{indices[0] - 0.1, indices[0] + 0.1}}, {Label: "other"}}
	return g
}

func drawStarts(t *testing.T, groups ...plot.StartsGroup) image.Image {
	t.Helper()
	s := plot.Starts{Dish: dish(), Groups: groups, Title: "test: starts"}
	var file bytes.Buffer
	if err := s.WritePNG(&file); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&file)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// TestStarts: a path has the colour of its index where it is, and so have the
// bars below, as many starts high.
func TestStarts(t *testing.T) {
	img := drawStarts(t, group([]float64{-0.5, 0.5, 0.5, 0.5}, []float64{-20, -10, -10, -10}))
	// The dish is in the upper 70 % of the picture, its middle in that of the page.
	red, blue := count(img, 0.15, 0.15, 0.48, 0.65, isRed), count(img, 0.15, 0.15, 0.48, 0.65, isDeepBlue)
	if red < 500 || blue < 500 {
		t.Errorf("%d red and %d blue pixels of paths", red, blue)
	}
	if n := count(img, 0.52, 0.15, 0.95, 0.65, func(r, g, b int) bool { return isRed(r, g, b) || isDeepBlue(r, g, b) }); n > 0 {
		t.Errorf("%d pixels of paths where none is", n)
	}
	left := column(img, isRed)
	right := column(img, isDeepBlue)
	if left <= 0 || math.Abs(right/left/3-1) > 0.03 {
		t.Errorf("the bar of 3 starts is %v pixels high, that of one %v", right, left)
	}
	if size := img.Bounds().Size(); size.X != 1200 || size.Y != 1485 {
		t.Errorf("the picture is %v", size)
	}
}

// column is the height of the highest column of coloured pixels in the
// histogram.
func column(img image.Image, is func(r, g, b int) bool) float64 {
	size := img.Bounds().Size()
	most := 0
	for x := range size.X {
		n := 0
		for y := size.Y * 3 / 4; y < size.Y; y++ {
			r, g, b, _ := img.At(x, y).RGBA()
			if is(int(r>>8), int(g>>8), int(b>>8)) {
				n++
			}
		}
		most = max(most, n)
	}
	return float64(most)
}

// TestStartsSideBySide: two groups have one scale.
func TestStartsSideBySide(t *testing.T) {
	img := drawStarts(t, group([]float64{0.8}, []float64{-20}), group([]float64{-0.8, -0.8}, []float64{-20, -20}))
	if size := img.Bounds().Size(); size.X != 2400 {
		t.Errorf("the picture is %v", size)
	}
	for _, c := range []struct {
		left, right float64
		red, blue   bool
	}{{0, 0.5, false, true}, {0.5, 1, true, false}} {
		red, blue := count(img, c.left, 0.15, c.right, 1, isRed), count(img, c.left, 0.15, c.right, 1, isDeepBlue)
		if (red > 500) != c.red || (blue > 500) != c.blue {
			t.Errorf("%d red and %d blue pixels between %v and %v", red, blue, c.left, c.right)
		}
	}
}

// TestStartsOfLittle can be drawn: one start that does not move, all indices
// equal, indices of any size.
func TestStartsOfLittle(t *testing.T) {
	for _, indices := range [][]float64{{0}, {1, 1, 1}, {-1e-9}, {-1e6, 1}, {0.3, 0.30000001}} {
		t.Run(fmt.Sprint(indices), func(t *testing.T) {
			g := group(indices, make([]float64, len(indices)))
			g.Paths[0].Points = g.Paths[0].Points[:1]
			drawStarts(t, g)
		})
	}
}

func TestStartsOfNothing(t *testing.T) {
	whole := group([]float64{1}, []float64{1})
	empty, nowhere := group([]float64{1}, []float64{1}), group([]float64{1}, []float64{math.NaN()})
	empty.Paths[0].Points = nil
	for want, s := range map[string]plot.Starts{
		"no dish":                            {Groups: []plot.StartsGroup{whole}},
		"no group":                           {Dish: dish()},
		"group 2 has no path":                {Dish: dish(), Groups: []plot.StartsGroup{whole, {}}},
		"path 1 of group 1 has no point":     {Dish: dish(), Groups: []plot.StartsGroup{empty}},
		"path 1 of group 1 has no finite po": {Dish: dish(), Groups: []plot.StartsGroup{nowhere}},
	} {
		if err := s.WritePNG(io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}
