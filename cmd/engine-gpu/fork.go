package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

// forkOptions are the flags of fork.
type forkOptions struct {
	flags                      *flags
	checkpoint, lesion, recipe *string
	synapses, program, out     *string
	moved                      *movedFlags
	ticks, threads             *int64
	json, quiet                *bool
}

// defaultForkTicks is for how long two futures are compared.
const defaultForkTicks = 10000

func forkCommand() command {
	return command{
		name:    "fork",
		summary: "Run two futures of a checkpoint, unchanged and changed, and compare them.",
		usage:   "--checkpoint FILE --lesion NEURONS | --silence-synapses TYPE | --program FILE [flags]",
		details: `
Goes on with the run of a checkpoint twice, side by side: as it was, and with
neurons dead, synapses silent or another stimulus program. It prints the first
tick in which their spikes differ, what becomes of the rates, and in the arena
how far the two paths part.

A dead neuron never fires again, takes part in no gap junction and hears
nothing from outside; silent synapses weigh 0 and learn no more. What was sent
before the fork still arrives, and nothing else changes: until a spike is missed
both futures are the same, bit for bit. The ticks of a program count from the
start of the run, not from the fork.

--lesion takes ids=1,2,5-9 (database ids), type=RS (a neuron type), or, with the
--recipe that the brain was made from, circuit=working_memory_cell.`,
		build: func(f *flags) action {
			o := &forkOptions{flags: f}
			o.checkpoint = f.text("checkpoint", "FILE", "the checkpoint that both futures begin with")
			o.lesion = f.text("lesion", "NEURONS", "kill neurons: ids=1,2,5-9, type=RS or circuit=NAME")
			o.recipe = f.text("recipe", "NAME|FILE", "recipe that the brain was made from, for circuit=NAME")
			o.synapses = f.text("silence-synapses", "TYPE", "silence all synapses of a type, as in plastic")
			o.program = f.text("program", "FILE", "run the changed future with another stimulus program")
			o.ticks = f.whole("ticks", defaultForkTicks, 1, int64(snn.MaxTicks), "ticks to run from the checkpoint on (default 10000)")
			o.out = f.text("out", "DIR", "write fork.json and, in the arena, a picture of both paths there")
			o.moved = f.moved()
			o.threads = f.whole("threads", 0, 0, 256, "threads of each future; they change no spike (default: as many as pay)")
			o.json = f.yes("json", false, "print all as one JSON object and nothing else on standard output")
			o.quiet = f.yes("quiet", false, "say nothing of what takes its time")
			return func(ctx context.Context, std streams) error {
				if err := o.check(); err != nil {
					return err
				}
				return forkRun(ctx, std, o)
			}
		},
	}
}

// check finds what is wrong with the flags beside each other.
func (o *forkOptions) check() error {
	f := o.flags
	changes := 0
	for _, text := range []string{*o.lesion, *o.synapses, *o.program} {
		if text != "" {
			changes++
		}
	}
	switch {
	case *o.checkpoint == "":
		return f.wrong("--checkpoint FILE is missing: what both futures begin with")
	case changes == 0:
		return f.wrong("nothing is changed: give --lesion, --silence-synapses or --program")
	case changes > 1:
		return f.wrong("--lesion, --silence-synapses and --program are one change each: give one of them")
	case *o.recipe != "" && !strings.HasPrefix(*o.lesion, "circuit="):
		return f.wrong("--recipe is for --lesion circuit=NAME")
	}
	if *o.synapses != "" {
		if _, err := snn.ParseSynapseType(*o.synapses); err != nil {
			return f.wrong("--silence-synapses: %v", err)
		}
	}
	if *o.lesion != "" {
		if kind, value, found := strings.Cut(*o.lesion, "="); !found || value == "" || !slices.Contains([]string{"ids", "type", "circuit"}, kind) {
			return f.wrong("--lesion %s: must be ids=1,2,5-9, type=RS or circuit=NAME", *o.lesion)
		} else if err := understood(kind, value); err != nil {
			return f.wrong("--lesion %s: %v", *o.lesion, err)
		}
	}
	return nil
}

