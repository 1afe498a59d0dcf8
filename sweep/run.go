package sweep

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Config is what all starts of a sweep share.
type Config struct {
	Brain         *snn.Brain
	Dish          *arena.Dish // nil: V8's
	Ticks         int32
	StartDistance float64 // from the first food [BL]
	SensoryGain   float64

	// Open starts a fresh backend with the brain as stored. It is called from
	// several goroutines at once.
	Open func(learn bool) (engine.Backend, error)
	// Jobs is how many starts run side by side, at least 1. It changes no
	// result.
	Jobs int
	// Finished, if not nil, receives every finished start, one after the other,
	// in no order. Its error ends the sweep.
	Finished func(Done) error
	// Progress, if not nil, is called with ticks that have just been run, from
	// several goroutines at once.
	Progress func(ticks int32)
}

// Run runs the tasks, in their order as far as they start. It ends early,
// without error, when ctx does: starts that are not finished then are dropped.
// The first failure ends it too, and is returned.
func Run(ctx context.Context, cfg Config, tasks []Task) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		mu      sync.Mutex
		next    int
		failure error
		jobs    sync.WaitGroup
	)
	take := func() (Task, bool) {
		mu.Lock()
		defer mu.Unlock()
		if next == len(tasks) || ctx.Err() != nil {
			return Task{}, false
		}
		next++
		return tasks[next-1], true
	}
	finish := func(t Task, d *Done, err error) {
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			err = fmt.Errorf("start seed %d: %w", t.Seed, err)
		} else if d != nil && failure == nil && cfg.Finished != nil {
			err = cfg.Finished(*d)
		}
		if err != nil && failure == nil {
			failure = err
			cancel()
		}
	}
	for range min(max(cfg.Jobs, 1), len(tasks)) {
		jobs.Go(func() {
			for {
				t, more := take()
				if !more {
					return
				}
				d, err := cfg.start(ctx, t)
				finish(t, d, err)
			}
		})
	}
	jobs.Wait()
	return failure
}

// start runs a fresh brain and worm from one start. It returns nil if ctx ended
// before the last tick.
func (c *Config) start(ctx context.Context, t Task) (done *Done, err error) {
	a, err := engine.NewArena(c.Brain, engine.ArenaConfig{
		Dish: c.Dish, Seed: t.Seed, StartDistance: c.StartDistance, SensoryGain: c.SensoryGain,
	})
	if err != nil {
		return nil, err
	}
	backend, err := c.Open(t.Learn)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, backend.Close()) }()
	w := newWorld(a)
	reported := int32(0)
	result, err := engine.Run(ctx, c.Brain, backend, engine.Config{
		Ticks: c.Ticks, World: w, NoiseSeed: uint64(t.Seed),
		Progress: func(ticks int32) {
			// A world's ticks come one by one, and the figure is shared.
			const often = 256
			if c.Progress != nil && (ticks-reported >= often || ticks == c.Ticks) {
				c.Progress(ticks - reported)
				reported = ticks
			}
		},
	})
	if err != nil || result.Interrupted {
		return nil, err
	}
	judge := &w.Chemotaxis
	return &Done{
		Learn: t.Learn,
		Start: Start{
			Seed: t.Seed, Index: judge.Index(), FinalDistance: judge.Last, MinDistance: judge.Min,
			StartDistance: judge.First, MeanDistance: judge.Mean(), PathLength: w.length, Reached: w.reached,
			Spikes: result.Spikes, SpikeHash: result.SpikeHash,
		},
		Path: w.way(),
	}, nil
}
