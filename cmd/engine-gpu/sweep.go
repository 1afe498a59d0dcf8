package main

import (
	"context"
	"math"

	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/snn"
)

// sweepOptions are the flags of sweep.
type sweepOptions struct {
	brain, backend, learn, out         *string
	starts, first, ticks, jobs, device *int64
	gain, distance                     *float64
	dish                               *dishFlags
	json, quiet                        *bool
	memory                             *memoryLimit
}

// The values of sweep's --learn.
const (
	learnOn   = "true"
	learnOff  = "false"
	learnBoth = "both"
)

const maxStarts = 1 << 20 // keeps their paths within some gigabytes

func sweepCommand() command {
	return command{
		name:    "sweep",
		summary: "Run a brain in the arena from many starts, side by side, and judge them together.",
		usage:   "[flags]",
		details: `
One worm says little: after some seconds last bits part the paths, so what a
brain does is a distribution over starts. Start N is the run of "run --seed N",
spike for spike. A core runs one start at a time; --jobs changes no result.

The mean chemotaxis index comes with its 95 % bootstrap interval; --learn both
runs every start with learning and without and gives the difference, pair by
pair.

With --out every finished start is kept in sweep.jsonl: after Ctrl-C (exit code
130), or whatever else ended it, the same command goes on where it was, and with
more --starts it goes further. At the end it writes sweep.json, sweep.parquet
(a row a start), paths.parquet and the picture sweep.png.`,
		build: func(f *flags) action {
			o := sweepFlags(f)
			return func(ctx context.Context, std streams) error {
				if last := *o.first + *o.starts - 1; last > math.MaxUint32 {
					return f.wrong("the last start seed would be %d: --first-start and --starts may reach %d", last, int64(math.MaxUint32))
				}
				return runSweep(ctx, std, o)
			}
		},
	}
}

func sweepFlags(f *flags) *sweepOptions {
	return &sweepOptions{
		brain:    f.text("brain", "FILE", "the brain, a database or columnar file (default: the built-in arena_v1, seed 42)"),
		starts:   f.whole("starts", 100, 1, maxStarts, "number of starts (default 100)"),
		first:    f.whole("first-start", 1, 0, math.MaxUint32, "seed of the first start; the others follow one by one (default 1)"),
		learn:    f.choice("learn", []string{learnOn, learnOff, learnBoth}, "learning on, off, or every start with both (default true)"),
		ticks:    f.whole("ticks", 30000, 1, int64(snn.MaxTicks), "ticks of every start (default 30000)"),
		backend:  f.choice("backend", []string{launch.BackendCPU, launch.BackendGPU, launch.BackendReference}, "what computes: cpu and gpu give the same bits, reference is V8's float64 (default cpu)"),
		device:   f.whole("device", -1, -1, maxDevice, "index of the gpu backend's device, -1 for the best (default -1)"),
		jobs:     f.whole("jobs", 0, 0, 1024, "starts that run side by side (default: one a core; one with gpu)"),
		gain:     f.sensoryGain(),
		distance: f.startDistance(),
		dish:     f.dish(),
		out:      f.text("out", "DIR", "keep finished starts there, go on with those that are, and write the results"),
		json:     f.yes("json", false, "print the results as one JSON object and nothing else on standard output"),
		quiet:    f.yes("quiet", false, "show no progress"),
		memory:   f.memoryLimit(),
	}
}

// conditions are the values of learn that are run, in the order of reports.
func (o *sweepOptions) conditions() []bool {
	switch *o.learn {
	case learnOn:
		return []bool{true}
	case learnOff:
		return []bool{false}
	}
	return []bool{true, false}
}
