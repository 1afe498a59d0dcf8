package main

import (
	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/worm"
)

// held is a worm that is held in its place, straight, while the smell changes
// in one tick: what it does moves nothing, so that two conditions differ by
// nothing but the smell. It is an engine.World.
type held struct {
	body   *worm.Body
	before *engine.Senses // until the step
	after  *engine.Senses // from it on
	step   int32          // the first tick of the new smell
	tick   int32
}

// pose is where the worm is held.
type pose struct{ x, y, heading float64 }

// newHeld holds a worm in a dish that gives way to another one.
func newHeld(brain *snn.Brain, at pose, before, after *arena.Dish, step int32) (*held, error) {
	h := &held{body: worm.New(at.x, at.y, at.heading), step: step}
	var err error
	if h.before, err = engine.NewSenses(brain, before, at.x, at.y, engine.DefaultSensoryGain); err != nil {
		return nil, err
	}
	h.after, err = engine.NewSenses(brain, after, at.x, at.y, engine.DefaultSensoryGain)
	return h, err
}

// Neurons implements engine.World.
func (h *held) Neurons() []int32 { return h.before.Neurons() }

// Sense implements engine.World.
func (h *held) Sense(tonic float64, current []float64) {
	senses := h.before
	if h.tick >= h.step {
		if h.tick == h.step { // the nose is used to what was before
			h.after.Nose, h.after.Weber = h.before.Nose, h.before.Weber
		}
		senses = h.after
	}
	senses.Currents(h.body, tonic, current)
	h.tick++
}

// Act implements engine.World.
func (*held) Act(int32, []int32) []float64 { return nil }
