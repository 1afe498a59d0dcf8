package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Run is one run of the arena loop. Distances are from the head to the food
// [body lengths].
type Run struct {
	Backend       string  `json:"backend"`
	Seed          uint32  `json:"start_seed"`
	Index         float64 `json:"chemotaxis_index"`
	StartDistance float64 `json:"start_distance"`
	FinalDistance float64 `json:"final_distance"`
	MinDistance   float64 `json:"min_distance"`
	MeanDistance  float64 `json:"mean_distance"`
	NetReward     float64 `json:"net_reward"`
	Spikes        int64   `json:"spikes"`
	SpikeHash     string  `json:"spike_sha256"`
	WeightHash    string  `json:"weights_sha256"`
	Seconds       float64 `json:"-"` // of the wall clock, beside whatever else the machine did: no measure of speed
}

// key names a run.
type key struct {
	backend string
	seed    uint32
}

// lab makes runs, each only once.
type lab struct {
	ctx      context.Context
	brain    *snn.Brain
	options  options
	progress io.Writer
	done     map[key]Run
}

func (l *lab) run(backend string, seed uint32) (Run, error) {
	if r, known := l.done[key{backend, seed}]; known {
		return r, nil
	}
	r, err := l.start(backend, seed)
	if err != nil {
		return Run{}, fmt.Errorf("%s, start seed %d: %w", backend, seed, err)
	}
	fmt.Fprintf(l.progress, "%-9s start seed %3d: chemotaxis index %+.3f in %.1f s\n", backend, seed, r.Index, r.Seconds)
	l.done[key{backend, seed}] = r
	return r, nil
}

// start runs a fresh brain and worm from the start of a seed.
func (l *lab) start(name string, seed uint32) (r Run, err error) {
	backend, err := l.backend(name)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, backend.Close()) }()
	cfg := engine.DefaultArenaConfig()
	cfg.Seed = seed
	world, err := engine.NewArena(l.brain, cfg)
	if err != nil {
		return r, err
	}
	result, err := engine.Run(l.ctx, l.brain, backend, engine.Config{Ticks: int32(l.options.ticks), World: world})
	if err != nil {
		return r, err
	}
	if result.Interrupted {
		return r, errors.New("interrupted")
	}
	end := snn.NewWeightSnapshot(l.brain)
	if err := backend.Snapshot(end); err != nil {
		return r, err
	}
	c := &world.Chemotaxis
	return Run{
		Backend: name, Seed: seed, Index: c.Index(),
		StartDistance: c.First, FinalDistance: c.Last, MinDistance: c.Min, MeanDistance: c.Mean(),
		NetReward: result.NetReward, Spikes: result.Spikes, SpikeHash: result.SpikeHash,
		WeightHash: snn.WeightHash(l.brain, end.Weight), Seconds: result.Wall.Seconds(),
	}, nil
}

func (l *lab) backend(name string) (engine.Backend, error) {
	opt := snn.Options{Learn: true, Threads: l.options.threads}
	if name == "reference" {
		return cpu.NewReference(l.brain, opt)
	}
	return cpu.NewBackend(l.brain, opt)
}
