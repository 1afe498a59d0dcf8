package plot

import (
	"fmt"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/engine-gpu/engine-gpu/plot/bins"
)

// Voltages shows the membrane potentials of some neurons over time. Where
// there are more ticks than pixels the line goes through the least and the
// largest value of each column.
type Voltages struct {
	Run     string
	Of      int // neurons that were recorded, of which these are some
	Neurons []TracedNeuron
	V       *bins.Track // a value for each of Neurons [mV], by the ticks run
}

// TracedNeuron is a neuron whose potential is shown.
type TracedNeuron struct {
	ID   int64 // in the database
	Type string
}

// MaxTraces is the largest number of neurons that are shown.
const MaxTraces = 10

// Name implements Figure.
func (v *Voltages) Name() string { return "voltage" }

func (v *Voltages) check() error {
	if len(v.Neurons) == 0 || v.V.Columns() == 0 {
		return fmt.Errorf("%w: no membrane potentials", ErrNothing)
	}
	return nil
}

func (v *Voltages) heading() (title, subtitle string) {
	subtitle = fmt.Sprintf("%s: %s", v.Run, plural(len(v.Neurons), "neuron"))
	if v.Of > len(v.Neurons) {
		subtitle += fmt.Sprintf(" of the %s recorded", count(v.Of))
	}
	if v.V.Width() > 1 {
		subtitle += fmt.Sprintf("; least and largest value in every %d ms", v.V.Width())
	}
	return "Membrane potential", subtitle
}

func (v *Voltages) height() vg.Length {
	return (1.4 + 0.85*vg.Length(len(v.Neurons))) * vg.Inch
}

func (v *Voltages) draw(page draw.Canvas) {
	time := newTimeScale(float64(v.V.From())-1, float64(v.V.To()))
	low, high := v.extent()
	panels := make([]panel, len(v.Neurons))
	for i, n := range v.Neurons {
		plt := newPlot()
		time.set(plt)
		plt.Y.Tick.Marker = niceTicks{4}
		plt.Y.Min, plt.Y.Max = low, high
		plt.Y.Label.Text = "v [mV]"
		x, y := v.line(i, time.unit)
		plt.Add(guides{}, &curve{x: x, y: y, color: typeColor(n.Type), width: 0.8})
		panels[i] = panel{Plot: plt, title: fmt.Sprintf("neuron %d, %s", n.ID, n.Type)}
	}
	stack(page, panels)
}

// extent is the range of all values, with some room.
func (v *Voltages) extent() (low, high float64) {
	_, low, high = v.V.At(0, 0)
	for c := range v.V.Columns() {
		for i := range v.Neurons {
			if _, l, h := v.V.At(c, i); l == l {
				low, high = min(low, l), max(high, h)
			}
		}
	}
	room := max(0.05*(high-low), 0.5)
	return low - room, high + room
}

// line goes through every column's least and largest value, the one nearer to
// where it comes from first.
func (v *Voltages) line(neuron int, unit float64) (x, y []float64) {
	for c := range v.V.Columns() {
		_, low, high := v.V.At(c, neuron)
		if low != low {
			continue
		}
		at := v.V.Middle(c) / unit
		switch {
		case low == high:
			x, y = append(x, at), append(y, low)
		case len(y) > 0 && y[len(y)-1] > (low+high)/2:
			x, y = append(x, at, at), append(y, high, low)
		default:
			x, y = append(x, at, at), append(y, low, high)
		}
	}
	return x, y
}
