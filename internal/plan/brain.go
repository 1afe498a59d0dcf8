package plan

import (
	"context"
	"time"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Ticks and time in which a brain shows its rate and its speed.
const (
	brainTicks  = 200
	brainTime   = 3 * time.Second // after which a brain is too large to be timed
	brainActive = 800 * time.Millisecond
	brainChunk  = 50 // [ticks]
)

// DefaultBrainRate is assumed of a brain that is too large to be timed [Hz].
const DefaultBrainRate = 10

// BrainSpeed runs a brain in a world, or in none, and times it. It reckons with
// the given rate or, where that is 0, with the one that it measures; with
// DefaultBrainRate where the brain is too large for that.
func BrainSpeed(ctx context.Context, brain *snn.Brain, b engine.Backend, world engine.World, rate float64) (*Speed, error) {
	neurons := len(brain.Neurons)
	timed := &batches{neurons: neurons}
	run := func(ticks int32) (int32, error) {
		r, err := engine.Run(ctx, brain, b, engine.Config{Ticks: ticks, World: world})
		if err != nil {
			return 0, err
		}
		timed.list = append(timed.list, batch{ticks: int(r.Ticks), spikes: int(r.Spikes), seconds: r.Wall.Seconds()})
		return r.Ticks, ctx.Err()
	}
	start := time.Now()
	large := false
	for tick := int32(0); tick < brainTicks && !large; {
		ran, err := run(brainChunk)
		if err != nil {
			return nil, err
		}
		tick += ran
		large = time.Since(start) > brainTime
	}
	if large && rate == 0 {
		rate = DefaultBrainRate
	}
	if !large {
		// Ever longer pieces, since each begins with work of its own.
		timed.list = timed.list[:0]
		for start, ticks := time.Now(), int32(brainChunk); time.Since(start) < brainActive || len(timed.list) < 3; {
			if _, err := run(ticks); err != nil {
				return nil, err
			}
			if last := timed.list[len(timed.list)-1]; last.seconds < brainActive.Seconds()/32 {
				ticks *= 2
			}
		}
	}
	w := stopwatch{backend: b, hash: snn.NewSpikeHash()}
	b.SetCurrents(make([]float64, neurons))
	rest, err := w.run(ctx, neurons, restTicks, 0, restTime)
	if err != nil {
		return nil, err
	}
	s := &Speed{Rate: timed.rate(), Threads: b.Threads()}
	tick := timed.tick(0)
	t := Timed{Neurons: neurons, Every: 1, Threads: b.Threads(), Rate: s.Rate}
	// At rest some neurons may go on firing.
	if spikes := (s.Rate - rest.rate()) / 1000 * float64(neurons); spikes > 0 {
		t.Spike = max(0, (tick-rest.tick(0))/spikes)
	}
	t.Neuron = tick/float64(neurons) - s.Rate/1000*t.Spike
	s.Timed = []Timed{t}
	s.NeuronTime, s.SpikeTime = t.Neuron, t.Spike
	if synapses := brain.Synapses.Len(); synapses > 0 {
		s.EventTime = s.SpikeTime * float64(neurons) / float64(synapses)
	}
	if rate > 0 {
		s.Rate = rate
	}
	s.TicksPerSecond = 1 / s.tick(float64(neurons))
	return s, nil
}
