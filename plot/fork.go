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

func (f *Fork) height() vg.Length { return 9.6 * vg.Inch }

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

// drawPaths draws both paths in the part of the dish that they need.
func (f *Fork) drawPaths(area draw.Canvas) {
	const keyWidth = 190 // [points]
	side := area
	side.Min.X = side.Max.X - vg.Points(keyWidth)
	square := draw.Crop(area, 0, -vg.Points(keyWidth), 0, 0)
	whole := window{Half: f.Dish.Radius * 1.035}
	plt := newPlot()
	plt.X.Tick.Marker, plt.Y.Tick.Marker = roundTicks{f.Dish.Radius}, roundTicks{f.Dish.Radius}
	plt.X.Label.Text, plt.Y.Label.Text = "x [body lengths]", "y [body lengths]"
	plt.X.Min, plt.X.Max, plt.Y.Min, plt.Y.Max = -whole.Half, whole.Half, -whole.Half, whole.Half
	plt.Add(&dishPlotter{&f.Dish, whole})
	for _, p := range f.paths() {
		plt.Add(&curve{x: p.x, y: p.y, color: color.RGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}, width: 3.2},
			&curve{x: p.x, y: p.y, color: p.color, width: 1.7})
	}
	plt.Add(&forkMarks{f})
	data := plt.DataCanvas(square)
	if extra := (data.Max.X - data.Min.X) - (data.Max.Y - data.Min.Y); extra > 0 {
		square.Max.X -= extra
	} else {
		square.Min.Y -= extra
	}
	plt.Draw(square)
	side.Min.X = square.Max.X
	key(side, []entry{
		{lineMark(unchangedColor(), 2), "unchanged"}, {lineMark(changedColor(), 2), f.Difference},
		{startMark, "fork"}, {foodMark, "food"},
	})
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

// forkMarks are the food, the fork and both ends.
type forkMarks struct{ f *Fork }

// Plot implements plot.Plotter.
func (m *forkMarks) Plot(c draw.Canvas, plt *plot.Plot) {
	toX, toY := plt.Transforms(&c)
	for _, food := range m.f.Dish.Food {
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
