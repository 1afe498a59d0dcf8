package plan

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/engine-gpu/engine-gpu/snn"
)

// How long networks are timed. The first ticks fire faster than later ones.
const (
	settleTicks = 200
	settleTime  = 150 * time.Millisecond // after which fewer of these ticks will do
	leastSettle = 40
	activeTime  = 400 * time.Millisecond
	restTicks   = 40
	restTime    = 60 * time.Millisecond
	batchTime   = 2 * time.Millisecond // of the ticks that are timed together
	mostBatch   = 256
	leastTimed  = 8 // batches, however long they take
)

// Timed is what a network took.
type Timed struct {
	Neurons, Fanout int
	Every           int // so many neurons, one has a row; 0: next to none has
	Threads         int
	Rate            float64 // at which it fired [Hz]
	Neuron          float64 // time of a neuron in a tick [s]
	Spike           float64 // time of a spike [s]
}

// stopwatch times a backend in batches of ticks.
type stopwatch struct {
	backend interface {
		Advance(ticks int, out *snn.Spikes) error
	}
	hash   *snn.SpikeHash // as in every run
	every  int32          // so many neurons, one has a row
	spikes snn.Spikes
}

// batch is some ticks that were timed together.
type batch struct {
	ticks, spikes int
	rows          int // spikes of neurons with a row
	seconds       float64
}

// batches are those of one network.
type batches struct {
	neurons int
	list    []batch
}

// advance runs ticks and times them.
func (w *stopwatch) advance(ticks int) (batch, error) {
	w.spikes.Reset(0)
	start := time.Now()
	err := w.backend.Advance(ticks, &w.spikes)
	w.spikes.Each(w.hash.Add)
	b := batch{ticks: ticks, spikes: len(w.spikes.Neurons), rows: len(w.spikes.Neurons), seconds: time.Since(start).Seconds()}
	if w.every > 1 {
		b.rows = 0
		for _, n := range w.spikes.Neurons {
			if n%w.every == 0 {
				b.rows++
			}
		}
	}
	return b, err
}

// run settles a network for a number of ticks, or for fewer if they take longer
// than a while that is not 0, and times those of another while.
func (w *stopwatch) run(ctx context.Context, neurons, settle int, atMost, while time.Duration) (*batches, error) {
	size := 1
	for start, tick := time.Now(), 0; tick < settle && ctx.Err() == nil; {
		if atMost > 0 && tick >= leastSettle && time.Since(start) > atMost {
			break
		}
		b, err := w.advance(size)
		if err != nil {
			return nil, err
		}
		if tick += b.ticks; b.seconds < batchTime.Seconds()/2 {
			size = min(2*size, mostBatch)
		}
	}
	got := &batches{neurons: neurons}
	for start := time.Now(); len(got.list) < leastTimed || time.Since(start) < while; {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		b, err := w.advance(size)
		if err != nil {
			return nil, err
		}
		got.list = append(got.list, b)
	}
	return got, nil
}

// rate is the neurons' mean rate [Hz].
func (x *batches) rate() float64 {
	ticks, spikes := 0, 0
	for _, b := range x.list {
		ticks, spikes = ticks+b.ticks, spikes+b.spikes
	}
	return hertz(spikes, ticks, x.neurons)
}

// tick is the median time of a tick, less a time for each of its spikes [s]:
// a batch that lost its processor counts for little.
func (x *batches) tick(spike float64) float64 {
	return weightedMedian(x.list, func(b batch) (value, weight float64) {
		return (b.seconds - spike*float64(b.spikes)) / float64(b.ticks), float64(b.ticks)
	})
}

// spike is the median time of a spike with a row, beside that of a quiet tick
// and of spikes without one [s].
func (x *batches) spike(quiet, without float64) float64 {
	return max(0, weightedMedian(x.list, func(b batch) (value, weight float64) {
		if b.rows == 0 {
			return 0, 0
		}
		rows := b.seconds - quiet*float64(b.ticks) - without*float64(b.spikes-b.rows)
		return rows / float64(b.rows), float64(b.rows)
	}))
}

// weightedMedian returns the value below and above which lies half the weight;
// 0 without any.
func weightedMedian(list []batch, of func(batch) (value, weight float64)) float64 {
	type item struct{ value, weight float64 }
	items, total := make([]item, 0, len(list)), 0.0
	for _, b := range list {
		if v, w := of(b); w > 0 {
			items = append(items, item{v, w})
			total += w
		}
	}
	slices.SortFunc(items, func(a, b item) int { return cmp.Compare(a.value, b.value) })
	var sum float64
	for _, i := range items {
		if sum += i.weight; sum >= total/2 {
			return i.value
		}
	}
	return 0
}
