package plot

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// mark draws a symbol at a place.
type mark func(c draw.Canvas, at vg.Point)

// foodMark is a green spot with a cross.
func foodMark(c draw.Canvas, at vg.Point) {
	const arm = 6.5
	for _, stroke := range []draw.LineStyle{
		{Color: color.White, Width: vg.Points(4.2)},
		{Color: color.RGBA{R: 0x14, G: 0x66, B: 0x3a, A: 0xff}, Width: vg.Points(2.2)},
	} {
		c.StrokeLines(stroke, []vg.Point{{X: at.X - vg.Points(arm), Y: at.Y}, {X: at.X + vg.Points(arm), Y: at.Y}})
		c.StrokeLines(stroke, []vg.Point{{X: at.X, Y: at.Y - vg.Points(arm)}, {X: at.X, Y: at.Y + vg.Points(arm)}})
	}
}

// startMark is an open circle in the first colour of time.
func startMark(c draw.Canvas, at vg.Point) {
	disc(c, at, 6.2, color.White)
	disc(c, at, 5.2, timeRamp().at(0))
	disc(c, at, 2.6, color.White)
}

// endMark is a filled square in the last colour of time.
func endMark(c draw.Canvas, at vg.Point) {
	square(c, at, 6, color.White)
	square(c, at, 5, inkColor())
	square(c, at, 3.6, timeRamp().at(1))
}

func disc(c draw.Canvas, at vg.Point, radius float64, fill color.Color) {
	c.DrawGlyph(draw.GlyphStyle{Color: fill, Radius: vg.Points(radius), Shape: draw.CircleGlyph{}}, at)
}

func square(c draw.Canvas, at vg.Point, half float64, fill color.Color) {
	h := vg.Points(half)
	c.FillPolygon(fill, []vg.Point{
		{X: at.X - h, Y: at.Y - h}, {X: at.X + h, Y: at.Y - h}, {X: at.X + h, Y: at.Y + h}, {X: at.X - h, Y: at.Y + h},
	})
}

// pathMark is a stroke through all colours of time.
func pathMark(c draw.Canvas, at vg.Point) {
	const half = 9.0
	colors := timeRamp()
	for i := range 18 {
		x := at.X + vg.Points(float64(i)-half)
		c.StrokeLines(draw.LineStyle{Color: colors.at(float64(i) / 17), Width: vg.Points(2)},
			[]vg.Point{{X: x, Y: at.Y}, {X: x + vg.Points(1.2), Y: at.Y}})
	}
}

// Thumbnail implements plot.Thumbnailer.
func (m mark) Thumbnail(c *draw.Canvas) { m(*c, c.Center()) }

// addLegend puts the legend into the upper left corner, which the dish leaves
// empty.
func addLegend(plt *plot.Plot) {
	l := &plt.Legend
	l.Top, l.Left = true, true
	l.TextStyle = withAlignment(plainText(10), l.TextStyle)
	l.ThumbnailWidth = vg.Points(22)
	l.Padding = vg.Points(6)
	l.XOffs, l.YOffs = vg.Points(6), -vg.Points(5)
	for _, e := range dishEntries() {
		l.Add(e.text, e.symbol)
	}
}

// dishEntries lists what is marked in a dish.
func dishEntries() []entry {
	return []entry{{pathMark, "path"}, {startMark, "start"}, {endMark, "end"}, {foodMark, "food"}}
}
