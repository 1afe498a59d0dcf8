package plot

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/engine-gpu/engine-gpu/plot/bins"
)

// Distribution shows how a positive quantity is distributed over each type of
// neuron, on a logarithmic axis. The area under a line is
// 100 %.
type Distribution struct {
	File          string // its name
	Title, Run    string
	XLabel        string
	Distributions []TypeDistribution
}

// TypeDistribution is the distribution of one type.
type TypeDistribution struct {
	Type    string
	Note    string    // in a few words
	Edges   []float64 // of the bins, positive and ascending: one more than there are bins
	Density []float64 // [% per decade]
}

// NewIntervals returns the distributions of the intervals between two spikes
// of a neuron.
func NewIntervals(run string, s *bins.Spikes) *Distribution {
	d := &Distribution{File: "isi", Title: "Interspike intervals", Run: run, XLabel: "interval between two spikes of a neuron [ms]"}
	for g, group := range s.Groups {
		number, scale := s.Intervals(g)
		edges, density, median := densities(number, scale, 1)
		note := "no interval"
		if len(density) > 0 {
			note = fmt.Sprintf("median %.3g ms", median)
		}
		d.Distributions = append(d.Distributions, TypeDistribution{group.Type, note, edges, density})
	}
	return d
}

// NewRates returns the distributions of the neurons' mean rates.
func NewRates(run string, s *bins.Spikes) *Distribution {
	d := &Distribution{File: "rates", Title: "Firing rates", Run: run, XLabel: "mean rate of a neuron [Hz]"}
	if s.Ticks() == 0 {
		return d
	}
	hz := 1000 / float64(s.Ticks())
	for g, group := range s.Groups {
		number, scale, silent, mean := s.Counts(g)
		edges, density, _ := densities(number, scale, hz)
		note := fmt.Sprintf("mean %.3g Hz, %s of %s silent", mean*hz, count(silent), count(group.Neurons))
		d.Distributions = append(d.Distributions, TypeDistribution{group.Type, note, edges, density})
	}
	return d
}

// densities turns counts by the bins of a scale into shares per decade,
// without the empty bins at either end, and gives the median. unit is what the
// number 1 stands for.
func densities(number []int64, scale *bins.Scale, unit float64) (edges, density []float64, median float64) {
	first, last, total := len(number), -1, int64(0)
	for i, n := range number {
		if n > 0 {
			first, last, total = min(first, i), i, total+n
		}
	}
	below := int64(0)
	for i := first; i <= last; i++ {
		low, high := scale.Edges(i)
		edges = append(edges, low*unit)
		if i == last {
			edges = append(edges, high*unit)
		}
		density = append(density, 100*float64(number[i])/float64(total)/scale.Decades(i))
		if half := float64(total) / 2; float64(below) < half && float64(below+number[i]) >= half {
			median = unit * (low + (high-low)*(half-float64(below))/float64(number[i]))
		}
		below += number[i]
	}
	return edges, density, median
}

// Name implements Figure.
func (d *Distribution) Name() string { return d.File }

func (d *Distribution) check() error {
	for _, t := range d.Distributions {
		if len(t.Density) > 0 {
			return nil
		}
	}
	return fmt.Errorf("%w: too few spikes", ErrNothing)
}

func (d *Distribution) heading() (title, subtitle string) {
	return d.Title, d.Run + ": shares of each type in percent per decade"
}

func (d *Distribution) height() vg.Length {
	return (1.5 + 0.98*vg.Length(len(d.Distributions))) * vg.Inch
}

func (d *Distribution) draw(page draw.Canvas) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, t := range d.Distributions {
		if n := len(t.Density); n > 0 {
			low, high = min(low, math.Log10(t.Edges[0])), max(high, math.Log10(t.Edges[n]))
		}
	}
	panels := make([]panel, len(d.Distributions))
	for i, t := range d.Distributions {
		plt := newPlot()
		plt.X.Label.Text, plt.Y.Label.Text = d.XLabel, "%/decade"
		plt.X.Tick.Marker, plt.Y.Tick.Marker = decadeTicks{}, niceTicks{3.5}
		plt.X.Min, plt.X.Max = low-0.05, high+0.05
		plt.Y.Min, plt.Y.Max = 0, 1
		plt.Add(guides{})
		if len(t.Density) > 0 {
			plt.Y.Max = headroom(slices.Max(t.Density))
			edges := make([]float64, len(t.Edges))
			for j, e := range t.Edges {
				edges[j] = math.Log10(e)
			}
			x, y := steps(edges, t.Density)
			plt.Add(&curve{x: x, y: y, color: typeColor(t.Type), width: 1.3, fill: 0.3})
		}
		panels[i] = panel{Plot: plt, title: t.Type + ", " + t.Note}
	}
	stack(page, panels)
}
