package plot

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/engine-gpu/engine-gpu/plot/bins"
)

// Weights shows how the weights of each type of synapse are distributed, and
// how that changes: as outlines of a few snapshots, or as a map over time with
// median and quartiles.
type Weights struct {
	Run     string
	Weights *bins.Weights
}

// Name implements Figure.
func (w *Weights) Name() string { return "weights" }

func (w *Weights) check() error {
	if len(w.Weights.Ticks) == 0 || len(w.Weights.Types) == 0 {
		return fmt.Errorf("%w: no weights", ErrNothing)
	}
	return nil
}

func (w *Weights) heading() (title, subtitle string) {
	total := 0
	for _, t := range w.Weights.Types {
		total += t.Synapses
	}
	return "Synaptic weights", fmt.Sprintf("%s: %s, %s", w.Run, plural(total, "synapse"), plural(len(w.Weights.Ticks), "snapshot"))
}

// weightColumns is the number of panels side by side.
const weightColumns = 2

func (w *Weights) rows() int { return (len(w.Weights.Types) + weightColumns - 1) / weightColumns }

func (w *Weights) height() vg.Length { return (1.0 + 2.35*vg.Length(w.rows())) * vg.Inch }

// outlines reports whether the snapshots are few enough to be drawn one over
// the other.
func (w *Weights) outlines() bool { return len(w.Weights.Ticks) < 4 }

func (w *Weights) draw(page draw.Canvas) {
	const bar = 62 // [points]
	area := page
	if w.outlines() {
		legend := page
		key(legend, w.entries())
		area.Max.Y -= vg.Points(15*float64(len(w.Weights.Ticks)) + 8)
	} else {
		area.Max.X -= vg.Points(bar)
		bars := page
		bars.Min.X = area.Max.X + vg.Points(14)
		bars.Min.Y += (page.Max.Y - page.Min.Y) * 0.12
		colorBar{"share [%]", []ramp{weightRamp()}, 0, 100 * w.limit(), true, true}.draw(bars)
		legend := page
		key(legend, []entry{{lineMark(medianColor(), 2), "median"}, {lineMark(quartileColor(), 1), "quartiles"}})
		area.Max.Y -= vg.Points(36)
	}
	width := (area.Max.X - area.Min.X + vg.Points(16)) / weightColumns
	height := (area.Max.Y - area.Min.Y) / vg.Length(w.rows())
	for k, t := range w.Weights.Types {
		cell := area
		cell.Min.X = area.Min.X + width*vg.Length(k%weightColumns)
		cell.Max.X = cell.Min.X + width - vg.Points(16)
		cell.Max.Y = area.Max.Y - height*vg.Length(k/weightColumns)
		cell.Min.Y = cell.Max.Y - height + vg.Points(8)
		plt := w.overTime(k)
		if w.outlines() {
			plt = w.outlined(k)
		}
		stack(cell, []panel{{Plot: plt, title: t.Name + ", " + plural(t.Synapses, "synapse") + w.unchanged(k)}})
	}
}

// unchanged says so if the first and the last snapshot are alike.
func (w *Weights) unchanged(kind int) string {
	last := len(w.Weights.Ticks) - 1
	if last > 0 && slices.Equal(w.Weights.Bins(0, kind), w.Weights.Bins(last, kind)) {
		return ", unchanged"
	}
	return ""
}

func (w *Weights) entries() []entry {
	var list []entry
	for i, t := range w.Weights.Ticks {
		label := "after " + plural(t, "tick")
		if t == 0 {
			label = "at the start"
		}
		list = append(list, entry{lineMark(w.inkOf(i), 2), label})
	}
	return list
}

// inkOf is the colour of a snapshot's outline: grey for the first, dark for
// the last.
func (w *Weights) inkOf(snapshot int) color.RGBA {
	colors := []color.RGBA{{R: 0x0f, G: 0x4c, B: 0x81, A: 0xff}, {R: 0x8f, G: 0x8f, B: 0x98, A: 0xff}, {R: 0xd9, G: 0x8a, B: 0x29, A: 0xff}}
	return colors[(snapshot+1)%len(w.Weights.Ticks)%len(colors)]
}

