package plot

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Lines shows how quantities depend on another one.
type Lines struct {
	File           string // its name
	Title, Note    string
	XLabel, YLabel string
	Low, High      float64 // of the y axis, which is cut there; equal: what the lines need
	Series         []Series
}

// Series is one line. X and Y are of one length.
type Series struct {
	Name string
	X, Y []float64
}

// Name implements Figure.
func (l *Lines) Name() string { return l.File }

func (l *Lines) check() error {
	points := 0
	for _, s := range l.Series {
		if len(s.X) != len(s.Y) {
			return fmt.Errorf("the line %s has %d values of x and %d of y", s.Name, len(s.X), len(s.Y))
		}
		for i := range s.X {
			if sum := s.X[i] + s.Y[i]; math.IsNaN(sum) || math.IsInf(sum, 0) {
				return fmt.Errorf("the line %s has no finite point %d", s.Name, i+1)
			}
		}
		points += len(s.X)
	}
	if points == 0 {
		return fmt.Errorf("%w: no points", ErrNothing)
	}
	return nil
}

func (l *Lines) heading() (title, subtitle string) { return l.Title, l.Note }

func (l *Lines) height() vg.Length { return 4.8 * vg.Inch }

func (l *Lines) draw(page draw.Canvas) {
	plt := newPlot()
	plt.X.Label.Text, plt.Y.Label.Text = l.XLabel, l.YLabel
	plt.X.Tick.Marker = niceTicks{10}
	plt.X.Min, plt.X.Max = math.Inf(1), math.Inf(-1)
	low, high := 0.0, 0.0
	var entries []entry
	plt.Add(guides{}, level{0})
	for i, s := range l.Series {
		for k := range s.X {
			plt.X.Min, plt.X.Max = min(plt.X.Min, s.X[k]), max(plt.X.Max, s.X[k])
			low, high = min(low, s.Y[k]), max(high, s.Y[k])
		}
		plt.Add(&curve{x: s.X, y: s.Y, color: seriesColor(i), width: 1.8})
		entries = append(entries, entry{lineMark(seriesColor(i), 1.8), s.Name})
	}
	room := 0.05 * max(high-low, 1e-9)
	plt.Y.Min, plt.Y.Max = low-room, high+room
	if l.Low < l.High {
		plt.Y.Min, plt.Y.Max = l.Low, l.High
	}
	if plt.X.Min == plt.X.Max {
		plt.X.Min, plt.X.Max = plt.X.Min-0.5, plt.X.Max+0.5
	}
	page = keyLine(page, entries)
	plt.Draw(page)
}

// seriesColor is the colour of a line or bar by its place.
func seriesColor(i int) color.RGBA {
	return typeColor(snn.NeuronType(i % int(snn.NumNeuronTypes)).String())
}

// keyLine draws a legend in one line and returns what is left of the page.
func keyLine(page draw.Canvas, entries []entry) draw.Canvas {
	sty := plainText(10)
	sty.YAlign = draw.YCenter
	x, y := page.Min.X+vg.Points(4), page.Max.Y-vg.Points(8)
	for _, e := range entries {
		e.symbol(page, vg.Point{X: x + vg.Points(11), Y: y})
		page.FillText(sty, vg.Point{X: x + vg.Points(26), Y: y}, e.text)
		x += vg.Points(26+16) + sty.Rectangle(e.text).Size().X
	}
	page.Max.Y -= vg.Points(22)
	return page
}
