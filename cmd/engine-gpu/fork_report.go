package main

import (
	"fmt"
	"io"
	"math"

	"github.com/engine-gpu/engine-gpu/fork"
	"github.com/engine-gpu/engine-gpu/plot"
	"github.com/engine-gpu/engine-gpu/snn"
)

// forkReport is the object of fork --json and of fork.json.
type forkReport struct {
	Brain      string          `json:"brain"`
	Checkpoint string          `json:"checkpoint"`
	ForkTick   int32           `json:"fork_tick"` // ticks of the checkpoint
	Ticks      int32           `json:"ticks"`     // run from there on
	Change     string          `json:"change"`
	Silenced   int             `json:"silenced_neurons"`
	First      *forkDifference `json:"first_difference"`        // null: none
	Others     *forkDifference `json:"first_difference_others"` // among neurons that are not silenced
	Rates      []forkRate      `json:"rates"`
	Unchanged  forkFuture      `json:"unchanged"`
	Changed    forkFuture      `json:"changed"`
	Path       *pathPair       `json:"path,omitempty"` // nil outside of the arena
}

// forkDifference is a spike that one future has and the other lacks.
type forkDifference struct {
	Tick   int32  `json:"tick"`
	Neuron int64  `json:"neuron"` // database id
	Type   string `json:"type"`
	In     string `json:"in"` // who has the spike: unchanged or changed
}

// forkRate is the mean rate of the neurons of a type from the fork on.
type forkRate struct {
	Type      string `json:"type"`
	Neurons   int    `json:"neurons"`
	Unchanged figure `json:"unchanged_hz"`
	Changed   figure `json:"changed_hz"`
}

// forkFuture is what one future did.
type forkFuture struct {
	Spikes    int64   `json:"spikes"` // of the whole run
	SpikeHash string  `json:"spike_sha256"`
	Index     *figure `json:"chemotaxis_index,omitempty"` // of the whole run
	Distance  *figure `json:"final_distance,omitempty"`   // from the food [BL]
}

// pathPair is the distance between both heads over time [BL].
type pathPair struct {
	Tick     []int32   `json:"tick"`
	Distance []float64 `json:"distance"`
	Final    float64   `json:"final"`
	Largest  float64   `json:"largest"`
	Apart    int32     `json:"apart_from"` // first sampled tick with more than 1 BL; -1: none
}

func (f *forking) report() *forkReport {
	s := f.unchanged.session
	r := &forkReport{
		Brain: s.name, Checkpoint: *f.o.checkpoint, ForkTick: f.unchanged.state.Ticks, Ticks: int32(*f.o.ticks),
		Change: f.difference,
		First:  f.spikeOf(f.comparison.Any), Others: f.spikeOf(f.comparison.Others),
		Unchanged: f.unchanged.summary(), Changed: f.changed.summary(),
	}
	if f.lesion != nil {
		r.Silenced = len(f.lesion.Neurons)
	}
	var neurons [snn.NumNeuronTypes]int
	for i := range s.brain.Neurons {
		neurons[s.brain.Neurons[i].Type]++
	}
	for t, n := range neurons {
		if n > 0 {
			hz := func(spikes int64) figure { return figure(1000 * float64(spikes) / float64(n) / float64(*f.o.ticks)) }
			r.Rates = append(r.Rates, forkRate{snn.NeuronType(t).String(), n, hz(f.unchanged.spikes[t]), hz(f.changed.spikes[t])})
		}
	}
	if s.arena != nil {
		r.Path = f.path()
	}
	return r
}

func (f *forking) spikeOf(d *fork.Difference) *forkDifference {
	if d == nil {
		return nil
	}
	n := &f.unchanged.session.brain.Neurons[d.Neuron]
	in := "unchanged"
	if d.InNew {
		in = "changed"
	}
	return &forkDifference{d.Tick, n.ID, n.Type.String(), in}
}

func (x *future) summary() forkFuture {
	s := forkFuture{Spikes: x.result.Spikes, SpikeHash: x.result.SpikeHash}
	if a := x.session.arena; a != nil {
		index, distance := figure(a.Chemotaxis.Index()), figure(a.Chemotaxis.Last)
		s.Index, s.Distance = &index, &distance
	}
	return s
}

// path compares the heads where both paths were sampled.
func (f *forking) path() *pathPair {
	p := &pathPair{Apart: -1}
	b := f.changed.session.path.Poses()
	for i, a := range f.unchanged.session.path.Poses() {
		d := math.Hypot(a.X-b[i].X, a.Y-b[i].Y)
		p.Tick, p.Distance = append(p.Tick, a.Tick), append(p.Distance, d)
		p.Final, p.Largest = d, max(p.Largest, d)
		if p.Apart < 0 && d > 1 {
			p.Apart = a.Tick
		}
	}
	return p
}

// picture is both paths and their distance.
func (f *forking) picture(r *forkReport) *plot.Fork {
	s := f.unchanged.session
	return &plot.Fork{
		Dish: pictureDish(s.arena.Dish()), Unchanged: s.path.Poses(), Changed: f.changed.session.path.Poses(),
		Difference: f.difference,
		Title:      "Two futures from tick " + grouped(int64(r.ForkTick)),
		Subtitle: fmt.Sprintf("%s, %s each: chemotaxis index %+.3f unchanged, %+.3f with %s", shortName(r.Brain), plural(int64(r.Ticks), "tick"),
			float64(*r.Unchanged.Index), float64(*r.Changed.Index), f.difference),
	}
}

// print shows the report to people.
func (r *forkReport) print(out io.Writer, files []string) error {
	t := newTable()
	t.row("fork", "%s after tick %s, %s", r.Brain, grouped(int64(r.ForkTick)), plural(int64(r.Ticks), "tick"))
	t.row("change", "%s", r.Change)
	t.row("first difference", "%s", r.First.text())
	if r.Silenced > 0 {
		t.row("among the others", "%s", r.Others.text())
	}
	for _, x := range r.Rates {
		t.row("rate "+x.Type, "%.2f Hz unchanged, %.2f Hz changed (%+.2f), %s", float64(x.Unchanged), float64(x.Changed), float64(x.Changed-x.Unchanged), plural(int64(x.Neurons), "neuron"))
	}
	if p := r.Path; p != nil {
		t.row("chemotaxis", "index %+.3f unchanged, %+.3f changed, of the whole run", float64(*r.Unchanged.Index), float64(*r.Changed.Index))
		apart := "never more than 1"
		if p.Apart >= 0 {
			apart = "more than 1 from tick " + grouped(int64(p.Apart))
		}
		t.row("heads apart", "%.2f body lengths at the end, %.2f at most, %s", p.Final, p.Largest, apart)
	}
	t.row("spike hash", "sha256 %s unchanged", r.Unchanged.SpikeHash)
	t.row("", "sha256 %s changed", r.Changed.SpikeHash)
	t.files(files)
	return t.print(out)
}

func (d *forkDifference) text() string {
	if d == nil {
		return "none: both futures have the same spikes"
	}
	return fmt.Sprintf("tick %s: neuron %d (%s) fires in the %s future alone", grouped(int64(d.Tick)), d.Neuron, d.Type, d.In)
}

func jsonWriter(value any) func(io.Writer) error {
	return func(w io.Writer) error { return writeJSON(w, value) }
}
