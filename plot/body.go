package plot

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/engine-gpu/engine-gpu/plot/bins"
)

// Body is a kymograph of the worm's body: how each joint is bent and how much
// more each segment's dorsal muscle is active than its ventral one, over time.
type Body struct {
	Run        string
	Theta      *bins.Track // the joints' angles [rad], head to tail
	Activation *bins.Track // dorsal less ventral activation, head to tail
}

// Name implements Figure.
func (b *Body) Name() string { return "body" }

func (b *Body) check() error {
	if b.Theta.Columns() == 0 || b.Activation.Columns() == 0 {
		return fmt.Errorf("%w: no postures", ErrNothing)
	}
	return nil
}

func (b *Body) heading() (title, subtitle string) {
	subtitle = fmt.Sprintf("%s: red bends to the dorsal side, blue to the ventral one", b.Run)
	if b.Theta.Width() > 1 {
		subtitle += fmt.Sprintf("; means over %d ms", b.Theta.Width())
	}
	return "Body curvature", subtitle
}

func (b *Body) height() vg.Length { return 6.2 * vg.Inch }

func (b *Body) draw(page draw.Canvas) {
	const column = 64 // [points]
	theta := b.panel(b.Theta, 180/math.Pi, "joint, head to tail")
	theta.title = "Angles of the joints"
	muscle := b.panel(b.Activation, 1, "segment, head to tail")
	muscle.title = "Activation of the muscles, dorsal less ventral"
	areas := stack(draw.Crop(page, 0, -vg.Points(column), 0, 0), []panel{theta.panel, muscle.panel})
	for i, limit := range []float64{theta.limit, muscle.limit} {
		bar := areas[i]
		bar.Min.X, bar.Max.X = areas[i].Max.X+vg.Points(14), page.Max.X
		bar.Max.Y += vg.Points(titleRoom)
		colorBar{[]string{"angle [°]", "activation"}[i], []ramp{divergingRamp()}, -limit, limit, false, false}.draw(bar)
	}
}

// bodyPanel is a kymograph with the value of its last colour.
type bodyPanel struct {
	panel
	limit float64
}

func (b *Body) panel(t *bins.Track, factor float64, label string) bodyPanel {
	plt := newPlot()
	time := newTimeScale(float64(t.From()), float64(t.To()))
	time.set(plt)
	n := t.Values()
	// Number 1 is at the top.
	plt.Y.Min, plt.Y.Max = -float64(n)-0.5, -0.5
	plt.Y.Tick.Marker = countedDown{}
	plt.Y.Label.Text = label
	g := newGrid(t.Columns(), n)
	var size []float64
	for c := range t.Columns() {
		for i := range n {
			mean, _, _ := t.At(c, i)
			g.set(c, i, mean*factor)
			if mean == mean {
				size = append(size, math.Abs(mean*factor))
			}
		}
	}
	slices.Sort(size)
	limit := roundTo(size[len(size)*995/1000], 2)
	if limit == 0 {
		limit = 1
	}
	colors := divergingRamp()
	plt.Add(&heatmap{
		g, time.from / time.unit, float64(t.Width()) / time.unit,
		func(x float64) color.RGBA { return colors.at((x/limit + 1) / 2) },
	})
	return bodyPanel{panel{Plot: plt}, limit}
}
