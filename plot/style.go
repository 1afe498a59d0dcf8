package plot

import (
	"image/color"

	"golang.org/x/image/font"
	"gonum.org/v1/plot"
	plotfont "gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// newPlot returns a plot in this package's style.
func newPlot() *plot.Plot {
	plt := plot.New()
	plt.BackgroundColor = nil
	for _, axis := range []*plot.Axis{&plt.X, &plt.Y} {
		axis.Padding = 0
		axis.Label.TextStyle = withAlignment(plainText(11), axis.Label.TextStyle)
		axis.Label.Padding = vg.Points(4)
		axis.Tick.Label = withAlignment(plainText(10), axis.Tick.Label)
		axis.Tick.Marker = niceTicks{6}
		axis.Color, axis.Tick.Color = inkColor(), inkColor()
	}
	return plt
}

// inkColor is the colour of text and axes.
func inkColor() color.RGBA { return color.RGBA{R: 0x26, G: 0x26, B: 0x2b, A: 0xff} }

// guideColor is that of lines to read values by.
func guideColor() color.RGBA { return color.RGBA{R: 0xe2, G: 0xe2, B: 0xe7, A: 0xff} }

func plainText(points float64) text.Style { return style(points, font.WeightNormal) }

func boldText(points float64) text.Style { return style(points, font.WeightBold) }

func style(points float64, weight font.Weight) text.Style {
	return text.Style{
		Color:   inkColor(),
		Font:    plotfont.Font{Typeface: "Liberation", Variant: "Sans", Weight: weight, Size: vg.Points(points)},
		Handler: text.Plain{Fonts: plotfont.DefaultCache},
	}
}

func withAlignment(s, from text.Style) text.Style {
	s.XAlign, s.YAlign, s.Rotation = from.XAlign, from.YAlign, from.Rotation
	return s
}

// thin is a line of ink.
func thin(points float64) draw.LineStyle {
	return draw.LineStyle{Color: inkColor(), Width: vg.Points(points)}
}

// outline draws the border of a rectangle.
func outline(c draw.Canvas, r vg.Rectangle, style draw.LineStyle) {
	c.StrokeLines(style, []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}, r.Min})
}
