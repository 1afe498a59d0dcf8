package plot

import (
	"fmt"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/engine-gpu/engine-gpu/plot/bins"
)

// Population shows the mean rate of the neurons of each type over time.
type Population struct {
	Run      string
	From, To int32   // ticks
	Bin      float64 // over which rates are means [ticks]
	Series   []RateSeries
}

// RateSeries is the rate of one type, or of "all" neurons.
type RateSeries struct {
	Type    string
	Neurons int
	Mean    float64   // [Hz]
	Ticks   []float64 // the middles of the bins
	Hz      []float64
}

// ratePoints is about the largest number of points of a line of rates.
const ratePoints = 600

// NewPopulation returns the rates of spikes that were counted.
func NewPopulation(run string, s *bins.Spikes) *Population {
	together := max((s.Columns()+ratePoints-1)/ratePoints, 1)
	p := &Population{Run: run, From: s.From(), To: s.From() + s.Ticks(), Bin: float64(together * s.Width())}
	all := RateSeries{Type: allNeurons, Neurons: s.Neurons()}
	for g, group := range s.Groups {
		p.Series = append(p.Series, RateSeries{Type: group.Type, Neurons: group.Neurons})
		if s.Columns() > 0 {
			p.Series[g].Mean = s.GroupHz(g, 0, s.Columns())
			all.Mean += p.Series[g].Mean * float64(group.Neurons) / float64(s.Neurons())
		}
	}
	for c := 0; c < s.Columns(); c += together {
		end := min(c+together, s.Columns())
		low, high := c*s.Width(), min(end*s.Width(), int(s.Ticks()))
		middle, sum := float64(s.From())+float64(low+high)/2, 0.0
		for g, group := range s.Groups {
			hz := s.GroupHz(g, c, end)
			sum += hz * float64(group.Neurons)
			p.Series[g].Ticks, p.Series[g].Hz = append(p.Series[g].Ticks, middle), append(p.Series[g].Hz, hz)
		}
		all.Ticks, all.Hz = append(all.Ticks, middle), append(all.Hz, sum/float64(s.Neurons()))
	}
	if len(p.Series) > 1 {
		p.Series = append(p.Series, all)
	}
	return p
}

// TrackedPopulation returns rates that were followed: names are the types, one
// for each value.
func TrackedPopulation(run string, t *bins.Track, names []string) *Population {
	p := &Population{Run: run, From: t.From(), To: t.To(), Bin: float64(t.Width())}
	for i, name := range names {
		s := RateSeries{Type: name}
		for c := range t.Columns() {
			if mean, _, _ := t.At(c, i); mean == mean {
				s.Ticks, s.Hz = append(s.Ticks, t.Middle(c)), append(s.Hz, mean)
				s.Mean += mean
			}
		}
		s.Mean /= float64(max(len(s.Hz), 1))
		p.Series = append(p.Series, s)
	}
	return p
}

// Name implements Figure.
func (p *Population) Name() string { return "population" }

func (p *Population) check() error {
	if len(p.Series) == 0 || len(p.Series[0].Ticks) == 0 {
		return fmt.Errorf("%w: no tick was run", ErrNothing)
	}
	return nil
}

func (p *Population) heading() (title, subtitle string) {
	return "Population rate", fmt.Sprintf("%s: mean rate of the neurons of each type, in bins of %g ms", p.Run, p.Bin)
}

func (p *Population) height() vg.Length {
	return (1.4 + 1.02*vg.Length(len(p.Series))) * vg.Inch
}

func (p *Population) draw(page draw.Canvas) {
	time := newTimeScale(float64(p.From), float64(p.To))
	panels := make([]panel, len(p.Series))
	for i, s := range p.Series {
		plt := newPlot()
		time.set(plt)
		plt.Y.Tick.Marker = niceTicks{3.5}
		most, x := 0.0, make([]float64, len(s.Ticks))
		for j := range x {
			x[j] = s.Ticks[j] / time.unit
			most = max(most, s.Hz[j])
		}
		plt.Y.Min, plt.Y.Max = 0, headroom(most)
		plt.Y.Label.Text = "rate [Hz]"
		plt.Add(guides{}, &curve{x: x, y: s.Hz, color: typeColor(s.Type), width: 1.1, fill: 0.18})
		panels[i] = panel{Plot: plt, title: fmt.Sprintf("%s, %s, mean %.3g Hz", s.Type, plural(s.Neurons, "neuron"), s.Mean)}
	}
	stack(page, panels)
}
