package plot

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/engine-gpu/engine-gpu/plot/bins"
)

// Distribution shows how a positive quantity is distributed over each type of
// neuron, on a logarithmic axis. The area under each line is 100 %.
type Distribution struct {
	File          string // its name
	Title, Run    string
	XLabel        string
	Distributions []TypeDistribution
}

// TypeDistribution is the distribution of one type.
type TypeDistribution struct {
	Type    string
	Note    string    // for the key
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

func (d *Distribution) heading() (title, subtitle string) { return d.Title, d.Run }

func (d *Distribution) height() vg.Length { return 4.6 * vg.Inch }

func (d *Distribution) draw(page draw.Canvas) {
	plt := newPlot()
	plt.X.Label.Text, plt.Y.Label.Text = d.XLabel, "share per decade [%]"
	plt.X.Tick.Marker = decadeTicks{}
	plt.X.Min, plt.X.Max = math.Inf(1), math.Inf(-1)
	plt.Add(guides{})
	most := 0.0
	var entries []entry
	for i, t := range d.Distributions {
		ink := typeColor(t.Type, i)
		entries = append(entries, entry{lineMark(ink, 2.2), t.Type + ": " + t.Note})
		if len(t.Density) == 0 {
			continue
		}
		edges := make([]float64, len(t.Edges))
		for j, e := range t.Edges {
			edges[j] = math.Log10(e)
		}
		for _, y := range t.Density {
			most = max(most, y)
		}
		plt.X.Min, plt.X.Max = min(plt.X.Min, edges[0]), max(plt.X.Max, edges[len(edges)-1])
		x, y := steps(edges, t.Density)
		plt.Add(&curve{x: x, y: y, color: ink, width: 1.4, fill: 0.13})
	}
	margin := max(0.04*(plt.X.Max-plt.X.Min), 0.05)
	plt.X.Min, plt.X.Max = plt.X.Min-margin, plt.X.Max+margin
	plt.Y.Min, plt.Y.Max = 0, headroom(most)
	page = draw.Crop(page, 0, 0, 0, -vg.Points(15*float64(len(entries))+6))
	legend := page
	legend.Min.Y, legend.Max.Y = page.Max.Y, page.Max.Y+vg.Points(15*float64(len(entries))+6)
	plt.Draw(page)
	legend.Min.X = plt.DataCanvas(page).Min.X
	key(legend, entries, false)
}
