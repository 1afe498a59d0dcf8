package backendtest

import (
	"math/rand/v2"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Protocol is what is done to a brain over a number of ticks.
type Protocol struct {
	Ticks     int
	Events    []Event // by ascending tick
	Snapshots []int   // ticks before which the state is looked at, ascending, beside the end
}

// Event is one change of input before a tick.
type Event struct {
	Tick int
	Do   func(engine.Backend) error
}

// at appends an event.
func (p *Protocol) at(tick int, do func(engine.Backend) error) {
	p.Events = append(p.Events, Event{tick, do})
}

// Drive says how a brain is driven at random.
type Drive struct {
	Ticks   int
	Every   int        // ticks between changes of the currents
	Current [2]float64 // between these, per neuron
	Noise   float64    // standard deviation for every other neuron; off for a while too
	Rewards bool       // every few ticks, of both signs and some too small
}

// moderate drives neurons to some ten spikes a second.
func moderate(ticks int) Drive {
	return Drive{Ticks: ticks, Every: 40, Current: [2]float64{-2, 14}, Rewards: true}
}

// Protocol returns the protocol of a drive for a brain; it is always the same.
func (d Drive) Protocol(brain *snn.Brain, seed uint64) Protocol {
	rng := rand.New(rand.NewPCG(seed, 0xd21))
	p := Protocol{Ticks: d.Ticks, Snapshots: []int{d.Ticks / 3}}
	for tick := range d.Ticks {
		if tick%d.Every == 0 {
			d.currents(&p, tick, len(brain.Neurons), rng)
		}
		if d.Noise > 0 && tick%(3*d.Every) == 0 {
			d.noise(&p, tick, len(brain.Neurons), rng)
		}
		if d.Rewards && tick > 0 && rng.IntN(15) == 0 {
			amount := choose(rng, []float64{1, 1, 0.3, -0.5, -1, 1e-7, 4})
			p.at(tick, func(b engine.Backend) error { return b.Reward(amount) })
		}
	}
	return p
}

// denormal is one in float32, which GL may flush.
const denormal = 1e-40

// currents replaces all external currents, or, in turn, those of some neurons.
func (d Drive) currents(p *Protocol, tick, neurons int, rng *rand.Rand) {
	current := func() float64 { return d.Current[0] + float64((d.Current[1]-d.Current[0])*rng.Float64()) }
	if tick/d.Every%2 == 0 {
		all := make([]float64, neurons)
		for i := range all {
			all[i] = current()
		}
		all[neurons/2] = denormal
		p.at(tick, func(b engine.Backend) error { b.SetCurrents(all); return nil })
		return
	}
	some := make([]int32, 1+rng.IntN(neurons))
	values := make([]float64, len(some))
	for i, n := range rng.Perm(neurons)[:len(some)] {
		some[i], values[i] = int32(n), current()
	}
	values[0] = -denormal
	p.at(tick, func(b engine.Backend) error { b.UpdateCurrents(some, values); return nil })
}

// noise changes the noise: on with another seed, off for every third time.
func (d Drive) noise(p *Protocol, tick, neurons int, rng *rand.Rand) {
	var sd []float64
	if tick/(3*d.Every)%3 < 2 {
		sd = make([]float64, neurons)
		for i := range sd {
			if i%2 == 0 {
				sd[i] = d.Noise * rng.Float64()
			}
		}
		sd[neurons/2] = denormal
	}
	seed := rng.Uint64()
	p.at(tick, func(b engine.Backend) error { b.SetNoise(sd, seed); return nil })
}
