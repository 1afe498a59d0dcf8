package plot

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// binning is equal intervals from low to high, with a border at 0.
type binning struct {
	low, high, width float64
	count            int
}

// round widens the range of values to whole bins, of a width that suits the
// number of values.
func (b binning) round(values int) binning {
	spread := math.Max(b.high-b.low, 0.1)
	b.width = roundStep(spread / math.Min(math.Max(1.6*math.Sqrt(float64(values)), 8), 40))
	first := math.Floor(math.Min(b.low, 0)/b.width+1e-9) - 1
	last := math.Ceil(math.Max(b.high, 0)/b.width-1e-9) + 1
	b.low, b.high, b.count = first*b.width, last*b.width, int(last-first)
	return b
}

// of returns the bin of a value: its lower border belongs to it.
func (b binning) of(x float64) int {
	return min(max(int(math.Floor((x-b.low)/b.width+1e-9)), 0), b.count-1)
}

// counts are the starts in each bin.
func (b binning) counts(paths []StartPath) []int {
	counts := make([]int, b.count)
	for _, p := range paths {
		counts[b.of(p.Index)]++
	}
	return counts
}

// colors is the scale that covers the bins.
func (b binning) colors() indexColors {
	return indexColors{math.Max(math.Abs(b.low), math.Abs(b.high))}
}

// indexColors gives the colour of a chemotaxis index: red below 0, blue above,
// grey at 0, full at most.
type indexColors struct{ most float64 }

func (i indexColors) at(index float64) color.RGBA { return indexRamp().at((index/i.most + 1) / 2) }

// indexRamp differs in lightness as well as in hue from the gradient under it,
// and its ends from each other in colour-blind eyes too.
func indexRamp() ramp {
	return ramp{
		{R: 0x8e, G: 0x0b, B: 0x1f, A: 0xff},
		{R: 0xd2, G: 0x4a, B: 0x30, A: 0xff},
		{R: 0x8a, G: 0x84, B: 0x82, A: 0xff},
		{R: 0x3c, G: 0x6f, B: 0xd0, A: 0xff},
		{R: 0x12, G: 0x1f, B: 0x7e, A: 0xff},
	}
}

// histogram is the indices of a group, with its spans above.
type histogram struct {
	group   *StartsGroup
	bins    binning
	highest int // starts in a bin, of all histograms that stand side by side
}

// draw draws the histogram between left and right, its labels outside of them.
func (h *histogram) draw(area draw.Canvas, left, right vg.Length) {
	plt := newPlot()
	plt.X.Label.Text, plt.Y.Label.Text = "chemotaxis index: the colour of the paths", "starts"
	plt.X.Min, plt.X.Max = h.bins.low, h.bins.high
	plt.Y.Min, plt.Y.Max = 0, float64(h.highest)*(1.1+spanRoom*float64(max(len(h.group.Spans), 1)))
	plt.X.Tick.Marker = plot.TickerFunc(signedTicks)
	plt.Y.Tick.Marker = plot.TickerFunc(wholeTicks)
	plt.Add(h)
	data := plt.DataCanvas(area)
	area.Min.X += left - data.Min.X
	area.Max.X -= data.Max.X - right
	plt.Draw(area)
}

// Plot implements plot.Plotter.
func (h *histogram) Plot(c draw.Canvas, plt *plot.Plot) {
	toX, toY := plt.Transforms(&c)
	colors := h.bins.colors()
	for i, n := range h.bins.counts(h.group.Paths) {
		if n == 0 {
			continue
		}
		from := h.bins.low + float64(i)*h.bins.width
		box := []vg.Point{
			{X: toX(from), Y: toY(0)}, {X: toX(from + h.bins.width), Y: toY(0)},
			{X: toX(from + h.bins.width), Y: toY(float64(n))}, {X: toX(from), Y: toY(float64(n))},
		}
		c.FillPolygon(colors.at(from+h.bins.width/2), box)
		c.StrokeLines(draw.LineStyle{Color: color.White, Width: vg.Points(0.6)}, append(box, box[0]))
	}
	thin := draw.LineStyle{Color: inkColor(), Width: vg.Points(0.6), Dashes: []vg.Length{vg.Points(3), vg.Points(2)}}
	c.StrokeLine2(thin, toX(0), toY(0), toX(0), toY(float64(h.highest)))

	for i, span := range h.group.Spans {
		ink := inkColor()
		if i > 0 {
			ink = color.RGBA{R: 0x80, G: 0x80, B: 0x88, A: 0xff}
		}
		height := float64(h.highest) * (1.1 + spanRoom*float64(len(h.group.Spans)-1-i))
		span.draw(c, toX, toY(height), ink)
	}
}

// spanRoom is the room of a span above the bars, as a share of the highest.
const spanRoom = 0.17

// draw draws the span at a height, and its label where there is room.
func (s Span) draw(c draw.Canvas, toX func(float64) vg.Length, y vg.Length, ink color.Color) {
	line := draw.LineStyle{Color: ink, Width: vg.Points(1.6)}
	left, right := toX(s.Interval[0]), toX(s.Interval[1])
	c.StrokeLine2(line, left, y, right, y)
	for _, end := range []vg.Length{left, right} {
		c.StrokeLine2(line, end, y-vg.Points(4), end, y+vg.Points(4))
	}
	disc(c, vg.Point{X: toX(s.Value), Y: y}, 3.6, ink)
	note := plainText(10)
	note.YAlign, note.Color = draw.YCenter, ink
	at := vg.Point{X: right + vg.Points(8), Y: y}
	if at.X+note.Rectangle(s.Label).Size().X > c.Max.X {
		at.X, note.XAlign = left-vg.Points(8), draw.XRight
	}
	c.FillText(note, at, s.Label)
}

// signedTicks are ticks with a sign.
func signedTicks(low, high float64) []plot.Tick {
	step := roundStep((high - low) / 6)
	var ticks []plot.Tick
	for n := math.Ceil(low/step - 1e-9); n*step <= high+1e-9; n++ {
		label := "0"
		if n != 0 {
			label = minusSign(n * step)
		}
		if n > 0 {
			label = "+" + label
		}
		ticks = append(ticks, plot.Tick{Value: n * step, Label: label})
	}
	return ticks
}

// wholeTicks are ticks at whole numbers.
func wholeTicks(low, high float64) []plot.Tick {
	step := math.Max(roundStep((high-low)/4), 1)
	var ticks []plot.Tick
	for x := 0.0; x <= high; x += step {
		ticks = append(ticks, plot.Tick{Value: x, Label: minusSign(x)})
	}
	return ticks
}
