package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/loader"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Life is what sessions of learning under one kind of rewards made of a brain.
// Each session goes on with the brain that the one before saved.
type Life struct {
	Rewards  string    `json:"rewards"` // as they are, none, inverted
	Sessions []float64 `json:"session_chemotaxis_indices"`
	Net      float64   `json:"net_reward"` // as the brain got it, of all sessions
	Taught   []Taught  `json:"reward_plastic"`
	After    *Control  `json:"after"` // learning off, from the starts of the controls
}

// Taught is the weights of the synapses from a circuit to another that learn
// from rewards.
type Taught struct {
	From     string  `json:"from"`
	To       string  `json:"to"`
	Synapses int     `json:"synapses"`
	Before   float64 `json:"mean_weight_before"`
	After    float64 `json:"mean_weight_after"`
	Raised   int     `json:"raised"` // synapses whose weight rose
	Lowered  int     `json:"lowered"`
}

// scaled is an arena whose rewards count for something else.
type scaled struct {
	*engine.Arena
	factor float64
}

// Act implements engine.World.
func (s scaled) Act(tick int32, fired []int32) []float64 {
	due := s.Arena.Act(tick, fired)
	for i := range due {
		due[i] *= s.factor
	}
	return due
}

// rewards lets a brain live under its rewards, under none, and under their
// opposites.
func rewards(ctx context.Context, o *options, r *Results, progress io.Writer) error {
	r.Lives = nil
	folder, err := os.MkdirTemp("", "chemotaxis")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a temporary folder
	for i, kind := range []struct {
		name   string
		factor float64
	}{{"as they are", 1}, {"none", 0}, {"inverted", -1}} {
		l, err := live(ctx, o, kind.name, kind.factor, filepath.Join(folder, fmt.Sprintf("%d.brain", i)))
		if err != nil || ctx.Err() != nil {
			return err
		}
		r.Lives = append(r.Lives, *l)
		fmt.Fprintf(progress, "rewards %s: index %+.3f after %d sessions\n", l.Rewards, l.After.Index.Mean, len(l.Sessions))
	}
	return nil
}

// live makes the sessions, and judges what became of the brain.
func live(ctx context.Context, o *options, name string, factor float64, file string) (*Life, error) {
	s, err := newSubject(o.recipe, o.seed)
	if err != nil {
		return nil, err
	}
	if err := loader.Write(file, s.brain); err != nil {
		return nil, err
	}
	l := &Life{Rewards: name}
	before := slices.Clone(s.brain.Synapses.Weight)
	for seed := range uint32(o.sessions) {
		if s.brain, _, err = loader.Read(file); err != nil {
			return nil, err
		}
		if err := l.session(ctx, o, s.brain, seed+1, factor, file); err != nil || ctx.Err() != nil {
			return nil, err
		}
	}
	if s.brain, _, err = loader.Read(file); err != nil {
		return nil, err
	}
	l.Taught = taught(s, before)
	c := control{name: fmt.Sprintf("after %d sessions, rewards %s", o.sessions, name)}
	l.After, _, err = c.run(ctx, o, s)
	return l, err
}

// session is one run, from the start of its seed, that saves what was learned.
func (l *Life) session(ctx context.Context, o *options, brain *snn.Brain, seed uint32, factor float64, file string) (err error) {
	cfg := engine.DefaultArenaConfig()
	cfg.Seed = seed
	a, err := engine.NewArena(brain, cfg)
	if err != nil {
		return err
	}
	backend, err := open(brain, "cpu", true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, backend.Close()) }()
	result, err := engine.Run(ctx, brain, backend, engine.Config{Ticks: int32(o.ticks), World: scaled{a, factor}})
	if err != nil || result.Interrupted {
		return err
	}
	l.Sessions = append(l.Sessions, a.Chemotaxis.Index())
	l.Net += result.NetReward
	end := snn.NewSnapshot(brain)
	if err := backend.Snapshot(end); err != nil {
		return err
	}
	return loader.Save(file, brain, end)
}

// taught compares the weights that rewards teach with those before, by the
// circuits that they connect.
func taught(s *subject, before []float64) []Taught {
	circuit := make([]string, len(s.brain.Neurons))
	for i := range s.layers {
		for _, n := range s.layers[i].neurons {
			circuit[n] = s.layers[i].circuit
		}
	}
	var all []Taught
	for i, y := range s.brain.Synapses.All() {
		if y.Type != snn.RewardPlastic {
			continue
		}
		from, to := circuit[y.Source], circuit[y.Target]
		k := slices.IndexFunc(all, func(t Taught) bool { return t.From == from && t.To == to })
		if k < 0 {
			k = len(all)
			all = append(all, Taught{From: from, To: to})
		}
		t := &all[k]
		t.Synapses++
		t.Before += before[i]
		t.After += y.Weight
		switch {
		case y.Weight > before[i]:
			t.Raised++
		case y.Weight < before[i]:
			t.Lowered++
		}
	}
	for k := range all {
		all[k].Before /= float64(all[k].Synapses)
		all[k].After /= float64(all[k].Synapses)
	}
	return all
}
