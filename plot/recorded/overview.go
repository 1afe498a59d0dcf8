package recorded

import (
	"errors"

	"github.com/engine-gpu/engine-gpu/plot"
	"github.com/engine-gpu/engine-gpu/record"
)

// overview puts the figures that tell most on one page: of a worm its path and
// its body beside its brain, else how the brain fires and learns.
func (r *Recording) overview() (plot.Figure, error) {
	names := [2][]string{{"trajectory", "chemotaxis"}, {"raster", "body"}}
	if !r.Has(record.FieldTrajectory) {
		names = [2][]string{{"raster", "isi"}, {"population", "weights"}}
	}
	o := &plot.Overview{}
	for c, column := range names {
		for _, name := range column {
			f, err := r.Figure(name)
			if errors.Is(err, plot.ErrNothing) || errors.Is(err, record.ErrNotRecorded) {
				continue
			}
			if err != nil {
				return nil, err
			}
			o.Columns[c] = append(o.Columns[c], f)
		}
	}
	return o, nil
}
