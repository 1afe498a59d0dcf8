package backendtest

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// forcedCase compares a backend with the float64 reference on a brain whose
// spikes are forced: in each tick a neuron gets either a current that makes it
// fire whatever its synapses say, or one that keeps it silent. Paths then
// cannot part, a subthreshold neuron forgets its rounding errors, and every
// weight, trace and gain stays within a few roundings of the reference's.
type forcedCase struct {
	name   string
	shape  Shape
	ticks  int
	noise  float64 // standard deviation, too small to fire or to silence
	opt    snn.Options
	demand func(t testing.TB, c *coverage)
}

// Currents of a forced brain.
const (
	forceCurrent  = 700 // fires from any voltage and any u that occurs
	silentCurrent = -60 // holds against all synapses
)

// Tolerances, each some times the roundings behind it.
//
// A tick rounds sums of up to some 400 mV, whose last bit is 2^-15 mV, a few
// times; what a tick adds, the next ones shrink: by (1 + (0.08·v+5)/2)^2, which
// is below 0.2 at the -100 to -75 mV of a silenced neuron. u follows v.
//
// A weight of up to 4 rounds its last bit, 2^-22, in each of some hundred
// events, most of which pull it to a limit and so forget. Traces are sums of
// some ten terms, decayed by factors that are off by up to 1.5·2^-23.
const (
	voltageTolerance = 3e-4 // [mV]
	weightTolerance  = 5e-6
	traceTolerance   = 1e-5 // relative to 1 + the value
)

func runSemantics(t *testing.T, factory Factory) {
	for _, c := range forcedCases() {
		t.Run(c.name, func(t *testing.T) { c.run(t, factory, seedOf(c.name)) })
	}
}

func (c *forcedCase) run(t *testing.T, factory Factory, seed uint64) {
	brain := c.shape.Generate(seed)
	for i := range brain.Neurons { // restored ones may be about to fire
		n := &brain.Neurons[i]
		n.V, n.U = min(n.V, -75), max(n.U, -15)
	}
	protocol, forced := force(brain, c.ticks, seed)
	if c.noise > 0 {
		protocol.Events = append(noiseChanges(len(brain.Neurons), c.noise, c.ticks), protocol.Events...)
		slices.SortStableFunc(protocol.Events, func(a, b Event) int { return cmp.Compare(a.Tick, b.Tick) })
	}
	want := play(t, reference, brain, c.opt, protocol)
	happened := cover(brain, want)
	if c.demand != nil {
		c.demand(t, &happened)
	}
	t.Run("forced", func(t *testing.T) { sameSpikes(t, forced, &want.Spikes) })
	got := play(t, factory, brain, c.opt, protocol)
	if !sameSpikes(t, forced, &got.Spikes) || t.Failed() {
		return
	}
	var worst deviation
	for i := range want.Snapshots {
		worst.measure(t, brain, want.Snapshots[i], got.Snapshots[i])
		if t.Failed() {
			return
		}
	}
	t.Logf("%d spikes; largest deviations: v, u %.2g mV, weights %.2g, traces and gains %.2g",
		happened.spikes, worst.voltage, worst.weight, worst.trace)
}

// noiseChanges sets noise for every third neuron, then with another seed, then
// ends it.
func noiseChanges(neurons int, sd float64, ticks int) []Event {
	sds := constant(neurons, 0)
	for i := 0; i < neurons; i += 3 {
		sds[i] = sd / float64(1+i%4)
	}
	set := func(tick int, sds []float64, seed uint64) Event {
		return Event{tick, func(b engine.Backend) error { b.SetNoise(sds, seed); return nil }}
	}
	return []Event{set(0, sds, 5), set(ticks/3, sds, 6<<40), set(2*ticks/3, nil, 0)}
}

// force returns a protocol that makes each neuron fire at random, about every
// twentieth tick in bursts of the whole brain and singly, and the spikes that
// must come of it.
func force(brain *snn.Brain, ticks int, seed uint64) (Protocol, *snn.Spikes) {
	rng := rand.New(rand.NewPCG(seed, 0xf0ce))
	p := Protocol{Ticks: ticks}
	spikes := &snn.Spikes{}
	for tick := range ticks {
		current := constant(len(brain.Neurons), silentCurrent)
		probability := choose(rng, []float64{0, 0, 0.02, 0.05, 0.2})
		count := int32(0)
		for n := range current {
			if rng.Float64() < probability {
				current[n] = forceCurrent
				spikes.Neurons = append(spikes.Neurons, int32(n))
				count++
			}
		}
		spikes.Counts = append(spikes.Counts, count)
		p.at(tick, func(b engine.Backend) error { b.SetCurrents(current); return nil })
		if tick%23 == 22 {
			amount := choose(rng, []float64{1, 0.5, -0.5, 1e-7})
			p.at(tick, func(b engine.Backend) error { return b.Reward(amount) })
		}
		if tick%10 == 3 {
			p.Snapshots = append(p.Snapshots, tick)
		}
	}
	return p, spikes
}

// deviation is the largest distance of a backend from the reference so far.
type deviation struct{ voltage, weight, trace float64 }

// measure compares two snapshots within the tolerances; counters, life and
// death must be equal.
func (d *deviation) measure(t *testing.T, brain *snn.Brain, want, got *snn.Snapshot) {
	t.Helper()
	within := func(worst *float64, tolerance, want, got float64, what string, args ...any) {
		difference := math.Abs(want - got)
		*worst = max(*worst, difference)
		if !(difference <= tolerance) {
			t.Errorf("%s is %v, the reference has %v", fmt.Sprintf(what, args...), got, want)
		}
	}
	for i := range brain.Neurons {
		within(&d.voltage, voltageTolerance, want.V[i], got.V[i], "before tick %d, v of the neuron at position %d", want.Tick, i)
		within(&d.voltage, voltageTolerance, want.U[i], got.U[i], "before tick %d, u of the neuron at position %d", want.Tick, i)
	}
	for i, y := range brain.Synapses.All() {
		w, g := &want.State[i], &got.State[i]
		params := brain.ParamSets[y.Params].Text
		within(&d.weight, weightTolerance, want.Weight[i], got.Weight[i], "before tick %d, the weight of %s synapse %d, params %s", want.Tick, y.Type, y.ID, params)
		trace := func(name string, want, got float64) {
			within(&d.trace, traceTolerance*(1+math.Abs(want)), want, got, "%s of %s synapse %d, params %s", name, y.Type, y.ID, params)
		}
		trace("trace", w.Trace, g.Trace)
		trace("elig_post", w.EligPost, g.EligPost)
		trace("gain", w.CurrentGain, g.CurrentGain)
		if w.Alive { // a dead synapse's trace means nothing
			trace("eligibility", w.Eligibility, g.Eligibility)
		}
		if w.SourceFires != g.SourceFires || w.Coincidences != g.Coincidences || w.Alive != g.Alive {
			t.Errorf("before tick %d, synapse %d, params %s: state %+v, the reference has %+v", want.Tick, y.ID, params, *g, *w)
		}
	}
}
