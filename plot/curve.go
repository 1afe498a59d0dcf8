package plot

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// curve draws a line through points, and fills what lies between it and a
// base. Points with NaN interrupt it.
type curve struct {
	x, y  []float64
	color color.RGBA
	width float64 // [points]
	fill  float64 // share of the colour in the fill; 0: none
	base  float64
}

// Plot implements plot.Plotter.
func (l *curve) Plot(c draw.Canvas, plt *plot.Plot) {
	toX, toY := plt.Transforms(&c)
	var piece []vg.Point
	flush := func() {
		if len(piece) > 0 && l.fill > 0 {
			base := toY(l.base)
			area := append([]vg.Point{{X: piece[0].X, Y: base}}, piece...)
			area = append(area, vg.Point{X: piece[len(piece)-1].X, Y: base})
			c.FillPolygon(color.NRGBA{R: l.color.R, G: l.color.G, B: l.color.B, A: uint8(255 * l.fill)}, c.ClipPolygonXY(area))
		}
		if len(piece) > 0 {
			c.StrokeLines(draw.LineStyle{Color: l.color, Width: vg.Points(l.width)}, c.ClipLinesXY(piece)...)
		}
		piece = nil
	}
	for i := range l.x {
		if math.IsNaN(l.x[i] + l.y[i]) {
			flush()
			continue
		}
		piece = append(piece, vg.Point{X: toX(l.x[i]), Y: toY(l.y[i])})
	}
	flush()
}

// steps returns the outline of bars: edges has one more element than heights.
func steps(edges, heights []float64) (x, y []float64) {
	x, y = append(x, edges[0]), append(y, 0)
	for i, h := range heights {
		x, y = append(x, edges[i], edges[i+1]), append(y, h, h)
	}
	return append(x, edges[len(edges)-1]), append(y, 0)
}

// lineMark is a piece of a curve for a key.
func lineMark(col color.RGBA, width float64) mark {
	return func(c draw.Canvas, at vg.Point) {
		c.StrokeLines(draw.LineStyle{Color: col, Width: vg.Points(width)},
			[]vg.Point{{X: at.X - vg.Points(8), Y: at.Y}, {X: at.X + vg.Points(8), Y: at.Y}})
	}
}

// headroom is an upper end for an axis from 0 that leaves room above a value.
func headroom(most float64) float64 {
	if !(most > 0) {
		return 1
	}
	return most * 1.08
}
