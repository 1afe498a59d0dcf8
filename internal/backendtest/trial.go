package backendtest

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Trial is all that a run shows.
type Trial struct {
	Spikes    snn.Spikes
	Snapshots []*snn.Snapshot // the last one is of the end
	SpikeHash string
}

// Play runs a protocol on a backend with at most chunk ticks per call of
// Advance; 0 sets no bound.
func Play(b engine.Backend, brain *snn.Brain, p Protocol, chunk int) (*Trial, error) {
	return playInParts(b, brain, p, chunk, nil)
}

// cut is a place between two ticks at which a trial may go on with another
// backend.
type cut struct {
	tick int
	// early: before the input of the tick, else after it.
	early bool
	next  func(engine.Backend) (engine.Backend, error)
}

// playInParts is Play with cuts, by ascending tick.
func playInParts(b engine.Backend, brain *snn.Brain, p Protocol, chunk int, cuts []cut) (*Trial, error) {
	trial, hash := &Trial{}, snn.NewSpikeHash()
	var block snn.Spikes
	events, snapshots := p.Events, p.Snapshots
	apply := func(tick int, early bool) error {
		var err error
		if len(cuts) > 0 && cuts[0].tick == tick && cuts[0].early == early {
			if b, err = cuts[0].next(b); err != nil {
				return fmt.Errorf("cut before tick %d: %w", tick, err)
			}
			cuts = cuts[1:]
		}
		return nil
	}
	for tick := 0; ; {
		if err := apply(tick, true); err != nil {
			return nil, err
		}
		for len(events) > 0 && events[0].Tick == tick {
			if err := events[0].Do(b); err != nil {
				return nil, fmt.Errorf("event before tick %d: %w", tick, err)
			}
			events = events[1:]
		}
		if err := apply(tick, false); err != nil {
			return nil, err
		}
		if tick == p.Ticks || len(snapshots) > 0 && snapshots[0] == tick {
			s := snn.NewSnapshot(brain)
			if err := b.Snapshot(s); err != nil {
				return nil, fmt.Errorf("snapshot before tick %d: %w", tick, err)
			}
			trial.Snapshots = append(trial.Snapshots, s)
			if tick == p.Ticks {
				break
			}
			snapshots = snapshots[1:]
		}
		next := p.Ticks
		if len(events) > 0 {
			next = min(next, events[0].Tick)
		}
		if len(snapshots) > 0 {
			next = min(next, snapshots[0])
		}
		if len(cuts) > 0 {
			next = min(next, cuts[0].tick)
		}
		if chunk > 0 {
			next = min(next, tick+chunk)
		}
		block.Reset(int32(tick))
		if err := b.Advance(next-tick, &block); err != nil {
			return nil, fmt.Errorf("ticks %d to %d: %w", tick, next-1, err)
		}
		if len(block.Counts) != next-tick {
			return nil, fmt.Errorf("ticks %d to %d: counts of %d ticks", tick, next-1, len(block.Counts))
		}
		block.Each(hash.Add)
		trial.Spikes.Counts = append(trial.Spikes.Counts, block.Counts...)
		trial.Spikes.Neurons = append(trial.Spikes.Neurons, block.Neurons...)
		tick = next
	}
	trial.SpikeHash = hash.Sum()
	return trial, nil
}

// End returns the state after the last tick.
func (t *Trial) End() *snn.Snapshot { return t.Snapshots[len(t.Snapshots)-1] }
