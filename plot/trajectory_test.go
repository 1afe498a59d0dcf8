package plot_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/plot"
	"github.com/engine-gpu/engine-gpu/record"
)

// dish has one food at (15, 0), as V8's.
func dish() plot.Dish {
	return plot.Dish{
		Radius: 30, Food: []plot.Point{{X: 15}},
		Concentration: func(x, y float64) float64 { return math.Exp(-((x-15)*(x-15) + y*y) / 288) },
	}
}

// draw returns the picture of a path.
func draw(t *testing.T, d plot.Dish, path []record.Pose) image.Image {
	t.Helper()
	p := plot.Trajectory{Dish: d, Path: path, Title: "Chemotaxis index +0.123", Subtitle: "a test"}
	var file bytes.Buffer
	if err := plot.Write(&file, &p, plot.PNG); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&file)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// count counts the pixels of a rectangle, given as shares of the picture's
// width and height, that satisfy a condition.
func count(img image.Image, left, top, right, bottom float64, is func(r, g, b int) bool) int {
	size := img.Bounds().Size()
	n := 0
	for y := int(top * float64(size.Y)); y < int(bottom*float64(size.Y)); y++ {
		for x := int(left * float64(size.X)); x < int(right*float64(size.X)); x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			if is(int(c.R), int(c.G), int(c.B)) {
				n++
			}
		}
	}
	return n
}

func isGreen(r, g, b int) bool { return g > r+20 && g > b+10 }

// isTime holds for the colours of time: blue, magenta, orange.
func isTime(r, g, b int) bool { return (b > g+60 || r > g+60) && r+b > 100 }

func isOrange(r, g, b int) bool { return r > 200 && g > 80 && g < 160 && b < 90 }

func isBlue(r, g, b int) bool { return b > 90 && r < 70 && g < 70 }

// places returns where places of the dish lie in the picture, which it finds
// by the end marks of two paths that stay where they are.
func places(t *testing.T) func(x, y float64) image.Point {
	t.Helper()
	middle := func(x, y float64) (px, py float64) {
		img := draw(t, dish(), []record.Pose{{X: x, Y: y}})
		size, n := img.Bounds().Size(), 0.0
		for row := size.Y / 4; row < size.Y*9/10; row++ { // below the legend
			for col := size.X / 10; col < size.X*85/100; col++ { // left of the colour bars
				c := color.NRGBAModel.Convert(img.At(col, row)).(color.NRGBA)
				if isOrange(int(c.R), int(c.G), int(c.B)) {
					px, py, n = px+float64(col)+0.5, py+float64(row)+0.5, n+1
				}
			}
		}
		if n < 100 {
			t.Fatalf("no end mark for (%v, %v)", x, y)
		}
		return px / n, py / n
	}
	x0, y0 := middle(-15, -15)
	x1, y1 := middle(15, 10)
	scale := (x1 - x0) / 30
	if other := (y0 - y1) / 25; math.Abs(scale/other-1) > 0.005 {
		t.Errorf("%v pixels per length along x, %v along y", scale, other)
	}
	return func(x, y float64) image.Point {
		return image.Pt(int(x0+(x+15)*scale), int(y0-(y+15)*scale))
	}
}

func near(img image.Image, at image.Point, reach int, is func(r, g, b int) bool) int {
	size := img.Bounds().Size()
	f := func(x, whole int) float64 { return float64(x) / float64(whole) }
	return count(img, f(at.X-reach, size.X), f(at.Y-reach, size.Y), f(at.X+reach, size.X), f(at.Y+reach, size.Y), is)
}

// TestPicture: a path through the dish leaves its colours where it is.
func TestPicture(t *testing.T) {
	var path []record.Pose
	for i := range int32(1001) { // from (-20, -20) straight to (20, 20)
		x := -20 + float64(i)*0.04
		path = append(path, record.Pose{Tick: i * 10, X: x, Y: x})
	}
	img := draw(t, dish(), path)
	if size := img.Bounds().Size(); size.X < 1200 || size.Y < 1200 {
		t.Errorf("the picture is %v", size)
	}
	at := places(t)
	for _, c := range []struct {
		name string
		x, y float64
		is   func(r, g, b int) bool
	}{
		{"start", -20, -20, isBlue},
		{"path", -10, -10, isTime},
		{"path", 0, 0, isTime},
		{"path", 10, 10, isTime},
		{"end", 20, 20, isOrange},
		{"food", 15, 0, isGreen},
	} {
		if near(img, at(c.x, c.y), 9, c.is) < 10 {
			t.Errorf("no %s at (%v, %v), pixel %v", c.name, c.x, c.y, at(c.x, c.y))
		}
	}
	for _, p := range []plot.Point{{X: -10, Y: 10}, {X: 10, Y: -15}, {X: -25, Y: 0}} {
		if n := near(img, at(p.X, p.Y), 9, isTime); n > 0 {
			t.Errorf("%d pixels of a path at %v, where none is", n, p)
		}
	}
	// The gradient is green at the food and pale at the far side.
	if near(img, at(17, -3), 9, isGreen) < 300 || near(img, at(-25, 3), 9, isGreen) > 0 {
		t.Error("the gradient does not lie around the food")
	}
	// The wall.
	isDark := func(r, g, b int) bool { return r < 110 && g < 110 && b < 110 }
	for angle := 0.1; angle < 6.2; angle += 0.5 {
		sin, cos := math.Sincos(angle)
		if near(img, at(30*cos, 30*sin), 5, isDark) < 10 {
			t.Errorf("no wall at angle %v", angle)
		}
	}
	// The colour bars stand at the right.
	if count(img, 0.9, 0.1, 1, 0.5, isTime) < 5000 || count(img, 0.9, 0.5, 1, 0.95, isGreen) < 2000 {
		t.Error("a colour bar is missing")
	}
}

// TestPictureInset: a short path is shown enlarged in a corner.
func TestPictureInset(t *testing.T) {
	var path []record.Pose
	for i := range int32(500) {
		sin, cos := math.Sincos(float64(i) / 40)
		path = append(path, record.Pose{Tick: i, X: 2 + 3*cos, Y: 8 + 3*sin})
	}
	img := draw(t, dish(), path)
	whole := count(img, 0.1, 0.1, 0.86, 0.93, isTime)
	corner := count(img, 0.1, 0.5, 0.45, 0.93, isTime)
	if corner < whole/2 || corner == 0 {
		t.Errorf("%d of %d coloured pixels in the corner", corner, whole)
	}
}

// TestPictureOfLittle: paths of one pose, at the wall, and without any motion
// can be drawn.
func TestPictureOfLittle(t *testing.T) {
	for _, path := range [][]record.Pose{
		{{}},
		{{Tick: 0, X: 30}, {Tick: 1, X: 30}},
		{{Tick: 0, X: 15}, {Tick: 5000, X: 15}, {Tick: 5001, X: -29, Y: 1}},
	} {
		draw(t, dish(), path)
	}
	flat := dish()
	flat.Concentration = func(float64, float64) float64 { return 0 }
	flat.Food = nil
	draw(t, flat, []record.Pose{{X: 1}, {Tick: 100, X: 2}})
}

func TestPictureOfNothing(t *testing.T) {
	for want, p := range map[string]plot.Trajectory{
		"no path":                      {Dish: dish()},
		"no finite position at tick 7": {Dish: dish(), Path: []record.Pose{{}, {Tick: 7, X: math.NaN()}}},
		"no dish":                      {Path: []record.Pose{{}}},
	} {
		if err := plot.Write(io.Discard, &p, plot.PNG); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}
