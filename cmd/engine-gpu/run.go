package main

import (
	"context"
	"math"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/snn"
)

// runOptions are the flags of run.
type runOptions struct {
	brain, backend, world, program, out *string
	ticks, threads, seed, device        *int64
	profile, debug, listDevices         *bool
	learn, homeostasis                  *bool
	gain, distance                      *float64
	dish                                *dishFlags
	feedback                            *feedbackFlags
	marks                               *[]int32
	save, json, quiet                   *bool
	plots                               *plotFormatsValue
	record                              *recordFlags
	checkpoint                          *checkpointOptions
	audio                               *audioOptions
	http                                httpFlags
	memory                              *memoryLimit
	observers                           []engine.Observer // beside those of flags; for tests
}

func runCommand() command {
	return command{
		name:    "run",
		summary: "Run a brain, in the arena with body and dish or alone.",
		usage:   "[flags]",
		details: `
Without --brain it runs the built-in arena brain, which it generates once. One
tick is 1 ms. Ctrl-C ends the run cleanly: what was asked for is saved and
written, the summary covers the ticks that were run, and the exit code is 130.

With --checkpoint a run that was killed can go on: --resume takes up the last
checkpoint and ends with the same hashes as a run that never stopped, on any
number of threads, and on cpu and gpu alike.`,
		build: func(f *flags) action {
			o := runFlags(f)
			o.checkpoint = checkpointFlags(f)
			return func(ctx context.Context, std streams) error {
				if err := o.checkpoint.check(); err != nil {
					return err
				}
				if *o.save && *o.brain == "" && *o.checkpoint.resume == "" {
					return f.wrong("--save needs --brain: the built-in brain stays as it is; generate one first")
				}
				if _, err := o.dish.dish(); err != nil {
					return err
				}
				if *o.checkpoint.resume == "" { // else once its flags are known
					if err := o.check(f); err != nil {
						return err
					}
				}
				if err := o.http.check(f); err != nil {
					return err
				}
				if err := o.feedback.check(); err != nil {
					return err
				}
				if *o.listDevices {
					return listDevices(std.out)
				}
				return run(ctx, std, o)
			}
		},
	}
}

// check finds what is wrong with flags beside each other.
func (o *runOptions) check(f *flags) error {
	if err := o.record.check(f, *o.out); err != nil {
		return err
	}
	if err := o.audio.check(f); err != nil {
		return err
	}
	return checkPlots(f, *o.out)
}

func runFlags(f *flags) *runOptions {
	return &runOptions{
		brain:       f.text("brain", "FILE", "the brain, a database or columnar file (default: the built-in arena_v1, seed 42)"),
		ticks:       f.whole("ticks", 30000, 0, int64(snn.MaxTicks), "ticks to run (default 30000)"),
		backend:     f.choice("backend", launch.BackendNames(), "what computes: cpu and gpu (float32, the same bits), reference (float64, V8's twin),\nor auto: a real GPU if it is faster with this brain, else cpu (default auto)"),
		device:      f.whole("device", gpu.Best, gpu.Best, maxDevice, "index of the gpu backend's device, -1 for the best (default -1)"),
		listDevices: f.yes("list-devices", false, "only list the devices"),
		profile:     f.yes("profile", false, "print the time of every kernel of the gpu backend"),
		debug:       f.yes("gl-debug", false, "let GL check more, at a cost"),
		threads:     f.whole("threads", 0, 0, 256, "threads of the cpu backend; they change no spike (default: as many as pay)"),
		world: f.choice("world", launch.WorldNames(),
			"the world: auto is the arena if the brain has both maps (default auto)"),
		program: f.text("program", "FILE", "a stimulus program (JSON)"),
		audio:   audioFlags(f),
		seed: f.whole("seed", 42, 0, math.MaxUint32,
			"seed of the start position and of the program's noise (default 42)"),
		learn:       f.yes("learn", true, "turn learning off"),
		gain:        f.sensoryGain(),
		distance:    f.startDistance(),
		dish:        f.dish(),
		feedback:    f.feedback(),
		homeostasis: f.yes("reward-homeostasis", false, "after a reward, pull the sums of reward synapses back"),
		marks:       f.ticks("marks", "LIST", "numbers of ticks after which to note spikes and hash, as in 10,100,1000"),
		out:         f.text("out", "DIR", "write summary.json, figures and, in the arena, trajectory.csv there;\nwith a sound audio.png"),
		plots:       f.plots(),
		record:      defineRecordFlags(f),
		save:        f.yes("save", false, "save what the brain has learned back to --brain"),
		json:        f.yes("json", false, "print the summary as one JSON object and nothing else on standard output"),
		quiet:       f.yes("quiet", false, "show no progress"),
		http:        runHTTPFlags(f),
		memory:      f.memoryLimit(),
	}
}
