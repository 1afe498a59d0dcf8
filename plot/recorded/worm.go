package recorded

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/internal/input"
	"github.com/engine-gpu/engine-gpu/plot"
	"github.com/engine-gpu/engine-gpu/plot/bins"
	"github.com/engine-gpu/engine-gpu/record"
)

// path is the worm's way in the span.
type path struct {
	poses       *record.Trajectory
	distance    *bins.Track
	start       float64 // distance before the first tick
	first, last float64 // of the span
	nearest     float64
}

func (r *Recording) path() (*path, error) {
	every := r.every(record.FieldTrajectory)
	p := &path{poses: record.NewTrajectory(every, record.MaxSamples), distance: bins.NewTrack(1, every)}
	inside, rows := r.spans(record.FieldTrajectory, true), int64(0)
	err := r.Trajectory(func(at record.PathPoint) error {
		within, err := inside(at.Tick)
		if rows == 0 {
			p.start = at.Distance
		}
		rows++
		if err != nil || !within {
			return err
		}
		if !p.distance.Add(at.Tick, []float32{float32(at.Distance)}) {
			file, _ := r.Path(record.FieldTrajectory)
			return fmt.Errorf("%s: the distance is no number at tick %d", file, at.Tick)
		}
		if p.distance.From() == at.Tick {
			p.first, p.nearest = at.Distance, at.Distance
		}
		p.last, p.nearest = at.Distance, min(p.nearest, at.Distance)
		p.poses.Add(at.Pose)
		return nil
	})
	return p, r.ended(record.FieldTrajectory, rows, err)
}

func (r *Recording) trajectory() (plot.Figure, error) {
	p, err := r.path()
	if err != nil {
		return nil, err
	}
	a := r.Manifest.Arena
	if a == nil {
		return nil, fmt.Errorf("%s: the manifest tells of no arena", r.dir)
	}
	foods := make([]arena.Food, len(a.Foods))
	for i, f := range a.Foods {
		foods[i] = arena.Food{X: f.X, Y: f.Y, Peak: f.Peak, Sigma: f.Sigma}
	}
	dish, err := arena.NewDish(a.Radius, foods...)
	if err != nil {
		return nil, fmt.Errorf("%s: the manifest's arena: %w", r.dir, err)
	}
	told, known := r.judged()
	if !known {
		told = judgement{First: &p.first, Last: &p.last, Nearest: &p.nearest, Index: new(float64)}
		if p.first > 0 {
			*told.Index = (p.first - p.last) / p.first
		}
	}
	return &plot.Trajectory{
		Dish: plot.NewDish(dish), Path: p.poses.Poses(),
		Title: fmt.Sprintf("Chemotaxis index %+.3f", *told.Index),
		Subtitle: fmt.Sprintf("%s: from %.1f to %.1f body lengths from the food (nearest %.1f)",
			r.run(), *told.First, *told.Last, *told.Nearest),
	}, nil
}

// maxSummary bounds the summary that is read [bytes].
const maxSummary = 64 << 20

// judgement is what the summary of a run says of the worm's path: distances from
// the food [BL] and the chemotaxis index.
type judgement struct {
	SpikeHash string   `json:"spike_sha256"`
	Index     *float64 `json:"chemotaxis_index"`
	First     *float64 `json:"start_distance"`
	Last      *float64 `json:"final_distance"`
	Nearest   *float64 `json:"min_distance"`
}

// judged returns the judgement of the run's summary, if the whole run is drawn
// and its summary stands beside the recording. That of a path's rows may differ
// by some ticks of motion, so none of it is mixed with them.
func (r *Recording) judged() (told judgement, known bool) {
	if r.from > 0 || r.to < r.Manifest.Ticks {
		return told, false
	}
	path := filepath.Join(r.dir, "summary.json")
	if input.CheckRegular(path) != nil {
		return told, false
	}
	text, err := input.Read(path, maxSummary)
	if err != nil || json.Unmarshal(text, &told) != nil || told.SpikeHash != r.Manifest.SpikeHash {
		return told, false
	}
	return told, told.Index != nil && told.First != nil && told.Last != nil && told.Nearest != nil
}

func (r *Recording) chemotaxis() (plot.Figure, error) {
	p, err := r.path()
	if err != nil {
		return nil, err
	}
	c := &plot.Chemotaxis{Run: r.run(), First: p.start, Distance: p.distance}
	if !r.Has(record.FieldRewards) {
		return c, nil
	}
	c.Rewards = bins.NewRewards(r.from)
	rows := int64(0)
	err = r.Rewards(func(tick int32, amount float64) error {
		rows++
		if tick = max(tick, 0); tick >= r.from && tick < r.to {
			c.Rewards.Add(tick, amount)
		}
		return nil
	})
	return c, r.ended(record.FieldRewards, rows, err)
}

func (r *Recording) body() (plot.Figure, error) {
	every := r.every(record.FieldBody)
	b := &plot.Body{Run: r.run()}
	inside, rows := r.spans(record.FieldBody, true), int64(0)
	err := r.Body(func(p *record.Posture) error {
		within, err := inside(p.Tick)
		rows++
		if err != nil || !within {
			return err
		}
		if b.Theta == nil {
			b.Theta, b.Activation = bins.NewTrack(len(p.Theta), every), bins.NewTrack(len(p.Activation), every)
		}
		var difference [len(p.Activation)]float32
		for i, a := range p.Activation {
			difference[i] = a[0] - a[1]
		}
		if !b.Theta.Add(p.Tick, p.Theta[:]) || !b.Activation.Add(p.Tick, difference[:]) {
			file, _ := r.Path(record.FieldBody)
			return fmt.Errorf("%s: a value is no number at tick %d", file, p.Tick)
		}
		return nil
	})
	if err := r.ended(record.FieldBody, rows, err); err != nil {
		return nil, err
	}
	if b.Theta == nil {
		b.Theta, b.Activation = bins.NewTrack(1, 1), bins.NewTrack(1, 1)
	}
	return b, nil
}
