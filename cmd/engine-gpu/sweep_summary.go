package main

import (
	"slices"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/sweep"
)

// sweepSummary is what a sweep found: the object of --json and sweep.json.
type sweepSummary struct {
	Brain         string       `json:"brain"`
	Neurons       int          `json:"neurons"`
	Synapses      int          `json:"synapses"` // gap junctions included
	Backend       string       `json:"backend"`
	Device        string       `json:"device"`
	Jobs          int          `json:"jobs"`
	Ticks         int64        `json:"ticks"` // of every start
	Learn         any          `json:"learn"` // true, false or "both"
	StartDistance float64      `json:"start_distance"`
	SensoryGain   float64      `json:"sensory_gain"`
	DishRadius    float64      `json:"dish_radius"`
	Food          []arena.Food `json:"food"`
	Interrupted   bool         `json:"interrupted,omitempty"`
	WallSeconds   figure       `json:"wall_seconds"`     // of this process
	TicksPerSec   figure       `json:"ticks_per_second"` // of all starts that this process ran; null if none

	*groupSummary                 // without --learn both
	Groups        []*groupSummary `json:"groups,omitempty"`
	Paired        *pairedSummary  `json:"paired_difference,omitempty"`
}

// groupSummary is what the starts of one condition have in common.
type groupSummary struct {
	GroupLearn *bool              `json:"group_learn,omitempty"` // with --learn both
	Mean       float64            `json:"mean_chemotaxis_index"`
	Interval   [2]float64         `json:"ci95"` // of the mean, by bootstrap
	SD         float64            `json:"sd"`
	Median     float64            `json:"median"`
	Quartiles  [2]float64         `json:"quartiles"`
	Positive   float64            `json:"fraction_positive"` // index above 0
	Reached    float64            `json:"fraction_reached"`  // within sweep.ReachDistance of the food
	Undirected *undirectedSummary `json:"undirected"`
	Starts     []sweep.Start      `json:"starts"`
}

// undirectedSummary is what the same worms would do in random directions; see
// sweep.Undirected.
type undirectedSummary struct {
	Mean     float64    `json:"mean_chemotaxis_index"`
	Interval [2]float64 `json:"draws95"` // holds 95 % of the draws' means
	Chance   float64    `json:"p"`       // share of the draws with at least the worms' mean
}

// pairedSummary is the index with learning less that without, start by start.
type pairedSummary struct {
	Starts    int        `json:"starts"`
	Mean      float64    `json:"mean"`
	Interval  [2]float64 `json:"ci95"`
	SD        float64    `json:"sd"`
	Median    float64    `json:"median"`
	Quartiles [2]float64 `json:"quartiles"`
	Positive  float64    `json:"fraction_positive"`
}

// summarize describes the starts that are done, of which there is at least one.
func (s *sweeping) summarize() *sweepSummary {
	sum := &sweepSummary{
		Brain: s.name, Neurons: len(s.brain.Neurons), Synapses: s.brain.Synapses.Len(),
		Backend: *s.o.backend, Device: s.device, Jobs: s.jobs, Ticks: *s.o.ticks, Learn: *s.o.learn == learnOn,
		StartDistance: *s.o.distance, SensoryGain: *s.o.gain, DishRadius: s.dish.Radius(), Food: s.dish.Foods(),
		Interrupted: len(s.done) < len(s.tasks), WallSeconds: figure(s.wall.Seconds()),
		TicksPerSec: figure(float64(s.ran) / s.wall.Seconds()),
	}
	groups := sweep.Groups(s.done)
	for i := range groups {
		sum.Groups = append(sum.Groups, s.summarizeGroup(&groups[i]))
	}
	if *s.o.learn != learnBoth {
		sum.groupSummary, sum.Groups = sum.Groups[0], nil
		return sum
	}
	sum.Learn = learnBoth
	for i := range groups {
		sum.Groups[i].GroupLearn = &groups[i].Learn
	}
	if len(groups) == 2 {
		sum.Paired = summarizePairs(&groups[0], &groups[1])
	}
	return sum
}

func (s *sweeping) summarizeGroup(g *sweep.Group) *groupSummary {
	n := float64(len(g.Starts))
	done := slices.DeleteFunc(slices.Clone(s.done), func(d sweep.Done) bool { return d.Learn != g.Learn })
	u := sweep.Undirect(s.dish, done, sweep.UndirectedDraws, sweep.BootstrapSeed)
	return &groupSummary{
		Mean: g.Index.Mean, Interval: g.Index.Interval, SD: g.Index.SD, Median: g.Index.Median, Quartiles: g.Index.Quartiles,
		Positive: float64(g.Index.Positive) / n, Reached: float64(g.Reached) / n, Starts: g.Starts,
		Undirected: &undirectedSummary{u.Mean, u.Interval, u.Chance},
	}
}

func summarizePairs(on, off *sweep.Group) *pairedSummary {
	p, ok := sweep.Pair(on, off)
	if !ok {
		return nil
	}
	d := p.Difference
	return &pairedSummary{
		Starts: p.Starts, Mean: d.Mean, Interval: d.Interval, SD: d.SD, Median: d.Median, Quartiles: d.Quartiles,
		Positive: float64(d.Positive) / float64(p.Starts),
	}
}
