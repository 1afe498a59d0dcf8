package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/engine-gpu/engine-gpu/encoder"
	"github.com/engine-gpu/engine-gpu/plot"
)

// outputs lists the files of --out that show what was heard.
func (h *hearing) outputs(sum *summary) []output {
	if h == nil || h.raster == nil || sum.Ticks == 0 {
		return nil
	}
	return []output{{name: "audio.png", write: h.picture(sum).WritePNG, figure: true}}
}

// picture shows the sound beside the spikes, as far as the run went.
func (h *hearing) picture(sum *summary) *plot.Hearing {
	r := h.raster
	columns := max(int(math.Ceil(float64(sum.Ticks)*float64(r.columns)/float64(r.ticks))), 1)
	p := &plot.Hearing{
		Title: h.title(),
		Subtitle: fmt.Sprintf("%s, %s ticks: 32 bands on %s, which fired %s times", shortName(sum.Brain), grouped(int64(sum.Ticks)),
			plural(int64(r.neurons), "neuron"), grouped(r.total())) + since(r.first),
		Seconds: float64(columns) * float64(r.ticks) / float64(r.columns) / 1000,
		Sound:   plot.NewGrid(columns, encoder.Bands), Spikes: plot.NewGrid(columns, r.rows), Neurons: r.neurons,
	}
	if top := h.sounds[0].Top(); h.sameTop(top) {
		p.Low, p.High = encoder.LowestFrequency, top
	}
	most := r.most()
	for c := range columns {
		from, to := r.span(c)
		for band := range encoder.Bands {
			*p.Sound.At(c, band) = h.soundOf(band, from, to)
		}
		for row := range r.rows {
			// The root shows a single spike beside many.
			*p.Spikes.At(c, row) = math.Sqrt(float64(r.counts[row*r.columns+c]) / most)
		}
	}
	return p
}

// title names what was heard.
func (h *hearing) title() string {
	var names []string
	for _, s := range h.sounds {
		names = append(names, shortName(s.Name))
	}
	const most = 4
	if len(names) > most {
		names = append(names[:most], "...")
	}
	return "Hearing " + strings.Join(names, " and ")
}

// sameTop reports whether the bands of all sounds are those up to a frequency.
func (h *hearing) sameTop(top float64) bool {
	for _, s := range h.sounds {
		if s.Top() != top {
			return false
		}
	}
	return true
}

// span returns the ticks of a column.
func (r *hearingRaster) span(column int) (from, to int32) {
	tick := func(c int) int32 {
		return int32((int64(c)*int64(r.ticks) + int64(r.columns) - 1) / int64(r.columns))
	}
	return tick(column), tick(column + 1)
}

func (r *hearingRaster) total() (n int64) {
	for _, c := range r.counts {
		n += int64(c)
	}
	return n
}

// most is the largest count of a cell, at least 1.
func (r *hearingRaster) most() float64 {
	most := uint32(1)
	for _, c := range r.counts {
		most = max(most, c)
	}
	return float64(most)
}