// understood reports what no brain could make sense of in a lesion's value.
func understood(kind, value string) error {
	switch kind {
	case "ids":
		_, err := idRanges(value)
		return err
	case "type":
		_, err := snn.ParseNeuronType(value)
		isCircuit := func(c *recipe.Circuit) bool { return c.Name == value }
		if err != nil && slices.ContainsFunc(recipe.Circuits(), isCircuit) {
			return fmt.Errorf("that is a circuit, and brain files do not say which neurons are of which circuit: give --lesion circuit=%s --recipe NAME, or ids=", value)
		}
		return err
	}
	return nil
}

// lesioned returns the positions of the neurons that --lesion names.
func (o *forkOptions) lesioned(name string, brain *snn.Brain) ([]int32, error) {
	kind, value, _ := strings.Cut(*o.lesion, "=")
	switch kind {
	case "ids":
		return neuronsByID(name, brain, value)
	case "circuit":
		return o.circuit(name, brain, value)
	}
	t, err := snn.ParseNeuronType(value)
	if err != nil {
		return nil, fmt.Errorf("--lesion: %w", err)
	}
	var positions []int32
	for i := range brain.Neurons {
		if brain.Neurons[i].Type == t {
			positions = append(positions, int32(i))
		}
	}
	if positions == nil {
		return nil, fmt.Errorf("--lesion %s: %s has no such neuron", *o.lesion, name)
	}
	return positions, nil
}

// circuit returns the neurons of all copies of a circuit.
func (o *forkOptions) circuit(name string, brain *snn.Brain, circuit string) ([]int32, error) {
	if *o.recipe == "" {
		return nil, fmt.Errorf("--lesion %s: brain files do not say which neurons are of which circuit: give the --recipe that %s was made from, or ids=", *o.lesion, name)
	}
	r, err := recipe.Load(*o.recipe)
	if err != nil {
		return nil, err
	}
	types := r.Types()
	same := len(types) == len(brain.Neurons)
	for i := 0; same && i < len(types); i++ {
		same = brain.Neurons[i].Type == types[i]
	}
	if !same {
		return nil, fmt.Errorf("%s was not made from the recipe %s: their neurons differ", name, r.Name)
	}
	positions := r.Positions(circuit)
	if len(positions) == 0 {
		var known []string
		for _, c := range r.Components {
			known = append(known, c.Circuit.Name)
		}
		slices.Sort(known)
		return nil, fmt.Errorf("--lesion %s: the recipe %s has no such circuit (it has %s)", *o.lesion, r.Name, strings.Join(slices.Compact(known), ", "))
	}
	return positions, nil
}

// idRanges parses ids and ranges of ids, as in 1,2,5-9.
func idRanges(list string) ([][2]int64, error) {
	var ranges [][2]int64
	for item := range strings.SplitSeq(list, ",") {
		low, high, ranged := strings.Cut(item, "-")
		from, err := strconv.ParseInt(strings.TrimSpace(low), 10, 64)
		to, err2 := from, error(nil)
		if ranged {
			to, err2 = strconv.ParseInt(strings.TrimSpace(high), 10, 64)
		}
		if errors.Join(err, err2) != nil || to < from {
			return nil, fmt.Errorf("%q is neither a neuron's id nor a range, as in 1,2,5-9", item)
		}
		ranges = append(ranges, [2]int64{from, to})
	}
	return ranges, nil
}

// neuronsByID returns the positions of a list of ids and ranges.
func neuronsByID(name string, brain *snn.Brain, list string) ([]int32, error) {
	ranges, err := idRanges(list)
	if err != nil {
		return nil, fmt.Errorf("--lesion ids=%s: %w", list, err)
	}
	positions := map[int32]bool{}
	for _, ends := range ranges {
		for _, end := range ends {
			if _, found := positionOf(brain, end); !found {
				return nil, fmt.Errorf("--lesion ids=%s: %s has no neuron %d: its ids are %d to %d", list, name, end, brain.Neurons[0].ID, brain.Neurons[len(brain.Neurons)-1].ID)
			}
		}
		first, _ := positionOf(brain, ends[0])
		last, _ := positionOf(brain, ends[1])
		for i := first; i <= last; i++ {
			positions[i] = true
		}
	}
	var sorted []int32
	for i := range brain.Neurons {
		if positions[int32(i)] {
			sorted = append(sorted, int32(i))
		}
	}
	return sorted, nil
}
