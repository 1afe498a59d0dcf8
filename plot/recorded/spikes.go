package recorded

import (
	"github.com/engine-gpu/engine-gpu/plot"
	"github.com/engine-gpu/engine-gpu/plot/bins"
	"github.com/engine-gpu/engine-gpu/record"
)

// fromSpikes makes a figure of the spikes.
func fromSpikes[F plot.Figure](r *Recording, figure func(*bins.Spikes) F) (plot.Figure, error) {
	s, err := r.spikes()
	if err != nil {
		return nil, err
	}
	return figure(s), nil
}

// spikes counts the spikes of the span, once for all figures.
func (r *Recording) spikes() (*bins.Spikes, error) {
	if r.counted != nil {
		return r.counted, nil
	}
	if !r.Has(record.FieldSpikes) {
		return nil, r.Spikes(nil) // says so
	}
	layout, err := r.layout()
	if err != nil {
		return nil, err
	}
	s := bins.NewSpikes(layout, r.from)
	inside, rows := r.spans(record.FieldSpikes, false), int64(0)
	err = r.Spikes(func(tick int32, neurons []int32) error {
		within, err := inside(tick)
		rows += int64(len(neurons))
		if err == nil && within {
			err = s.Record(tick, neurons)
		}
		return err
	})
	if err := r.ended(record.FieldSpikes, rows, err); err != nil {
		return nil, err
	}
	s.Cover(r.to)
	r.counted = s
	return s, nil
}

// population takes the rates from the spikes, or where those were not recorded
// from the recorded rates.
func (r *Recording) population() (plot.Figure, error) {
	if r.Has(record.FieldSpikes) || !r.Has(record.FieldRates) {
		return fromSpikes(r, func(s *bins.Spikes) *plot.Population { return plot.NewPopulation(r.run(), s) })
	}
	layout, err := r.layout()
	if err != nil {
		return nil, err
	}
	names, err := r.RateNames()
	if err != nil {
		return nil, err
	}
	every := r.every(record.FieldRates)
	t := bins.NewTrack(len(names), every)
	inside, rows := r.spans(record.FieldRates, false), int64(0)
	err = r.Rates(func(tick int32, hz []float32) error {
		within, err := inside(tick)
		rows++
		if err == nil && within {
			t.Add(tick+every/2, hz) // the bin's middle
		}
		return err
	})
	if err := r.ended(record.FieldRates, rows, err); err != nil {
		return nil, err
	}
	p := plot.TrackedPopulation(r.run(), t, names)
	p.From, p.To = r.from, r.to
	for i := range p.Series {
		p.Series[i].Neurons = layout.Neurons()
		for _, g := range layout.Groups {
			if g.Type == p.Series[i].Type {
				p.Series[i].Neurons = g.Neurons
			}
		}
	}
	return p, nil
}
