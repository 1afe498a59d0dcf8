package view

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Config says what a Capture captures.
type Config struct {
	Brain    *snn.Brain
	Arena    *engine.Arena // the run's world; nil: none
	Total    int32         // ticks to be run
	Controls *Controls     // nil: the run cannot be influenced

	Name, Backend, Device string // for the Scene
}

// Capture makes the frames of one run and heeds its controls: an
// engine.Observer and an engine.Recorder, to be given to the run as both.
// After the run, call Finish.
type Capture struct {
	brain    *snn.Brain
	arena    *engine.Arena
	total    int32
	controls *Controls
	scene    *Scene
	now      func() time.Time

	// The run's goroutine alone.
	pace      pace
	next      int32 // ticks of the next look
	lastLook  int32
	paused    bool
	stale     bool      // the last frame shows another state than there is
	due       time.Time // of the next frame
	number    int64
	byHand    int
	window    *spikeWindow
	recording bool
	trail     *trail
	weights   weightLook
	speed     []instant // of the last second, oldest first

	// Those who look on too.
	latest   atomic.Pointer[Frame]
	watched  atomic.Bool
	watch    sync.Mutex
	watchers map[*Watcher]bool
}

// instant is a moment at which so many ticks had been run.
type instant struct {
	at    time.Time
	ticks int32
}

// NewCapture returns the capture of a run.
func NewCapture(cfg Config) *Capture {
	c := &Capture{
		brain: cfg.Brain, arena: cfg.Arena, total: cfg.Total, controls: cfg.Controls,
		scene: newScene(cfg.Brain, cfg.Arena), now: time.Now,
		trail: &trail{every: trailEvery}, weights: weightLook{brain: cfg.Brain},
		watchers: map[*Watcher]bool{},
	}
	c.scene.Brain, c.scene.Backend, c.scene.Device = cfg.Name, cfg.Backend, cfg.Device
	if c.controls == nil {
		c.controls = new(Controls)
	}
	c.window = newSpikeWindow(cfg.Brain, c.scene)
	return c
}

// Scene returns what stays the same from frame to frame.
func (c *Capture) Scene() *Scene { return c.scene }

// Latest returns the last frame, nil before the first one.
func (c *Capture) Latest() *Frame { return c.latest.Load() }

// Trail returns the whole trail of the worm's head up to now, evenly spaced in
// time; it has at most a few thousand points.
func (c *Capture) Trail() []TrailPoint { return c.trail.all() }

// RewardsByHand returns how many rewards were given by hand. Call it after the
// run.
func (c *Capture) RewardsByHand() int { return c.byHand }

// Record implements engine.Recorder.
func (c *Capture) Record(tick int32, fired []int32) error {
	if c.recording {
		c.window.add(tick, fired)
	}
	// The world has not moved by this tick yet.
	if c.arena != nil && tick >= c.trail.due {
		c.trail.add(tick, Point{c.arena.Body.X, c.arena.Body.Y})
	}
	return nil
}

// Next implements engine.Observer.
func (c *Capture) Next(int32) int32 { return c.next }

// Observe implements engine.Observer: it heeds the controls, which may hold
// the run, and hands out a frame if it is time for one.
func (c *Capture) Observe(m *engine.Moment) error {
	ticks, now := m.Ticks(), c.now()
	if c.number == 0 {
		c.pace.hold(ticks, now, 0)
		c.lastLook = ticks
	}
	c.pace.arrive(ticks, now)
	if c.paused {
		c.controls.stepped(ticks - c.lastLook)
	}
	c.lastLook = ticks
	steps, err := c.heed(m)
	if err != nil {
		return err
	}
	now = c.now()
	if !now.Before(c.due) || c.number == 0 {
		if err := c.publish(m, now); err != nil {
			return err
		}
	}
	c.record(now)
	stride := c.pace.leave(ticks, c.now())
	if steps > 0 {
		stride = min(stride, steps)
	}
	c.next = min(max(c.total, ticks+1), ticks+stride)
	return nil
}

// heed does what the controls want, and returns once the run may go on: by
// steps ticks if it is paused.
func (c *Capture) heed(m *engine.Moment) (steps int32, err error) {
	ticks := m.Ticks()
	for {
		if ticks >= c.total || m.Context().Err() != nil {
			return 0, nil
		}
		wish, changed := c.controls.take()
		for _, amount := range wish.rewards {
			if err := m.Reward(amount); err != nil {
				return 0, err
			}
			c.byHand++
		}
		if wish.stop || wish.reset {
			m.Stop()
			return 0, nil
		}
		now := c.now()
		if wish.paused != c.paused || wish.speed != c.pace.speed {
			c.paused = wish.paused
			c.pace.hold(ticks, now, wish.speed)
			c.stale = true
		}
		c.stale = c.stale || len(wish.rewards) > 0
		if wish.paused {
			if wish.steps > 0 {
				return wish.steps, nil
			}
			if err := c.idle(m, changed); err != nil {
				return 0, err
			}
			continue
		}
		sleep := c.pace.wait(ticks, now)
		if sleep <= 0 {
			return 0, nil
		}
		if !now.Before(c.due) {
			if err := c.publish(m, now); err != nil {
				return 0, err
			}
		}
		wait(m.Context(), changed, sleep)
	}
}

