package engine

import (
	"context"
	"math"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Never is what an Observer's or a Stimulus's Next returns when nothing more
// is to come.
const Never = math.MaxInt32

// Observer looks at a run between two ticks: recorders of state, checkpoints,
// views. It may block (a pause), as long as it heeds the moment's context. It
// changes nothing but by what Moment offers.
type Observer interface {
	// Next returns after how many ticks Observe is to be called, given that
	// this many have been run: a larger number, or Never.
	Next(ticks int32) int32
	// Observe is called before the first tick and then where Next says: those
	// ticks are recorded, the world has moved and their rewards are delivered.
	Observe(m *Moment) error
}

// Moment is a run between two ticks.
type Moment struct {
	ctx  context.Context
	loop *loop
}

// Context ends when the run is to end.
func (m *Moment) Context() context.Context { return m.ctx }

// Ticks is the number of ticks run so far.
func (m *Moment) Ticks() int32 { return m.loop.tick }

// Spikes is the number of spikes so far.
func (m *Moment) Spikes() int64 { return m.loop.hash.Spikes }

// SpikeHash is the hash of the spikes so far: the run's, were it to end here.
func (m *Moment) SpikeHash() string { return m.loop.hash.Sum() }

// Rewards is the number of rewards delivered so far, and their sum.
func (m *Moment) Rewards() (number int, sum float64) {
	return m.loop.result.Rewards, m.loop.result.NetReward
}

// Snapshot writes the present state into s, as Backend.Snapshot does.
func (m *Moment) Snapshot(s *snn.Snapshot) error { return m.loop.backend.Snapshot(s) }

// Reward delivers a reward now. The run is no longer the one that its program
// and world alone would make.
func (m *Moment) Reward(amount float64) error { return m.loop.deliver(amount) }

// Stop ends the run here, as interrupted.
func (m *Moment) Stop() { m.loop.stopped = true }

// observe calls the observers that want to look now.
func (l *loop) observe(ctx context.Context) error {
	for i, o := range l.cfg.Observers {
		if l.next[i] > l.tick {
			continue
		}
		if err := o.Observe(&Moment{ctx, l}); err != nil {
			return err
		}
		l.next[i] = max(o.Next(l.tick), l.tick+1)
	}
	return nil
}

// nextLook returns the number of ticks after which the next observer looks, at
// most limit.
func (l *loop) nextLook(limit int32) int32 {
	for _, next := range l.next {
		limit = min(limit, next)
	}
	return limit
}
