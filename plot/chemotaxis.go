package plot

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/engine-gpu/engine-gpu/plot/bins"
)

// Chemotaxis shows how near the worm came to the food, and what it was
// rewarded for.
type Chemotaxis struct {
	Run      string
	First    float64     // distance at the start, to which the index refers [BL]
	Distance *bins.Track // from the head to the nearest food [BL]
	Rewards  *bins.Rewards
}

// Name implements Figure.
func (c *Chemotaxis) Name() string { return "chemotaxis" }

func (c *Chemotaxis) check() error {
	if c.Distance.Columns() == 0 {
		return fmt.Errorf("%w: no distances", ErrNothing)
	}
	return nil
}

func (c *Chemotaxis) heading() (title, subtitle string) {
	return "Chemotaxis index over time", c.Run + ": 1 is at the food, 0 as far from it as at the start"
}

func (c *Chemotaxis) height() vg.Length { return 5.2 * vg.Inch }

func (c *Chemotaxis) index(distance float64) float64 {
	if c.First == 0 {
		return 0
	}
	return (c.First - distance) / c.First
}

func (c *Chemotaxis) draw(page draw.Canvas) {
	d := c.Distance
	time := newTimeScale(float64(d.From()), float64(d.To()))
	n := d.Columns()
	var x, distance, index []float64
	low, high, most := 0.0, 0.0, 0.0
	for i := range n {
		mean, _, _ := d.At(i, 0)
		if mean != mean {
			continue
		}
		ci := c.index(mean)
		x, distance, index = append(x, d.Middle(i)/time.unit), append(distance, mean), append(index, ci)
		low, high, most = min(low, ci), max(high, ci), max(most, mean)
	}
	room := max(0.08*(high-low), 0.05)
	upper := c.plot(time, "index", low-room, high+room)
	upper.Add(guides{}, level{0}, &curve{x: x, y: index, color: typeColor("RS"), width: 1.6, fill: 0.12})
	lower := c.plot(time, "[BL]", 0, headroom(most))
	lower.Add(guides{}, &curve{x: x, y: distance, color: inkColor(), width: 1.3})
	panels := []panel{
		{Plot: upper, title: "Chemotaxis index (first − present) / first distance", share: 1.5},
		{Plot: lower, title: "Distance from the nearest food in body lengths [BL]"},
	}
	if c.Rewards != nil && c.Rewards.Number > 0 {
		panels = append(panels, c.rewards(time))
	}
	stack(page, panels)
}

func (c *Chemotaxis) plot(time timeScale, label string, low, high float64) *plot.Plot {
	plt := newPlot()
	time.set(plt)
	plt.Y.Label.Text = label
	plt.Y.Min, plt.Y.Max = low, high
	plt.Y.Tick.Marker = niceTicks{4}
	return plt
}

// rewards shows the sums of positive and negative rewards over time.
func (c *Chemotaxis) rewards(time timeScale) panel {
	r := c.Rewards
	most := 0.0
	for i := range r.Columns() {
		up, down := r.At(i)
		most = max(most, up, -down)
	}
	plt := c.plot(time, "reward", -headroom(most), headroom(most))
	plt.Y.Tick.Marker = niceTicks{3}
	plt.Add(level{0}, &rewardBars{r, time.unit})
	return panel{
		Plot: plt, share: 0.6,
		title: fmt.Sprintf("Rewards: %s, net %s, sums over %d ms", count(r.Number), minusSign(roundTo(r.Net, 4)), r.Width()),
	}
}

// level is a line across a plot.
type level struct{ y float64 }

// Plot implements plot.Plotter.
func (l level) Plot(c draw.Canvas, plt *plot.Plot) {
	_, toY := plt.Transforms(&c)
	c.StrokeLines(draw.LineStyle{Color: color.RGBA{R: 0x8a, G: 0x8a, B: 0x92, A: 0xff}, Width: vg.Points(0.8)},
		[]vg.Point{{X: c.Min.X, Y: toY(l.y)}, {X: c.Max.X, Y: toY(l.y)}})
}

// rewardBars draws sums of rewards, up and down from 0.
type rewardBars struct {
	*bins.Rewards
	unit float64
}

// Plot implements plot.Plotter.
func (b *rewardBars) Plot(c draw.Canvas, plt *plot.Plot) {
	toX, toY := plt.Transforms(&c)
	for i := range b.Columns() {
		low := (float64(b.From()) + float64(i*b.Width())) / b.unit
		left, right := toX(low), toX(low+float64(b.Width())/b.unit)
		if thinnest := vg.Points(0.8); right-left < thinnest {
			right = left + thinnest
		}
		up, down := b.At(i)
		for y, ink := range map[float64]color.RGBA{up: typeColor("IB"), down: typeColor("FS")} {
			if y != 0 && !math.IsNaN(y) {
				area := []vg.Point{{X: left, Y: toY(0)}, {X: right, Y: toY(0)}, {X: right, Y: toY(y)}, {X: left, Y: toY(y)}}
				c.FillPolygon(ink, c.ClipPolygonXY(area))
			}
		}
	}
}
