package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/why"
)

// whyOptions are the flags of why.
type whyOptions struct {
	run, checkpoint *string
	moved           *movedFlags
	spike           *spikeValue
	window, rows    *int64
	json            *bool
}

// spikeValue is a neuron's database id and a tick: NEURON@TICK.
type spikeValue struct {
	neuron int64
	tick   int32
	given  bool
}

func (v *spikeValue) String() string {
	if !v.given {
		return ""
	}
	return fmt.Sprintf("%d@%d", v.neuron, v.tick)
}

func (v *spikeValue) Set(text string) error {
	id, tick, found := strings.Cut(text, "@")
	n, err := strconv.ParseInt(id, 10, 64)
	t, err2 := strconv.ParseInt(tick, 10, 32)
	if !found || err != nil || err2 != nil || t < 0 {
		return errors.New("must be a neuron's id and a tick, as in 1234@5000")
	}
	*v = spikeValue{n, int32(t), true}
	return nil
}

// defaultWindow is the number of ticks that why looks at.
const defaultWindow = 50

func whyCommand() command {
	return command{
		name:    "why",
		summary: "Explain a spike: which inputs made a neuron fire?",
		usage:   "--run DIR --spike NEURON@TICK [flags]",
		details: `
Replays the run whose --out was DIR, or that a checkpoint belongs to, up
to the spike and lists all that the neuron received in the ticks before: every
spike that arrived, with its synapse, source, weight at that moment and current,
gap junctions, and the currents from outside. The neuron is computed again from
this list and has to come out bit for bit. Then each input is left out in turn:
"needed" marks those without which alone the neuron would not have fired in that
tick. Of a neuron that did not fire the nearest spikes are named.

The replay begins at the latest checkpoint that is early enough: the one that
the run kept, or that of --checkpoint; else at the start. Runs of the reference
backend, whose arithmetic is float64, are not explained.`,
		build: func(f *flags) action {
			o := &whyOptions{spike: &spikeValue{}}
			o.run = f.text("run", "DIR", "the --out of the run")
			f.add("spike", "NEURON@TICK", "the spike: the neuron's database id and the tick", o.spike)
			o.window = f.whole("window", defaultWindow, 1, 1_000_000, "ticks to look at, that of the spike the last (default 50)")
			o.checkpoint = f.text("checkpoint", "FILE", "a checkpoint of the run to begin at; with it --run may be left out")
			o.moved = f.moved()
			o.rows = f.whole("rows", 40, 0, math.MaxInt32, "print N inputs, those needed and the largest ones first; 0 prints all (default 40)")
			o.json = f.yes("json", false, "print all as one JSON object and nothing else on standard output")
			return func(ctx context.Context, std streams) error {
				if *o.run == "" && *o.checkpoint == "" {
					return f.wrong("--run DIR is missing: the --out of the run")
				}
				if !o.spike.given {
					return f.wrong("--spike is missing: a neuron's id and a tick, as in --spike 1234@5000")
				}
				return explain(ctx, std, o)
			}
		},
	}
}

// whyReport is the object of why --json.
type whyReport struct {
	Brain      string `json:"brain"`
	ReplayFrom int32  `json:"replayed_from"` // ticks of the checkpoint; 0: the start
	*why.Explanation
}

// explain is the command why.
func explain(ctx context.Context, std streams, o *whyOptions) error {
	r, err := openReplay(ctx, std, *o.run, *o.checkpoint, o.moved)
	if err != nil {
		return err
	}
	s := r.session
	position, found := positionOf(s.brain, o.spike.neuron)
	if !found {
		return fmt.Errorf("%s has no neuron %d: its ids are %d to %d", s.name, o.spike.neuron, s.brain.Neurons[0].ID, s.brain.Neurons[len(s.brain.Neurons)-1].ID)
	}
	if int64(o.spike.tick) >= r.ticks {
		return fmt.Errorf("tick %d is beyond the run, which has ticks 0 to %d", o.spike.tick, r.ticks-1)
	}
	window := int32(*o.window)
	if err := r.start(ctx, why.From(s.brain, position, o.spike.tick, window)); err != nil {
		return err
	}
	defer s.backend.Close()
	run, err := r.run()
	if err != nil {
		return err
	}
	x, err := why.Explain(ctx, run, why.Question{Neuron: position, Tick: o.spike.tick, Window: window})
	if errors.Is(err, context.Canceled) {
		return errInterrupted
	}
	var silent *why.SilentError
	if errors.As(err, &silent) {
		return err
	}
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	if err := r.compare(x.Marks); err != nil {
		return err
	}
	report := &whyReport{s.name, r.from(), x}
	if *o.json {
		return writeJSON(std.out, report)
	}
	return report.print(std, int(*o.rows))
}

// positionOf returns the position of a neuron.
func positionOf(brain *snn.Brain, id int64) (int32, bool) {
	i, found := slices.BinarySearchFunc(brain.Neurons, id, func(n snn.Neuron, id int64) int {
		switch {
		case n.ID < id:
			return -1
		case n.ID > id:
			return 1
		}
		return 0
	})
	return int32(i), found
}
