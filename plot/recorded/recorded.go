// Package recorded makes figures of recordings. It reads a recording's files
// from end to end, in memory that does not grow with their length.
package recorded

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/engine-gpu/engine-gpu/plot"
	"github.com/engine-gpu/engine-gpu/plot/bins"
	"github.com/engine-gpu/engine-gpu/record"
)

// Recording is a recording, or a span of it, to be drawn.
type Recording struct {
	*record.Recording
	Stopped func() error // nil, or asked while files are read: its error ends that

	dir      string
	from, to int32 // ticks: from first to one before to
	counted  *bins.Spikes
}

// Open opens the recording in a folder. Drawn are the ticks from a first one
// to one before the end; an end of 0 is the recording's.
func Open(dir string, from, to int32) (*Recording, error) {
	r, err := record.Open(dir)
	if err != nil {
		return nil, err
	}
	ticks := r.Manifest.Ticks
	if to == 0 || to > ticks {
		to = ticks
	}
	switch {
	case ticks <= 0:
		return nil, fmt.Errorf("%s: %w: the recording has no ticks", dir, plot.ErrNothing)
	case from < 0 || from >= ticks:
		return nil, fmt.Errorf("%s: there is no tick %d: the recording has %d", dir, from, ticks)
	case from >= to:
		return nil, fmt.Errorf("%s: there are no ticks from %d to before %d: the recording has %d", dir, from, to, ticks)
	}
	return &Recording{Recording: r, dir: dir, from: from, to: to}, nil
}

// Names lists the figures, in the order in which they are best looked at.
func Names() []string {
	return []string{"overview", "raster", "population", "isi", "rates", "weights", "voltage", "trajectory", "body", "chemotaxis"}
}

// Figure returns the figure of a name. The error wraps plot.ErrNothing or
// record.ErrNotRecorded if the recording does not have what it shows.
func (r *Recording) Figure(name string) (plot.Figure, error) {
	var f plot.Figure
	var err error
	switch name {
	case "overview":
		f, err = r.overview()
	case "raster":
		f, err = fromSpikes(r, func(s *bins.Spikes) *plot.Raster { return &plot.Raster{Run: r.run(), Spikes: s} })
	case "population":
		f, err = r.population()
	case "isi":
		f, err = fromSpikes(r, func(s *bins.Spikes) *plot.Distribution { return plot.NewIntervals(r.run(), s) })
	case "rates":
		f, err = fromSpikes(r, func(s *bins.Spikes) *plot.Distribution { return plot.NewRates(r.run(), s) })
	case "weights":
		f, err = r.weights()
	case "voltage":
		f, err = r.voltages()
	case "trajectory":
		f, err = r.trajectory()
	case "body":
		f, err = r.body()
	case "chemotaxis":
		f, err = r.chemotaxis()
	default:
		return nil, fmt.Errorf("there is no figure %q", name)
	}
	if err != nil {
		return nil, err
	}
	return f, plot.Check(f)
}

// run says what was run.
func (r *Recording) run() string {
	text := fmt.Sprintf("%s, seed %d", r.Manifest.Brain.Name, r.Manifest.Seed)
	if r.from > 0 || r.to < r.Manifest.Ticks {
		text += fmt.Sprintf(", ticks %d to %d", r.from, r.to)
	}
	return text
}

// errEnd ends the reading of a file where the span ends.
var errEnd = errors.New("the end of the span")

// spans calls f for what lies in the span and checks that ticks ascend. With
// inclusive set, ticks count those run before a sample, and the end belongs to
// the span.
func (r *Recording) spans(field string, inclusive bool) func(tick int32) (inside bool, err error) {
	last, end := int32(math.MinInt32), r.to
	most := r.Manifest.Ticks - 1
	if inclusive {
		end, most = end+1, most+1
	}
	return func(tick int32) (bool, error) {
		if r.Stopped != nil {
			if err := r.Stopped(); err != nil {
				return false, err
			}
		}
		if tick < last || tick < 0 || tick > most {
			path, _ := r.Path(field)
			return false, fmt.Errorf("%s: damaged: tick %d after tick %d of %d", path, tick, last, r.Manifest.Ticks)
		}
		last = tick
		if tick >= end {
			return false, errEnd
		}
		return tick >= r.from, nil
	}
}

// ended turns the end of the span into success, and compares the number of
// rows read with that of the manifest, if all were.
func (r *Recording) ended(field string, rows int64, err error) error {
	if errors.Is(err, errEnd) {
		return nil
	}
	if err != nil {
		return err
	}
	if file, _ := r.Manifest.File(field); rows != file.Rows {
		path, _ := r.Path(field)
		return fmt.Errorf("%s: damaged: %d rows, the manifest says %d", path, rows, file.Rows)
	}
	return nil
}

// every is the number of ticks between two rows of a field.
func (r *Recording) every(field string) int32 {
	file, _ := r.Manifest.File(field)
	return max(file.Every, 1)
}

// layout arranges the neurons by type.
func (r *Recording) layout() (*bins.Layout, error) {
	neurons, err := r.Neurons()
	if err != nil {
		return nil, err
	}
	types := slices.Clone(neurons.Type)
	slices.SortFunc(types, plot.CompareTypes)
	types = slices.Compact(types)
	if len(types) > math.MaxUint8 {
		return nil, fmt.Errorf("%s: the neurons are of %d types; %d can be drawn", r.dir, len(types), math.MaxUint8)
	}
	place := map[string]uint8{}
	for i, t := range types {
		place[t] = uint8(i)
	}
	kind := make([]uint8, len(neurons.Type))
	for i, t := range neurons.Type {
		kind[i] = place[t]
	}
	return bins.NewLayout(types, kind), nil
}
