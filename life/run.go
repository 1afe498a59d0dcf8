package life

import (
	"context"
	"errors"
	"fmt"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Run lives a life and returns its sessions and the brain after the last. It
// ends early, without error, when ctx does: the last session is marked as
// interrupted, and what it learned until then is in the brain.
//
// A session begins with a brain at rest, whatever state it was stored with, and
// a worm [arena.DefaultStartDistance] or as far as the config says from the
// food. A night lies between two sessions; there is none after the last.
func Run(ctx context.Context, cfg Config) (sessions []*Session, brain *snn.Brain, err error) {
	if err := cfg.validate(); err != nil {
		return nil, nil, err
	}
	l := &life{Config: cfg, brain: rested(cfg.Brain, nil)}
	for number := range cfg.Sessions {
		s, err := l.live(ctx, number)
		if err != nil {
			return sessions, l.brain, fmt.Errorf("session %d: %w", number+1, err)
		}
		sessions = append(sessions, s)
		if cfg.Lived != nil {
			if err := cfg.Lived(s, l.brain); err != nil {
				return sessions, l.brain, err
			}
		}
		if s.Interrupted {
			break
		}
	}
	return sessions, l.brain, nil
}

// life is a life in progress.
type life struct {
	Config
	brain *snn.Brain // at rest
	ticks int64      // run so far
}

// live lives a session, counted from 0, and the night after it.
func (l *life) live(ctx context.Context, number int) (*Session, error) {
	before := l.brain
	s, seen, err := l.wake(ctx, number)
	if err != nil {
		return nil, err
	}
	s.Weights = compareWeights(before, l.brain)
	if number+1 < l.Sessions && !s.Interrupted {
		if err := l.night(ctx, number, s, seen); err != nil {
			return nil, err
		}
		sleptWeights(s.Weights, l.brain)
	}
	s.WeightHash = snn.WeightHash(l.brain, l.brain.Synapses.Weight)
	return s, nil
}

// wake lives a session in the dish.
func (l *life) wake(ctx context.Context, number int) (*Session, *activity, error) {
	arenaConfig := l.Arena
	var err error
	if arenaConfig.Dish, err = placeFood(l.Arena.Dish, l.FoodRadius, l.Seed, number); err != nil {
		return nil, nil, err
	}
	arenaConfig.Seed = startSeed(l.Seed, number)
	world, err := engine.NewArena(l.brain, arenaConfig)
	if err != nil {
		return nil, nil, err
	}
	seen := newActivity(len(l.brain.Neurons), l.SessionTicks, l.Sprout != nil)
	result, err := l.run(ctx, engine.Config{
		Ticks: l.SessionTicks, World: world, NoiseSeed: uint64(arenaConfig.Seed), Recorders: []engine.Recorder{seen},
	})
	if err != nil {
		return nil, nil, err
	}
	c := &world.Chemotaxis
	return &Session{
		Number: number + 1, StartSeed: arenaConfig.Seed, Food: arenaConfig.Dish.Foods()[0], Ticks: result.Ticks,
		Index: c.Index(), StartDistance: c.First, FinalDistance: c.Last, MinDistance: c.Min,
		Rewards: result.Rewards, NetReward: result.NetReward, Noises: world.Feedback.Noises, Pulses: world.Feedback.Pulses,
		Spikes: result.Spikes, SpikeHash: result.SpikeHash, Interrupted: result.Interrupted,
	}, seen, nil
}

// night lets the brain sleep and change after a session. If ctx ends in it, the
// night is over and the session is marked as interrupted.
func (l *life) night(ctx context.Context, number int, s *Session, seen *activity) error {
	if l.Sleep.Ticks > 0 {
		result, err := l.run(ctx, engine.Config{
			Ticks: l.Sleep.Ticks, Program: l.Sleep.program(), NoiseSeed: sleepSeed(l.Seed, number),
		})
		if err != nil {
			return fmt.Errorf("the sleep after it: %w", err)
		}
		s.SleepTicks, s.SleepSpikes, s.SleepHash = result.Ticks, result.Spikes, result.SpikeHash
		if result.Interrupted {
			s.Interrupted = true
			return nil
		}
		if l.Learn {
			pullBack(l.brain, l.Sleep.Exponent)
		}
	}
	// Last, so that a new synapse is not pulled, and by what the day showed.
	if l.Sprout != nil {
		s.Sprouted = l.Sprout.apply(l.brain, seen)
	}
	if l.Drift != nil {
		s.Drifted = l.Drift.apply(l.brain, seen.fired)
	}
	l.brain = rested(l.brain, nil)
	return nil
}

// run runs the brain and leaves it at rest with what it learned.
func (l *life) run(ctx context.Context, cfg engine.Config) (result *engine.Result, err error) {
	backend, err := l.Open(l.brain)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, backend.Close()) }()
	if l.Recorder != nil {
		cfg.Recorders = append(cfg.Recorders, l.Recorder)
	}
	cfg.Progress = func(ticks int32) {
		if l.Progress != nil {
			l.Progress(l.ticks + int64(ticks))
		}
	}
	if result, err = engine.Run(ctx, l.brain, backend, cfg); err != nil {
		return nil, err
	}
	l.ticks += int64(result.Ticks)
	snapshot := frame(l.brain)
	if err := backend.Snapshot(snapshot); err != nil {
		return nil, err
	}
	l.brain = rested(l.brain, snapshot)
	return result, nil
}
