package main

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/plot"
	"github.com/engine-gpu/engine-gpu/sweep"
)

// picture is the paths of all starts and the histogram of their indices.
func (s *sweeping) picture(sum *sweepSummary) *plot.Starts {
	p := &plot.Starts{
		Dish:  pictureDish(s.dish),
		Title: s.pictureTitle(),
	}
	for _, g := range sum.all() {
		p.Groups = append(p.Groups, s.pictureGroup(g))
	}
	return p
}

// pictureTitle says what was run, and what is not as usual in it. The dish shows
// for itself.
func (s *sweeping) pictureTitle() string {
	title := fmt.Sprintf("%s: %s of %g s", shortName(s.name), plural(*s.o.starts, "start"), float64(*s.o.ticks)/1000)
	if d := *s.o.distance; d != arena.DefaultStartDistance {
		title += fmt.Sprintf(", %g body lengths from the food", d)
	}
	if g := *s.o.gain; g != engine.DefaultSensoryGain {
		title += fmt.Sprintf(", sensory gain %g", g)
	}
	if s.network == nil {
		title += ", in float64"
	}
	return title
}

func (s *sweeping) pictureGroup(g *groupSummary) plot.StartsGroup {
	learn := *s.o.learn == learnOn
	if g.GroupLearn != nil {
		learn = *g.GroupLearn
	}
	group := plot.StartsGroup{
		Title: fmt.Sprintf("learning %s: mean chemotaxis index %s (95 %% interval %s to %s)",
			onOff(learn), signed(g.Mean), signed(g.Interval[0]), signed(g.Interval[1])),
		Spans: []plot.Span{
			{Label: "mean and its 95 % interval", Value: g.Mean, Interval: g.Interval},
			{Label: "as far in random directions", Value: g.Undirected.Mean, Interval: g.Undirected.Interval},
		},
	}
	for i := range s.done {
		if d := &s.done[i]; d.Learn == learn {
			group.Paths = append(group.Paths, plot.StartPath{Index: d.Index, Points: picturePath(d.Path)})
		}
	}
	return group
}

func picturePath(p sweep.Path) []plot.Point {
	points := make([]plot.Point, len(p.Tick))
	for i := range points {
		points[i] = plot.Point{X: float64(p.X[i]), Y: float64(p.Y[i])}
	}
	return points
}

func pictureDish(dish *arena.Dish) plot.Dish {
	d := plot.Dish{Radius: dish.Radius(), Concentration: dish.Concentration}
	for _, f := range dish.Foods() {
		d.Food = append(d.Food, plot.Point{X: f.X, Y: f.Y})
	}
	return d
}
