package plot

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/engine-gpu/engine-gpu/record"
)

// dishPlotter draws the gradient and the wall, as far as they lie in a window.
type dishPlotter struct {
	dish   *Dish
	window window
}

// Plot implements plot.Plotter.
func (d *dishPlotter) Plot(c draw.Canvas, plt *plot.Plot) {
	pixels := int(math.Round((c.Max.X - c.Min.X).Dots(figureDPI)))
	c.DrawImage(c.Rectangle, d.dish.raster(pixels, d.window))
	toX, toY := plt.Transforms(&c)
	wall := make([]vg.Point, 0, 721)
	for i := range cap(wall) {
		sin, cos := math.Sincos(math.Pi * float64(i) / 360)
		wall = append(wall, vg.Point{X: toX(d.dish.Radius * cos), Y: toY(d.dish.Radius * sin)})
	}
	c.StrokeLines(draw.LineStyle{Color: inkColor(), Width: vg.Points(1.4)}, c.ClipLinesXY(wall)...)
}

// pathPlotter draws a path coloured by time, over a pale rim that sets it off
// from the gradient.
type pathPlotter struct {
	path  []record.Pose
	width float64 // [points]
}

// timeColors is the number of different colours along a path.
const timeColors = 240

// Plot implements plot.Plotter.
func (p *pathPlotter) Plot(c draw.Canvas, plt *plot.Plot) {
	toX, toY := plt.Transforms(&c)
	points := make([]vg.Point, len(p.path))
	for i, pose := range p.path {
		points[i] = vg.Point{X: toX(pose.X), Y: toY(pose.Y)}
	}
	c.StrokeLines(draw.LineStyle{Color: color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xc0}, Width: vg.Points(p.width + 1.4)}, points)
	colors, pieces := timeRamp(), min(timeColors, len(points))
	for i := range pieces {
		from, to := len(points)*i/pieces, len(points)*(i+1)/pieces
		// One point more at either end closes the gaps between pieces.
		piece := points[max(from-1, 0):min(to+1, len(points))]
		c.StrokeLines(draw.LineStyle{Color: colors.at((float64(i) + 0.5) / float64(pieces)), Width: vg.Points(p.width)}, piece)
	}
}

// markerPlotter draws food, start and end.
type markerPlotter struct {
	food []Point
	path []record.Pose
}

// Plot implements plot.Plotter.
func (m *markerPlotter) Plot(c draw.Canvas, plt *plot.Plot) {
	toX, toY := plt.Transforms(&c)
	for _, f := range m.food {
		if at := (vg.Point{X: toX(f.X), Y: toY(f.Y)}); c.Contains(at) {
			foodMark(c, at)
		}
	}
	start, end := m.path[0], m.path[len(m.path)-1]
	startMark(c, vg.Point{X: toX(start.X), Y: toY(start.Y)})
	endMark(c, vg.Point{X: toX(end.X), Y: toY(end.Y)})
}
