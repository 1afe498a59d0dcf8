package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/plot"
	"github.com/engine-gpu/engine-gpu/plot/bins"
	"github.com/engine-gpu/engine-gpu/plot/recorded"
	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
)

// plots defines run's flag of the figures.
func (f *flags) plots() *plotFormatsValue {
	v := &plotFormatsValue{formats: []plot.Format{plot.PNG}, none: true}
	f.add("plots", "png,svg|none", "formats of the figures in --out (default png)", v)
	return v
}

// checkPlots finds what is wrong with the flag beside others.
func checkPlots(f *flags, out string) error {
	if out == "" && f.given("plots") {
		return f.wrong("--plots needs --out DIR, the folder of the figures")
	}
	return nil
}

// drawn is what a run's figures are drawn from: counts in bounded memory. It is
// an engine.RewardRecorder.
type drawn struct {
	*bins.Spikes
	rewards *bins.Rewards
}

// RecordReward counts a reward; -1 stands for before the first tick.
func (d *drawn) RecordReward(tick int32, amount float64) error {
	d.rewards.Add(tick, amount)
	return nil
}

// expectAtMost is up to how many ticks a run is taken to last as long as it
// says: one that Ctrl-C ends early would be drawn in few columns.
const expectAtMost = 100_000

// prepareFigures makes room for the counts, if there are to be figures.
func (s *session) prepareFigures() {
	if *s.o.out == "" || len(s.o.plots.formats) == 0 {
		return
	}
	names, kind := make([]string, snn.NumNeuronTypes), make([]uint8, len(s.brain.Neurons))
	for t := range names {
		names[t] = snn.NeuronType(t).String()
	}
	for i := range kind {
		kind[i] = uint8(s.brain.Neurons[i].Type)
	}
	// What was counted before a checkpoint is not in it: the figures say so.
	first := s.firstTick()
	s.drawn = &drawn{bins.NewSpikes(bins.NewLayout(names, kind), first), bins.NewRewards(first)}
	s.drawn.Expect(int32(min(*s.o.ticks, expectAtMost)) - min(first, expectAtMost))
}

// firstTick is the number of ticks that were run before this process.
func (s *session) firstTick() int32 {
	if s.resumed == nil {
		return 0
	}
	return s.resumed.ticks
}

// since is the part of a subtitle that says what a picture of a resumed run
// does not show.
func since(first int32) string {
	if first == 0 {
		return ""
	}
	return fmt.Sprintf(", since tick %s", grouped(int64(first)))
}

// countForFigures lets a run be counted.
func (s *session) countForFigures(c *engine.Config) {
	if s.drawn == nil {
		return
	}
	c.Recorders = append(c.Recorders, s.drawn)
}

// figures lists the files of the figures that have something to show.
func (s *session) figures(sum *summary, snapshot *snn.Snapshot) []output {
	if s.drawn == nil {
		return nil
	}
	s.drawn.Cover(sum.Ticks)
	whole := fmt.Sprintf("%s, seed %d", shortName(s.name), sum.Seed)
	run := whole + since(s.firstTick())
	list := []plot.Figure{
		&plot.Raster{Run: run, Spikes: s.drawn.Spikes},
		plot.NewPopulation(run, s.drawn.Spikes),
		plot.NewIntervals(run, s.drawn.Spikes),
		plot.NewRates(run, s.drawn.Spikes),
		&plot.Weights{Run: whole, Weights: s.weightChange(sum.Ticks, snapshot.Weight)},
	}
	if s.arena != nil {
		run := whole
		if first := s.firstTick(); first > 0 {
			run += ", rewards" + strings.TrimPrefix(since(first), ",")
		}
		list = append(list, s.trajectory(sum), s.chemotaxis(run))
	}
	var files []output
	for _, figure := range s.withRecorded(list) {
		if plot.Check(figure) != nil {
			continue
		}
		for _, format := range s.o.plots.formats {
			files = append(files, figureFile(figure, format))
		}
	}
	return files
}

// withRecorded adds the figures of state that only a recording holds, in the
// place of those that show less of it.
func (s *session) withRecorded(list []plot.Figure) []plot.Figure {
	if s.recorder == nil {
		return list
	}
	r, err := recorded.Open(*s.o.out, 0, 0)
	if err != nil {
		return list // a run of no ticks, or the recording's own failure tells
	}
	for _, name := range []string{"weights", "voltage", "body"} {
		figure, err := r.Figure(name)
		switch {
		case absent(err):
			continue
		case err != nil:
			s.std.warn("no figure: %s", err)
			continue
		}
		list = slices.DeleteFunc(list, func(f plot.Figure) bool { return f.Name() == name })
		list = append(list, figure)
	}
	return list
}

// trajectory is the worm's path in its dish.
func (s *session) trajectory(sum *summary) *plot.Trajectory {
	a := sum.arenaSummary
	return &plot.Trajectory{
		Dish:  plot.NewDish(s.arena.Dish()),
		Path:  s.path.Poses(),
		Title: fmt.Sprintf("Chemotaxis index %+.3f", float64(a.Index)),
		Subtitle: fmt.Sprintf("%s, start seed %d: %s ticks, from %.1f to %.1f body lengths from the food (nearest %.1f)",
			shortName(s.name), sum.Seed, grouped(int64(sum.Ticks)), float64(a.StartDistance), float64(a.FinalDistance), float64(a.MinDistance)),
	}
}

// chemotaxis follows the index along the path.
func (s *session) chemotaxis(run string) *plot.Chemotaxis {
	c := &plot.Chemotaxis{Run: run, First: s.arena.Chemotaxis.First, Distance: bins.NewTrack(1, record.SampleEvery), Rewards: s.drawn.rewards}
	for _, p := range s.path.Poses() {
		c.Distance.Add(p.Tick, []float32{float32(s.arena.Dish().FoodDistance(p.X, p.Y))})
	}
	return c
}

// weightChange counts the weights of the synapses that can change, as they
// were before the run and as they are after it.
func (s *session) weightChange(ticks int32, after []float64) *bins.Weights {
	names := make([]string, snn.NumSynapseTypes)
	for t := range names {
		names[t] = snn.SynapseType(t).String()
	}
	var kind []uint8
	var snapshots [2][]float32
	for i, t := range s.brain.Synapses.Type {
		if t.Chemical() && t != snn.Fixed {
			kind = append(kind, uint8(t))
			snapshots[0] = append(snapshots[0], float32(s.brain.Synapses.Weight[i]))
			snapshots[1] = append(snapshots[1], float32(after[i]))
		}
	}
	limits := bins.NewRange(len(names), kind)
	for _, w := range snapshots {
		limits.Add(w)
	}
	counts := bins.NewWeights(names, limits)
	counts.Add(0, snapshots[0])
	if ticks > 0 {
		counts.Add(ticks, snapshots[1])
	}
	return counts
}
