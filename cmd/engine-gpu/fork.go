package main

import (
	"context"

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

	target *target // of --lesion; nil without it
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

--lesion takes ids=1,2,5-9 (database ids), type=RS (a neuron type) or
circuit=working_memory_cell. Which neurons are of which circuit is told by the
built-in recipe that makes a brain of such neurons, or by --recipe.`,
		build: func(f *flags) action {
			o := &forkOptions{flags: f}
			o.checkpoint = f.text("checkpoint", "FILE", "the checkpoint that both futures begin with")
			o.lesion = f.text("lesion", "NEURONS", "kill neurons: ids=1,2,5-9, type=RS or circuit=NAME")
			o.recipe = f.text("recipe", "NAME|FILE", "recipe that the brain was made from, for circuit=NAME (default: the built-in one that fits)")
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
func (o *forkOptions) check() (err error) {
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
	}
	if *o.synapses != "" {
		if _, err := snn.ParseSynapseType(*o.synapses); err != nil {
			return f.wrong("--silence-synapses: %v", err)
		}
	}
	if *o.lesion != "" {
		if o.target, err = parseTarget(*o.lesion); err != nil {
			return f.wrong("--lesion %s: %v", *o.lesion, err)
		}
	}
	if *o.recipe != "" && (o.target == nil || o.target.circuit == "") {
		return f.wrong("--recipe is for --lesion circuit=NAME")
	}
	return nil
}
