package plot

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Rows compares named things, one below the other, by values with intervals or
// by bars.
type Rows struct {
	File        string // its name
	Title, Note string
	XLabel      string
	Series      []string // names of the values of a row
	Bars        bool     // from 0, without intervals
	Low, High   float64  // of the axis; equal: what the values need
	Rows        []Row
}

// Row is one thing, with a value of each series. A value that is NaN is left
// out.
type Row struct {
	Label  string
	Note   string // at the right end
	Values []Span
}

// Name implements Figure.
func (r *Rows) Name() string { return r.File }

func (r *Rows) check() error {
	if len(r.Rows) == 0 || len(r.Series) == 0 {
		return fmt.Errorf("%w: no rows", ErrNothing)
	}
	for _, row := range r.Rows {
		if len(row.Values) != len(r.Series) {
			return fmt.Errorf("the row %s has %d values of %d series", row.Label, len(row.Values), len(r.Series))
		}
		for _, v := range row.Values {
			if sum := v.Value + v.Interval[0] + v.Interval[1]; math.IsInf(sum, 0) || math.IsNaN(v.Interval[0]+v.Interval[1]) {
				return fmt.Errorf("the row %s has a value that is not finite", row.Label)
			}
		}
	}
	return nil
}

func (r *Rows) heading() (title, subtitle string) { return r.Title, r.Note }

// rowHeight is the height of a row of one series, and what each further one
// adds.
const rowHeight, seriesHeight = 0.16 * vg.Inch, 0.09 * vg.Inch

func (r *Rows) height() vg.Length {
	return 1.7*vg.Inch + vg.Length(len(r.Rows))*(rowHeight+seriesHeight*vg.Length(len(r.Series)-1))
}

func (r *Rows) draw(page draw.Canvas) {
	var entries []entry
	for i, name := range r.Series {
		entries = append(entries, entry{lineMark(seriesColor(i), 4), name})
	}
	if len(entries) > 1 {
		page = keyLine(page, entries)
	}
	low, high := 0.0, 0.0
	var left, right vg.Length
	for _, row := range r.Rows {
		left = max(left, plainText(10).Rectangle(row.Label).Size().X)
		right = max(right, plainText(10).Rectangle(row.Note).Size().X)
		for _, v := range row.Values {
			if v.Value == v.Value {
				low, high = min(low, v.Value, v.Interval[0]), max(high, v.Value, v.Interval[1])
			}
		}
	}
	plt := newPlot()
	plt.HideY()
	plt.X.Label.Text = r.XLabel
	plt.X.Tick.Marker = niceTicks{8}
	room := 0.04 * max(high-low, 1e-9)
	plt.X.Min, plt.X.Max = low-room, high+room
	if low == 0 && r.Bars {
		plt.X.Min = 0
	}
	if r.Low < r.High {
		plt.X.Min, plt.X.Max = r.Low, r.High
	}
	plt.Y.Min, plt.Y.Max = 0, float64(len(r.Rows))
	plt.Add(&rowsPlotter{r})
	page.Min.X += left + vg.Points(12)
	page.Max.X -= right + vg.Points(14)
	plt.Draw(page)
}

// rowsPlotter draws the rows, and their labels beside the data.
type rowsPlotter struct{ figure *Rows }

// Plot implements plot.Plotter.
func (p *rowsPlotter) Plot(c draw.Canvas, plt *plot.Plot) {
	r := p.figure
	toX, toY := plt.Transforms(&c)
	for _, tick := range plt.X.Tick.Marker.Ticks(plt.X.Min, plt.X.Max) {
		x := toX(tick.Value)
		guide := draw.LineStyle{Color: guideColor(), Width: vg.Points(0.6)}
		if tick.Value == 0 {
			guide = thin(0.8)
		}
		c.StrokeLines(guide, []vg.Point{{X: x, Y: c.Min.Y}, {X: x, Y: c.Max.Y}})
	}
	label, note := plainText(10), plainText(10)
	label.XAlign, label.YAlign, note.YAlign = draw.XRight, draw.YCenter, draw.YCenter
	number := len(r.Rows)
	within := 0.7 / float64(len(r.Series)) // of a row, for each series
	for i, row := range r.Rows {
		middle := float64(number-i) - 0.5
		c.FillText(label, vg.Point{X: c.Min.X - vg.Points(8), Y: toY(middle)}, row.Label)
		c.FillText(note, vg.Point{X: c.Max.X + vg.Points(8), Y: toY(middle)}, row.Note)
		for k, v := range row.Values {
			if v.Value != v.Value {
				continue
			}
			y := middle + 0.35 - within*(float64(k)+0.5)
			style := draw.LineStyle{Color: seriesColor(k), Width: vg.Points(1.6)}
			if r.Bars {
				style.Width = (toY(within) - toY(0)) * 0.88
				c.StrokeLines(style, c.ClipLinesX([]vg.Point{{X: toX(0), Y: toY(y)}, {X: toX(v.Value), Y: toY(y)}})...)
				continue
			}
			c.StrokeLines(style, []vg.Point{{X: toX(v.Interval[0]), Y: toY(y)}, {X: toX(v.Interval[1]), Y: toY(y)}})
			disc(c, vg.Point{X: toX(v.Value), Y: toY(y)}, 3, seriesColor(k))
		}
	}
}
