package view

import (
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/engine-gpu/engine-gpu/snn"
)

// The limits of what can be asked of a run.
const (
	MinSpeed = 0.001 // times real time: a tick a second
	MaxSpeed = 1e6   // times real time
	MaxSteps = 1e6   // ticks that one step makes

	maxWaiting = 64 // rewards that nobody has delivered yet
)

// errManyRewards refuses a reward while too many wait for the run to go on.
var errManyRewards = errors.New("too many rewards wait for the next tick")

// Controls is what those who look on want of a run. Its methods may be called
// at any time, from any goroutine, and return at once: the run heeds them
// between two ticks. The zero value runs without a limit of speed.
type Controls struct {
	mu      sync.Mutex
	wishes  wishes
	changed chan struct{} // closed and replaced with every wish
}

// wishes is the state of the controls.
type wishes struct {
	paused      bool
	steps       int32     // ticks to run though paused
	speed       float64   // times real time; 0: unlimited
	rewards     []float64 // to be delivered
	stop, reset bool
}

// Pause holds the run between two ticks.
func (c *Controls) Pause() { c.wish(func(w *wishes) { w.paused, w.steps = true, 0 }) }

// Resume lets the run go on.
func (c *Controls) Resume() { c.wish(func(w *wishes) { w.paused, w.steps = false, 0 }) }

// Paused reports whether the run is to be held.
func (c *Controls) Paused() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.wishes.paused
}

// Step runs the given number of ticks, 1..MaxSteps, and pauses: at once if the
// run was not paused. Steps add up, to MaxSteps.
func (c *Controls) Step(ticks int) error {
	if ticks < 1 || ticks > MaxSteps {
		return fmt.Errorf("a step has 1..%d ticks, not %d", int(MaxSteps), ticks)
	}
	c.wish(func(w *wishes) {
		w.paused, w.steps = true, min(w.steps+int32(ticks), MaxSteps)
	})
	return nil
}

// SetSpeed paces the run: 1 is real time, 1,000 ticks a second, and 0 has no
// limit.
func (c *Controls) SetSpeed(timesRealTime float64) error {
	if timesRealTime != 0 && !(timesRealTime >= MinSpeed && timesRealTime <= MaxSpeed) {
		return fmt.Errorf("the speed is 0, which has no limit, or %g..%g times real time, not %g", MinSpeed, MaxSpeed, timesRealTime)
	}
	c.wish(func(w *wishes) { w.speed = timesRealTime })
	return nil
}

// Speed returns the wanted speed in multiples of real time, 0 without a limit.
func (c *Controls) Speed() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.wishes.speed
}

// Reward gives the brain a reward. The run is no longer the one that its
// program and world alone would make.
func (c *Controls) Reward(amount float64) error {
	if _, ok := snn.RewardAmount(amount); !ok || !(math.Abs(amount) <= maxReward) {
		return fmt.Errorf("a reward is a number from %g to %g and not 0, not %g", -maxReward, maxReward, amount)
	}
	full := false
	c.wish(func(w *wishes) {
		if full = len(w.rewards) >= maxWaiting; !full {
			w.rewards = append(w.rewards, amount)
		}
	})
	if full {
		return errManyRewards
	}
	return nil
}

// maxReward is the largest reward by hand; a brain's own are of the order of 1.
const maxReward = 100.0

// Stop ends the run, as interrupted.
func (c *Controls) Stop() { c.wish(func(w *wishes) { w.stop = true }) }

// Reset ends the run, to be begun anew by whoever started it.
func (c *Controls) Reset() { c.wish(func(w *wishes) { w.reset = true }) }

// TakeReset reports whether a reset was asked for, and forgets it.
func (c *Controls) TakeReset() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	asked := c.wishes.reset
	c.wishes.reset = false
	return asked
}

// wish changes the wishes and wakes a run that waits.
func (c *Controls) wish(change func(*wishes)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.wishes)
	if c.changed != nil {
		close(c.changed)
		c.changed = nil
	}
}

// take returns the wishes, whose rewards are then the run's to deliver, and a
// channel that is closed with the next one.
func (c *Controls) take() (wishes, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := c.wishes
	c.wishes.rewards = nil
	if c.changed == nil {
		c.changed = make(chan struct{})
	}
	return w, c.changed
}

// stepped notes that a paused run has run some of its steps.
func (c *Controls) stepped(ticks int32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wishes.steps = max(c.wishes.steps-ticks, 0)
}