// idle waits for a wish while the run is held, once its present state can be
// seen.
func (c *Capture) idle(m *engine.Moment, changed <-chan struct{}) error {
	last, now := c.latest.Load(), c.now()
	switch {
	case last != nil && last.Ticks == m.Ticks() && !c.stale:
		wait(m.Context(), changed, 0)
	case now.Before(c.due):
		wait(m.Context(), changed, c.due.Sub(now))
	default:
		return c.publish(m, now)
	}
	return nil
}

// wait waits for a wish, the end of the context, or for a time if that is not
// 0.
func wait(ctx context.Context, changed <-chan struct{}, most time.Duration) {
	var over <-chan time.Time
	if most > 0 {
		t := time.NewTimer(most)
		defer t.Stop()
		over = t.C
	}
	select {
	case <-changed:
	case <-ctx.Done():
	case <-over:
	}
}

// publish hands out a frame of the present state.
func (c *Capture) publish(m *engine.Moment, now time.Time) error {
	watched := c.watched.Load()
	if watched {
		if err := c.weights.look(m, c.now); err != nil {
			return err
		}
	}
	f := &Frame{Ticks: m.Ticks(), Spikes: m.Spikes()}
	f.Rewards, f.NetReward = m.Rewards()
	if c.paused {
		f.State = Paused
	}
	c.due = now.Add(time.Second / MaxFramesPerSecond)
	c.stale = false
	c.finishFrame(f, now)
	return nil
}

// finishFrame adds what the run's moment does not tell, and hands it out.
func (c *Capture) finishFrame(f *Frame, now time.Time) {
	c.number++
	f.Number, f.Total, f.RewardsByHand = c.number, c.total, c.byHand
	f.Speed = c.controls.Speed()
	f.TicksPerSecond = c.ticksPerSecond(instant{now, f.Ticks})
	if f.State == Paused {
		f.TicksPerSecond = 0
	}
	if c.arena != nil {
		f.Worm = pose(c.arena)
		f.Trail = c.trail.take()
	}
	f.Raster = c.window.raster()
	f.Rates = c.window.rates(c.scene)
	c.window.forget()
	f.Weights = c.weights.latest
	c.hand(f)
}

// ticksPerSecond is the mean over the last second.
func (c *Capture) ticksPerSecond(now instant) float64 {
	if c.paused {
		c.speed = c.speed[:0]
		return 0
	}
	for len(c.speed) > 1 && now.at.Sub(c.speed[1].at) > time.Second {
		c.speed = c.speed[1:]
	}
	c.speed = append(c.speed, now)
	first := c.speed[0]
	if took := now.at.Sub(first.at).Seconds(); took > 0 {
		return float64(now.ticks-first.ticks) / took
	}
	return 0
}

// record decides whether the ticks up to the next look are recorded: only
// those that the next frame shows, since a fast run has many more.
func (c *Capture) record(now time.Time) {
	reach := time.Duration(1.5 * RasterTicks / max(c.pace.expected(), 1) * float64(time.Second))
	c.recording = c.watched.Load() && c.due.Sub(now) <= max(reach, 2*lookTime*1e9)
}

func pose(a *engine.Arena) *Worm {
	w := &Worm{Heading: a.Body.Heading, Activation: a.Body.Activation, Theta: a.Body.Theta}
	for i, p := range a.Body.Shape() {
		w.Segments[i] = Point{p.X, p.Y}
	}
	w.Distance = a.Dish().FoodDistance(a.Body.X, a.Body.Y)
	w.Index = a.Chemotaxis.Index()
	return w
}

// Finish hands out the last frame, whose State is over. result is what the run
// returned, nil if it failed. The run's goroutine calls it after the run.
func (c *Capture) Finish(result *engine.Result) {
	f := &Frame{State: Failed}
	switch last := c.latest.Load(); {
	case result != nil:
		f.State = Ended
		if result.Interrupted {
			f.State = Interrupted
		}
		f.Ticks, f.Spikes = result.Ticks, result.Spikes
		f.Rewards, f.NetReward = result.Rewards, result.NetReward
	case last != nil:
		f.Ticks, f.Spikes, f.Rewards, f.NetReward = last.Ticks, last.Spikes, last.Rewards, last.NetReward
	}
	if c.arena != nil {
		c.trail.add(f.Ticks, Point{c.arena.Body.X, c.arena.Body.Y})
	}
	c.finishFrame(f, c.now())
}

// Over returns an error if the run that the controls should influence is over.
func (c *Capture) Over() error {
	if f := c.latest.Load(); f != nil && f.State.Over() {
		return errOver
	}
	return nil
}

var errOver = errors.New("the run is over")
