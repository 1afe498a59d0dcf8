package plot

import (
	"errors"
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/engine-gpu/engine-gpu/record"
)

// Fork is two paths from one pose in one dish, and the distance between the two
// heads over time.
type Fork struct {
	Dish               Dish
	Unchanged, Changed []record.Pose // of the same ticks, at least one
	Difference         string        // of the changed one, for the key: "type=RS silenced"
	Title, Subtitle    string
}

// Name implements Figure.
func (f *Fork) Name() string { return "fork" }

func (f *Fork) heading() (title, subtitle string) { return f.Title, f.Subtitle }

func (f *Fork) height() vg.Length { return 8.1 * vg.Inch }

func (f *Fork) check() error {
	if len(f.Unchanged) == 0 {
		return fmt.Errorf("%w: no path", ErrNothing)
	}
	if len(f.Unchanged) != len(f.Changed) {
		return fmt.Errorf("the paths have %d and %d poses", len(f.Unchanged), len(f.Changed))
	}
	for i := range f.Unchanged {
		a, b := f.Unchanged[i], f.Changed[i]
		if x := a.X + a.Y + b.X + b.Y; a.Tick != b.Tick || math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("the paths have no finite positions of one tick at tick %d", a.Tick)
		}
	}
	if !(f.Dish.Radius > 0) || f.Dish.Concentration == nil {
		return errors.New("there is no dish to draw the paths in")
	}
	return nil
}

func unchangedColor() color.RGBA { return typeColor("RS") }
func changedColor() color.RGBA   { return typeColor("FS") }

func (f *Fork) draw(page draw.Canvas) {
	const below = 150 // height of the distance [points]
	above := draw.Crop(page, 0, 0, vg.Points(below+14), 0)
	f.drawPaths(above)
	bottom := page
	bottom.Max.Y = bottom.Min.Y + vg.Points(below)
	f.drawDistance(bottom)
}

// drawPaths draws both paths close up and, beside them, in the whole dish.
func (f *Fork) drawPaths(area draw.Canvas) {
	const sideWidth = 190 // [points]
	side := area
	side.Min.X = side.Max.X - vg.Points(sideWidth)
	near := f.closeUp()
	plt := f.dish(near, 1.7)
	plt.X.Tick.Marker, plt.Y.Tick.Marker = niceTicks{5}, niceTicks{5}
	plt.X.Label.Text, plt.Y.Label.Text = "x [body lengths]", "y [body lengths]"
	drawSquare(draw.Crop(area, 0, -vg.Points(sideWidth), 0, 0), plt)
	key(side, []entry{
		{lineMark(unchangedColor(), 2), "unchanged"}, {lineMark(changedColor(), 2), f.Difference},
		{startMark, "fork"}, {foodMark, "food"},
	})
	whole := f.dish(window{Half: f.Dish.Radius * 1.035}, 0.8)
	whole.HideAxes()
	box := &curve{color: inkColor(), width: 0.8}
	for _, corner := range [][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}, {-1, -1}} {
		box.x, box.y = append(box.x, near.X+corner[0]*near.Half), append(box.y, near.Y+corner[1]*near.Half)
	}
	whole.Add(box)
	drawSquare(draw.Crop(side, vg.Points(14), 0, 0, -vg.Points(80)), whole)
}

// dish is a plot of what lies in a window of the dish.
func (f *Fork) dish(w window, width float64) *plot.Plot {
	plt := newPlot()
	plt.X.Min, plt.X.Max, plt.Y.Min, plt.Y.Max = w.X-w.Half, w.X+w.Half, w.Y-w.Half, w.Y+w.Half
	plt.Add(&dishPlotter{&f.Dish, w})
	for _, p := range f.paths() {
		plt.Add(&curve{x: p.x, y: p.y, color: color.RGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}, width: width + 1.4},
			&curve{x: p.x, y: p.y, color: p.color, width: width})
	}
	plt.Add(&forkMarks{f, w})
	return plt
}

// closeUp is the smallest square window around both paths, with a margin.
func (f *Fork) closeUp() window {
	low, high := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, p := range f.paths() {
		for i := range p.x {
			low[0], high[0] = min(low[0], p.x[i]), max(high[0], p.x[i])
			low[1], high[1] = min(low[1], p.y[i]), max(high[1], p.y[i])
		}
	}
	const least = 0.5 // half a width [BL]
	return window{
		X: (low[0] + high[0]) / 2, Y: (low[1] + high[1]) / 2,
		Half: max(0.56*max(high[0]-low[0], high[1]-low[1]), least),
	}
}

// drawSquare draws a plot with axes of equal scale.
func drawSquare(area draw.Canvas, plt *plot.Plot) {
	data := plt.DataCanvas(area)
	if extra := (data.Max.X - data.Min.X) - (data.Max.Y - data.Min.Y); extra > 0 {
		area.Max.X -= extra
	} else {
		area.Min.Y -= extra
	}
	plt.Draw(area)
}

// forkPath is a path to draw.
type forkPath struct {
	x, y  []float64
	color color.RGBA
}

func (f *Fork) paths() [2]forkPath {
	path := func(poses []record.Pose, c color.RGBA) forkPath {
		p := forkPath{color: c}
		for _, at := range poses {
			p.x, p.y = append(p.x, at.X), append(p.y, at.Y)
		}
		return p
	}
	return [2]forkPath{path(f.Unchanged, unchangedColor()), path(f.Changed, changedColor())}
}

// forkMarks are the fork, both ends and the food in a window.
type forkMarks struct {
	f      *Fork
	window window
}

// Plot implements plot.Plotter.
func (m *forkMarks) Plot(c draw.Canvas, plt *plot.Plot) {
	toX, toY := plt.Transforms(&c)
	for _, food := range m.f.Dish.Food {
		if max(math.Abs(food.X-m.window.X), math.Abs(food.Y-m.window.Y)) > m.window.Half {
			continue
		}
		foodMark(c, vg.Point{X: toX(food.X), Y: toY(food.Y)})
	}
	for _, p := range m.f.paths() {
		last := len(p.x) - 1
		smallEnd(c, vg.Point{X: toX(p.x[last]), Y: toY(p.y[last])}, p.color)
	}
	startMark(c, vg.Point{X: toX(m.f.Unchanged[0].X), Y: toY(m.f.Unchanged[0].Y)})
}

// drawDistance draws how far the heads are from each other.
func (f *Fork) drawDistance(area draw.Canvas) {
	n := len(f.Unchanged)
	time := newTimeScale(float64(f.Unchanged[0].Tick), float64(f.Unchanged[n-1].Tick))
	x, y, most := make([]float64, n), make([]float64, n), 0.0
	for i := range n {
		a, b := f.Unchanged[i], f.Changed[i]
		x[i], y[i] = float64(a.Tick)/time.unit, math.Hypot(a.X-b.X, a.Y-b.Y)
		most = max(most, y[i])
	}
	plt := newPlot()
	time.set(plt)
	plt.Y.Label.Text = "[BL]"
	plt.Y.Min, plt.Y.Max = 0, headroom(most)
	plt.Y.Tick.Marker = niceTicks{4}
	plt.Add(guides{}, &curve{x: x, y: y, color: inkColor(), width: 1.4, fill: 0.1})
	stack(area, []panel{{Plot: plt, title: "Distance between the two heads in body lengths [BL]"}})
}
