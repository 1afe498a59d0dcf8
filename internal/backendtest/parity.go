package backendtest

import (
	"fmt"
	"hash/fnv"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/snn"
)

// parityCase is one brain and one way to run it.
type parityCase struct {
	name  string
	shape Shape
	drive Drive
	opt   snn.Options
	// demand checks that what the case is for did happen.
	demand func(t testing.TB, c *coverage)
}

// chunks are the numbers of ticks per call under which a backend must give the
// same bits; 0 sets no bound. A case takes the first one and, in turn, one of
// the others.
func chunks() []int { return []int{0, 1, 37} }

func runParity(t *testing.T, factory Factory) {
	for i, c := range parityCases() {
		t.Run(c.name, func(t *testing.T) { c.run(t, factory, seedOf(c.name), chunks()[1+i%2]) })
	}
	t.Run("random", func(t *testing.T) {
		rapid.Check(t, func(r *rapid.T) { checkRandom(r, factory) })
	})
}

// seedOf returns the seed of a case: cases come and go, its brain stays.
func seedOf(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	return h.Sum64()
}

// run compares the backend with the oracle bit for bit, under all ticks in one
// call and under at most chunk.
func (c *parityCase) run(t *testing.T, factory Factory, seed uint64, chunk int) {
	brain := c.shape.Generate(seed)
	protocol := c.drive.Protocol(brain, seed)
	want, err := Play(open(t, oracle, brain, c.opt), brain, protocol, 0)
	if err != nil {
		t.Fatalf("oracle: %v", err)
	}
	happened := cover(brain, want)
	if c.demand != nil {
		c.demand(t, &happened)
	}
	for _, chunk := range []int{0, chunk} {
		got, err := Play(open(t, factory, brain, c.opt), brain, protocol, chunk)
		if err != nil {
			t.Fatal(err)
		}
		sameBits(t, brain, want, got)
		if t.Failed() {
			t.Fatalf("with %d ticks per call (0: no bound)", chunk)
		}
	}
}

// checkRandom compares on a brain of which everything is random.
func checkRandom(r *rapid.T, factory Factory) {
	brain, opt, protocol, _ := drawTrial(r)
	play := func(make Factory, chunk int) *Trial {
		b, err := make(brain, opt)
		if err != nil {
			r.Fatal(err)
		}
		defer b.Close()
		trial, err := Play(b, brain, protocol, chunk)
		if err != nil {
			r.Fatal(err)
		}
		return trial
	}
	sameBits(r, brain, play(oracle, 0), play(factory, rapid.SampledFrom(chunks()).Draw(r, "ticks per call")))
}

// drawTrial draws a brain of which everything is random, and what to do with it.
func drawTrial(r *rapid.T) (*snn.Brain, snn.Options, Protocol, uint64) {
	neurons := rapid.IntRange(1, 150).Draw(r, "neurons")
	types := rapid.SliceOfNDistinct(rapid.SampledFrom(AllTypes()), 1, 8, rapid.ID[snn.SynapseType]).Draw(r, "types")
	shape := Lively(neurons, types...)
	shape.Synapses = neurons * rapid.IntRange(0, 20).Draw(r, "synapses per neuron")
	shape.Delays = rapid.SliceOfN(rapid.SampledFrom([]int32{0, 1, 2, 31, 32, 61, 62, 63, 64, 100, 300}), 1, 6).Draw(r, "delays")
	shape.Taus = rapid.SliceOfN(rapid.SampledFrom([]float64{0.5, 1, 3.3, 20, 61.5, 500, 1e4, 1e7}), 1, 6).Draw(r, "time constants")
	shape.Restored, shape.Odd = rapid.Bool().Draw(r, "restored"), rapid.Bool().Draw(r, "odd")
	shape.Extreme = rapid.IntRange(0, 3).Draw(r, "extreme") == 3
	shape.FanIn = rapid.SampledFrom([]int{0, 0, 500}).Draw(r, "fan-in")
	drive := moderate(80)
	drive.Noise = rapid.SampledFrom([]float64{0, 0, 5}).Draw(r, "noise")
	drive.Current[1] = rapid.SampledFrom([]float64{0, 10, 20, 100}).Draw(r, "largest current")
	opt := snn.Options{Learn: rapid.Bool().Draw(r, "learn"), RewardHomeostasis: rapid.Bool().Draw(r, "homeostasis")}
	seed := rapid.Uint64().Draw(r, "seed")

	brain := shape.Generate(seed)
	return brain, opt, drive.Protocol(brain, seed), seed
}

// sizes are numbers of neurons around those that a thread, a vector or a
// workgroup takes at once.
func sizes() []int {
	return []int{1, 2, 3, 7, 8, 9, 31, 63, 64, 65, 127, 129, 255, 257, 1000, 1025, 5000}
}

// parityCases lists the corners of the semantics.
func parityCases() []parityCase {
	learn, frozen := snn.Options{Learn: true}, snn.Options{}
	lively := func(t testing.TB, c *coverage) { c.fired(t); c.learned(t) }
	var cases []parityCase
	add := func(name string, s Shape, d Drive, o snn.Options, demand func(testing.TB, *coverage)) {
		cases = append(cases, parityCase{name, s, d, o, demand})
	}
	for _, k := range AllTypes() {
		add("alone "+k.String(), Lively(150, k), moderate(500), learn, lively)
		add("alone frozen "+k.String(), Lively(50, k), moderate(300), frozen, func(t testing.TB, c *coverage) { c.fired(t) })
		s := Lively(60, k)
		s.Restored, s.Odd = true, true
		add("alone restored "+k.String(), s, moderate(300), learn, lively)
	}
	for _, n := range sizes() {
		ticks, demand := 300, lively
		if n < 100 {
			demand = nil // too few synapses of each type
		}
		if n >= 1000 {
			ticks = 100
		}
		add(fmt.Sprintf("size %d", n), Lively(n), moderate(ticks), learn, demand)
	}
	cases = append(cases, delayCases()...)
	cases = append(cases, crowdCases()...)
	cases = append(cases, learningCases()...)
	return cases
}
