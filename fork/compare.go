package fork

import (
	"context"
	"slices"
	"sync"

	"github.com/engine-gpu/engine-gpu/engine"
)

// Difference is the first tick in which one of two futures has a spike that the
// other lacks, and the first neuron of whom that is so.
type Difference struct {
	Tick   int32
	Neuron int32 // position
	InNew  bool  // the changed future has the spike, the unchanged one lacks it
}

// Comparison compares the spikes of two futures that run at the same time.
type Comparison struct {
	Any    *Difference // nil: none
	Others *Difference // the first one among neurons that are not silenced; nil: none

	silenced map[int32]bool
	ctx      context.Context
	ticks    chan tickSpikes
	found    chan struct{} // closed when both are found, or the changed future ended
	once     sync.Once
}

type tickSpikes struct {
	tick  int32
	fired []int32
}

// ahead is by how many ticks the unchanged future may be ahead.
const ahead = 256

// NewComparison returns the comparison of two futures that both end with the
// context.
func NewComparison(ctx context.Context, silenced []int32) *Comparison {
	c := &Comparison{ctx: ctx, silenced: map[int32]bool{}, ticks: make(chan tickSpikes, ahead), found: make(chan struct{})}
	for _, n := range silenced {
		c.silenced[n] = true
	}
	return c
}

// Unchanged is the recorder of the unchanged future.
func (c *Comparison) Unchanged() engine.Recorder { return sender{c} }

// Changed is the recorder of the changed future.
func (c *Comparison) Changed() engine.Recorder { return receiver{c} }

// End tells that the changed future has ended.
func (c *Comparison) End() { c.once.Do(func() { close(c.found) }) }

type sender struct{ *Comparison }

func (s sender) Record(tick int32, fired []int32) error {
	select {
	case <-s.found:
		return nil
	default:
	}
	select {
	case s.ticks <- tickSpikes{tick, slices.Clone(fired)}:
	case <-s.found:
	case <-s.ctx.Done():
	}
	return nil
}

type receiver struct{ *Comparison }

func (r receiver) Record(_ int32, fired []int32) error {
	if r.Any != nil && r.Others != nil {
		return nil
	}
	select {
	case other := <-r.ticks:
		r.compare(other, fired)
	case <-r.ctx.Done():
	}
	if r.Any != nil && r.Others != nil {
		r.End()
	}
	return nil
}

// compare merges the spikes of a tick, which ascend.
func (c *Comparison) compare(old tickSpikes, fired []int32) {
	a, b := old.fired, fired
	for len(a) > 0 || len(b) > 0 {
		d := Difference{Tick: old.tick}
		switch {
		case len(b) == 0 || len(a) > 0 && a[0] < b[0]:
			d.Neuron, a = a[0], a[1:]
		case len(a) == 0 || b[0] < a[0]:
			d.Neuron, d.InNew, b = b[0], true, b[1:]
		default:
			a, b = a[1:], b[1:]
			continue
		}
		if c.Any == nil {
			c.Any = &d
		}
		if c.Others == nil && !c.silenced[d.Neuron] {
			c.Others = &d
			return
		}
	}
}