// outlined shows the distributions one over the other.
func (w *Weights) outlined(kind int) *plot.Plot {
	plt := newPlot()
	plt.X.Label.Text, plt.Y.Label.Text = "weight", "synapses"
	t := &w.Weights.Types[kind]
	edges := make([]float64, bins.WeightBins+1)
	for b := range edges {
		edges[b] = t.Edge(b)
	}
	margin := 0.02 * (t.High - t.Low)
	plt.X.Min, plt.X.Max = t.Low-margin, t.High+margin
	plt.Y.Tick.Marker = niceTicks{5}
	plt.Add(guides{})
	most := 0.0
	for i := range w.Weights.Ticks {
		number := make([]float64, bins.WeightBins)
		for b, n := range w.Weights.Bins(i, kind) {
			number[b] = float64(n)
			most = max(most, number[b])
		}
		x, y := steps(edges, number)
		plt.Add(&curve{x: x, y: y, color: w.inkOf(i), width: 1.2, fill: 0.15})
	}
	plt.Y.Min, plt.Y.Max = 0, headroom(most)
	return plt
}

// edgeRows set the largest and the smallest weight off from the axes.
const edgeRows = 2

// overTime shows the distribution as a map over time.
func (w *Weights) overTime(kind int) *plot.Plot {
	ws := w.Weights
	plt := newPlot()
	t := &ws.Types[kind]
	n := len(ws.Ticks)
	time := newTimeScale(float64(ws.Ticks[0]), float64(ws.Ticks[n-1]))
	time.set(plt)
	plt.X.Tick.Marker = niceTicks{7}
	plt.Y.Label.Text = "weight"
	plt.Y.Tick.Marker = niceTicks{5}
	plt.Y.Min, plt.Y.Max = t.Edge(-edgeRows), t.Edge(bins.WeightBins+edgeRows)

	// The snapshots need not be evenly spaced: a column shows the last one
	// taken by its middle.
	columns := min(4*n, 1024)
	g := newGrid(columns, bins.WeightBins+2*edgeRows)
	for c := range columns {
		at := time.from + (float64(c)+0.5)/float64(columns)*(time.to-time.from)
		i := 0
		for i+1 < n && float64(ws.Ticks[i+1]) <= at {
			i++
		}
		total := 0.0
		for _, x := range ws.Bins(i, kind) {
			total += float64(x)
		}
		for b, x := range ws.Bins(i, kind) {
			g.set(c, edgeRows+bins.WeightBins-1-b, float64(x)/max(total, 1))
		}
	}
	width := (time.to - time.from) / float64(columns) / time.unit
	plt.Add(&heatmap{g, time.from / time.unit, width, shade(weightRamp(), w.limit())})
	x := make([]float64, n)
	for i, tick := range ws.Ticks {
		x[i] = float64(tick) / time.unit
	}
	for _, q := range []struct {
		share float64
		color color.RGBA
		width float64
	}{{0.25, quartileColor(), 0.9}, {0.75, quartileColor(), 0.9}, {0.5, medianColor(), 1.5}} {
		y := make([]float64, n)
		for i := range y {
			y[i] = ws.Quantile(i, kind, q.share)
		}
		plt.Add(&curve{x: x, y: y, color: q.color, width: q.width})
	}
	return plt
}

// limit is the share of a type's synapses that has the darkest colour.
func (w *Weights) limit() float64 {
	most := 0.0
	for i := range w.Weights.Ticks {
		for k, t := range w.Weights.Types {
			for _, x := range w.Weights.Bins(i, k) {
				most = max(most, float64(x)/float64(t.Synapses))
			}
		}
	}
	return math.Min(most, 0.1)
}

func weightRamp() ramp { return inkRamp(color.RGBA{R: 0x0f, G: 0x4c, B: 0x81, A: 0xff}) }

func medianColor() color.RGBA { return color.RGBA{R: 0xd5, G: 0x5e, B: 0x00, A: 0xff} }

func quartileColor() color.RGBA { return color.RGBA{R: 0xf0, G: 0x98, B: 0x4a, A: 0xff} }
