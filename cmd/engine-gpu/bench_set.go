package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/engine-gpu/engine-gpu/benchmarks"
	"github.com/engine-gpu/engine-gpu/benchmarks/izh"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

// benchCase is one benchmark of the standard set.
type benchCase struct {
	name       string
	what       string // for people
	ticks      int32
	quickTicks int32 // of --quick; 0 where it leaves the benchmark out
	load       func() (workload, error)
}

// workload is a brain or a network that can be run again and again.
type workload interface {
	// run runs a number of ticks from the start, or fewer if the context ends.
	run(ctx context.Context, threads int, ticks int32) (sample, error)
}

// sample is one run.
type sample struct {
	ticks       int32
	wall        time.Duration
	hash        string // of the spikes
	device      string
	interrupted bool
}

// standardSet lists the benchmarks of "engine-gpu bench".
func standardSet() []benchCase {
	set := []benchCase{{
		"Arena", "brain, body and dish: arena_v1 from start seed 42", 30000, 10000,
		func() (workload, error) { return loadBrain("arena_v1", true) },
	}}
	for _, b := range []struct {
		name              string
		ticks, quickTicks int32
	}{
		{"arena_v1", 30000, 10000},
		{"megabrain", 20000, 5000},
		{"big_layered_20pct_lr01", 20000, 5000},
		{"big_layered_v1", 600, 200},
	} {
		set = append(set, benchCase{
			"Brain/" + b.name, "the brain alone under V8's golden program", b.ticks, b.quickTicks,
			func() (workload, error) { return loadBrain(b.name, false) },
		})
	}
	for _, n := range []struct {
		neurons, fanout   int
		plastic           bool
		ticks, quickTicks int32
	}{
		{10000, 100, false, 20000, 5000},
		{100000, 100, false, 2000, 500},
		{100000, 1000, false, 1000, 0},
		{1000000, 100, false, 300, 0},
		{10000, 100, true, 5000, 2000},
		{100000, 100, true, 1000, 200},
	} {
		c := izh.Config{Neurons: n.neurons, Fanout: n.fanout, MaxDelay: 1, Plastic: n.plastic, Seed: 42}
		group, learning := "IZH", "static"
		if n.plastic {
			group, learning = "STDP", "with STDP"
		}
		set = append(set, benchCase{
			fmt.Sprintf("%s/%dx%d", group, n.neurons, n.fanout),
			fmt.Sprintf("the IZH network of %s, %s, after %d ticks", plural(int64(n.neurons)*int64(n.fanout), "synapse"), learning, izhWarmup),
			n.ticks, n.quickTicks,
			func() (workload, error) { return loadIZH(c) },
		})
	}
	return set
}

// listBenchmarks prints what the set consists of.
func listBenchmarks(out io.Writer, cases []benchCase) error {
	t := newTable()
	for _, c := range cases {
		t.row(c.name, "%s, %s", c.what, plural(int64(c.ticks), "tick"))
	}
	return t.print(out)
}

// brainWorkload is a brain in the arena or under V8's golden program.
type brainWorkload struct {
	brain   *snn.Brain
	program *engine.Program
	arena   bool
}

func loadBrain(name string, arena bool) (workload, error) {
	r, err := recipe.Builtin(name)
	if err != nil {
		return nil, err
	}
	w := &brainWorkload{arena: arena}
	if w.brain, err = r.Generate(r.Seed); err != nil {
		return nil, err
	}
	if !arena {
		w.program, err = benchmarks.GoldenProgram()
	}
	return w, err
}

func (w *brainWorkload) run(ctx context.Context, threads int, ticks int32) (sample, error) {
	b, err := launch.Open(launch.Choice{Name: launch.BackendCPU}, launch.BrainSubject{Brain: w.brain, Options: snn.Options{Learn: true, Threads: threads}})
	if err != nil {
		return sample{}, err
	}
	defer b.Close()
	cfg := engine.Config{Ticks: ticks, Program: w.program}
	if w.arena {
		if cfg.World, err = engine.NewArena(w.brain, engine.DefaultArenaConfig()); err != nil {
			return sample{}, err
		}
	}
	result, err := engine.Run(ctx, w.brain, b, cfg)
	if err != nil {
		return sample{}, err
	}
	return sample{result.Ticks, result.Wall, result.SpikeHash, b.Device(), result.Interrupted}, nil
}

// izhWarmup is run before the ticks that count.
const izhWarmup = 200

// izhWorkload is an IZH network.
type izhWorkload struct{ network *izh.Network }

func loadIZH(c izh.Config) (workload, error) {
	r := izhRun{config: c, choice: launch.Choice{Name: launch.BackendCPU}}
	if err := r.buildNetwork(); err != nil {
		return nil, err
	}
	return &izhWorkload{r.network}, nil
}

func (w *izhWorkload) run(ctx context.Context, threads int, ticks int32) (sample, error) {
	r := izhRun{
		config: w.network.Config, network: w.network, warmup: izhWarmup, ticks: ticks, threads: threads,
		choice: launch.Choice{Name: launch.BackendCPU},
	}
	if err := r.openBackend(); err != nil {
		return sample{}, err
	}
	defer r.backend.Close()
	result, err := r.measure(ctx, newProgress(nil, true, 0))
	if err != nil {
		return sample{}, err
	}
	wall := time.Duration(float64(result.WallSeconds) * float64(time.Second))
	return sample{result.Ticks, wall, result.SpikeHash, result.Device, result.Interrupted}, nil
}
