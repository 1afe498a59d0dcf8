package engine

import (
	"encoding"
	"errors"
	"fmt"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// State is a run between two ticks: all that its future depends on, apart from
// the brain and the Config, and all that its Result will tell of the past.
type State struct {
	Ticks     int32 // run so far
	Spikes    int64
	SpikeHash []byte // see snn.SpikeHash.MarshalBinary
	Marks     []Mark // so far
	Rewards   int
	NetReward float64
	Brain     snn.State
	World     []byte // what a StatefulWorld says of itself; nil without a world
}

// StatefulWorld is a World that can be part of a State. What MarshalBinary
// returns must not be empty, and UnmarshalBinary must check it.
type StatefulWorld interface {
	World
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler
}

// Finisher is an Observer that wants to know of the end.
type Finisher interface {
	Observer
	// Finish is called once after the last tick, also of a run that the context
	// or an observer ended, but not after an error.
	Finish(m *Moment) error
}

// State returns the run's present state, which shares nothing with the run.
func (m *Moment) State() (*State, error) { return m.loop.save() }

// errWorldHasNoState says that a run cannot be saved.
var errWorldHasNoState = errors.New("the world has no state that could be saved")

func (l *loop) save() (*State, error) {
	hash, err := l.hash.MarshalBinary()
	if err != nil {
		return nil, err
	}
	s := &State{
		Ticks: l.tick, Spikes: l.hash.Spikes, SpikeHash: hash,
		Marks: slices.Clone(l.result.Marks), Rewards: l.result.Rewards, NetReward: l.result.NetReward,
	}
	if l.cfg.World != nil {
		world, ok := l.cfg.World.(StatefulWorld)
		if !ok {
			return nil, errWorldHasNoState
		}
		if s.World, err = world.MarshalBinary(); err != nil {
			return nil, err
		}
	}
	s.Brain, err = l.backend.Save()
	return s, err
}

// resume puts the loop, its backend and its world into a state.
func (l *loop) resume(s *State) error {
	switch {
	case s.Ticks < 0 || s.Ticks > l.cfg.Ticks:
		return fmt.Errorf("the saved run is at tick %d, beyond the last of this one, %d", s.Ticks, l.cfg.Ticks)
	case s.Brain == nil || s.Brain.Ticks() != s.Ticks:
		return fmt.Errorf("the saved brain is not of tick %d, as the run is", s.Ticks)
	case (s.World == nil) != (l.cfg.World == nil):
		return errors.New("one of the saved run and this one has a world, the other has none")
	}
	if err := l.hash.UnmarshalBinary(s.SpikeHash); err != nil {
		return err
	}
	l.hash.Spikes = s.Spikes
	if l.cfg.World != nil {
		world, ok := l.cfg.World.(StatefulWorld)
		if !ok {
			return errWorldHasNoState
		}
		if err := world.UnmarshalBinary(s.World); err != nil {
			return err
		}
	}
	if err := l.backend.Restore(s.Brain); err != nil {
		return err
	}
	l.tick, l.resumed = s.Ticks, true
	l.result.FirstTick = s.Ticks
	l.result.Marks = slices.Clone(s.Marks)
	l.result.Rewards, l.result.NetReward = s.Rewards, s.NetReward
	for len(l.marks) > 0 && l.marks[0] <= s.Ticks {
		l.marks = l.marks[1:]
	}
	for i, o := range l.cfg.Observers {
		l.next[i] = max(o.Next(l.tick), l.tick+1)
	}
	return nil
}

// finish tells the observers that want to know of the end.
func (l *loop) finish(m *Moment) error {
	for _, o := range l.cfg.Observers {
		if f, wants := o.(Finisher); wants {
			if err := f.Finish(m); err != nil {
				return err
			}
		}
	}
	return nil
}
