package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/engine-gpu/engine-gpu/benchmarks/izh"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/snn"
)

// izhOptions are the flags of bench izh.
type izhOptions struct {
	neurons, fanout, delayMax *int64
	stdp                      *bool
	ticks, warmup             *int64
	seed, threads, device     *int64
	backend                   *string
	json, quiet               *bool
	memory                    *memoryLimit
}

func benchIZHCommand() command {
	return command{
		name:    "izh",
		summary: "Measure the IZH network, with which spiking simulators are compared.",
		usage:   "[flags]",
		details: `
The network is random: 80 % excitatory RS and 20 % inhibitory FS neurons, each
with the same number of synapses to targets drawn with repetition; weights are
+50 and -100 divided by that number, a current of 4.5 drives every neuron. With
--stdp the excitatory synapses learn. The ticks of the warm-up count for the
hashes, not for the speed. Equal flags give equal hashes on every backend and
number of threads.`,
		build: func(f *flags) action {
			o := izhFlags(f)
			return func(ctx context.Context, std streams) error {
				if err := o.config().Validate(); err != nil {
					return f.wrong("%v", err)
				}
				if *o.warmup+*o.ticks > int64(snn.MaxTicks) {
					return f.wrong("--warmup and --ticks are together more than the limit of %d", int64(snn.MaxTicks))
				}
				return benchIZH(ctx, std, o)
			}
		},
	}
}

func izhFlags(f *flags) *izhOptions {
	return &izhOptions{
		neurons:  f.whole("neurons", 10000, 1, snn.MaxNeurons, "neurons (default 10000)"),
		fanout:   f.whole("fanout", 100, 1, snn.MaxSynapses, "synapses of every neuron (default 100)"),
		delayMax: f.whole("delay-max", 1, 1, izh.LongestDelay, "delays are uniform from 1 to N ticks (default 1)"),
		stdp:     f.yes("stdp", false, "let the excitatory synapses learn"),
		ticks:    f.whole("ticks", 1000, 0, int64(snn.MaxTicks), "ticks to measure (default 1000)"),
		warmup:   f.whole("warmup", 200, 0, int64(snn.MaxTicks), "ticks to run before (default 200)"),
		seed:     f.whole("seed", 42, 0, math.MaxUint32, "seed of the network (default 42)"),
		backend:  f.networkBackend(),
		device:   f.whole("device", gpu.Best, gpu.Best, maxDevice, "index of the gpu backend's device, -1 for the best (default -1)"),
		threads:  f.whole("threads", 0, 0, 256, "threads of the cpu backend; they change no spike (default: as many as pay)"),
		json:     f.yes("json", false, "print one JSON object and nothing else on standard output"),
		quiet:    f.yes("quiet", false, "show no progress"),
		memory:   f.memoryLimit(),
	}
}

func (o *izhOptions) config() izh.Config {
	return izh.Config{
		Neurons: int(*o.neurons), Fanout: int(*o.fanout), MaxDelay: int(*o.delayMax),
		Plastic: *o.stdp, Seed: uint64(*o.seed),
	}
}

// benchIZH is the command bench izh.
func benchIZH(ctx context.Context, std streams, o *izhOptions) error {
	note := func(format string, args ...any) {
		if !*o.quiet {
			std.note(format, args...)
		}
	}
	run := izhRun{
		memory: o.memory,
		config: o.config(), warmup: int32(*o.warmup), ticks: int32(*o.ticks), threads: int(*o.threads),
		choice: launch.Choice{Name: *o.backend, GPU: gpu.Config{Device: int(*o.device)}},
	}
	note("building %s of %s", plural(*o.neurons, "neuron"), plural(*o.fanout, "synapse"))
	if err := run.buildNetwork(); err != nil {
		return err
	}
	if err := run.openBackend(); err != nil {
		return err
	}
	setting := fmt.Sprintf("%s backend with %s", run.backend.Name, plural(int64(run.backend.Threads()), "thread"))
	if run.backend.Why != "" {
		setting += fmt.Sprintf(" (auto takes %s: %s)", run.backend.Name, run.backend.Why)
	}
	note("running %s, %s before, %s", plural(*o.ticks, "tick"), grouped(*o.warmup), setting)
	p := newProgress(std.err, *o.quiet, run.warmup+run.ticks)
	result, err := run.measure(ctx, p)
	p.finish()
	if err == nil {
		err = run.account(result)
	}
	if err = errors.Join(err, run.backend.Close()); err != nil {
		return err
	}
	if *o.json {
		err = writeJSON(std.out, result)
	} else {
		err = result.print(std.out)
	}
	if err == nil && result.Interrupted {
		return errInterrupted
	}
	return err
}

// izhRun is one run of an IZH network.
type izhRun struct {
	config        izh.Config
	warmup, ticks int32
	threads       int
	choice        launch.Choice
	memory        *memoryLimit // nil for none

	network *izh.Network
	backend *launch.Opened
	build   time.Duration // of network and backend
}

// buildNetwork builds the network, if the machine can hold it.
func (r *izhRun) buildNetwork() error {
	if err := r.checkMemory(); err != nil {
		return err
	}
	start := time.Now()
	var err error
	r.network, err = izh.Build(r.config)
	r.build += time.Since(start)
	return err
}

// openBackend starts the backend with the network.
func (r *izhRun) openBackend() error {
	start := time.Now()
	var err error
	r.backend, err = launch.Open(r.choice, launch.NetworkSubject{
		Net: r.network.Network, Current: izh.Drive, Options: snn.Options{Learn: true, Threads: r.threads},
	})
	r.build += time.Since(start)
	return err
}
