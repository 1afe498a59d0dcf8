package backendtest

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// delayCases are about the time from a spike to its arrival.
func delayCases() []parityCase {
	fired := func(t testing.TB, c *coverage) { c.fired(t) }
	with := func(name string, ticks int, delays ...int32) parityCase {
		s := Lively(60)
		s.Delays = delays
		return parityCase{name, s, moderate(ticks), snn.Options{Learn: true}, fired}
	}
	// A synapse of delay 0 arrives after the longest delay plus 1: below, at and
	// above what a destination can hold.
	cases := []parityCase{
		with("delay 1", 300, 1),
		with("delay 62", 300, 62),
		with("delay 63", 300, 63),
		with("delay 64", 300, 1, 64),
		with("delays of powers of two", 700, 1, 2, 4, 8, 16, 32, 64, 128, 256),
		with("delays before powers of two", 700, 1, 3, 7, 15, 31, 63, 127, 255),
		with("delay 500 beside 1", 1200, 1, 1, 1, 500),
		with("delays of thousands", 4500, 1, 2, 2047, 2048),
		with("delay 0 alone", 300, 0),
		with("delay 0 wraps to 2", 300, 0, 1),
		with("delay 0 wraps to 62", 300, 0, 5, 61),
		with("delay 0 wraps to 63", 300, 0, 5, 62),
		with("delay 0 wraps to 64", 300, 0, 5, 63),
		with("delay 0 wraps to 901", 2000, 0, 1, 900),
	}
	longest := with("longest delay", snn.MaxDelay+300, 0, 1, snn.MaxDelay)
	longest.shape.Neurons, longest.shape.Synapses, longest.shape.Ring = 2, 10, 2
	longest.drive.Every = 5000
	longest.demand = nil
	return append(cases, longest)
}

// crowdCases are about many: synapses on one neuron, spikes in one tick, and
// about none.
func crowdCases() []parityCase {
	learn := snn.Options{Learn: true}
	fired := func(t testing.TB, c *coverage) { c.fired(t) }

	fanIn := Lively(300)
	fanIn.Synapses, fanIn.FanIn, fanIn.Weight = 600, 4000, 2
	fanIn.Bounds = [][2]float64{{0, 2}, {-2, 0}, {-1, 1}}
	fanOut := Lively(300)
	fanOut.FanOut = 4000
	selves := Lively(100)
	selves.Synapses, selves.Selves, selves.Twins = 100, 400, 400

	quiet := Lively(100)
	quiet.Gaps = [2]float64{0.001, 0.01} // large ones make voltages oscillate
	calm := moderate(200)
	calm.Current = [2]float64{-10, -8}
	mad := moderate(200)
	mad.Current = [2]float64{1e4, 2e4}
	wild := moderate(200)
	wild.Current = [2]float64{-3e4, 3e4} // voltages far beyond what a gap junction sees
	extreme := Lively(200)
	extreme.Extreme = true
	noisy := moderate(300)
	noisy.Noise, noisy.Current = 8, [2]float64{0, 5}

	gaps := Lively(200, snn.GapJunction, snn.GapJunction, snn.Fixed)
	return []parityCase{
		{"fan-in of thousands", fanIn, moderate(250), learn, fired},
		{"fan-out of thousands", fanOut, moderate(250), learn, fired},
		{"self-connections and twins", selves, moderate(400), learn, fired},
		{"no synapses", Shape{Neurons: 77, Types: []snn.SynapseType{snn.Fixed}, Delays: []int32{1}}, moderate(200), learn, fired},
		{"gaps alone", Lively(90, snn.GapJunction), moderate(400), learn, fired},
		{"gaps at their limit", gaps, wild, learn, nil},
		{"noise", Lively(200), noisy, learn, fired},
		{"extreme u", extreme, moderate(300), learn, fired},
		{"silent", quiet, calm, learn, func(t testing.TB, c *coverage) {
			if c.spikes != 0 {
				t.Errorf("%d spikes in a brain meant to be silent", c.spikes)
			}
		}},
		{"saturated", Lively(100), mad, learn, func(t testing.TB, c *coverage) {
			if c.rate < 0.99 {
				t.Errorf("%.3f spikes per neuron and tick in a brain meant to be saturated", c.rate)
			}
		}},
	}
}

// learningCases are about what changes in synapses.
func learningCases() []parityCase {
	learn := snn.Options{Learn: true}
	lively := func(t testing.TB, c *coverage) { c.fired(t); c.learned(t) }

	inhibitory := Lively(200, snn.Plastic, snn.Gated, snn.RewardPlastic, snn.Developmental)
	inhibitory.Bounds = [][2]float64{{-8, 0}, {-6, -1}, {-1e-3, 0}}
	inhibitory.Rates = []float64{0.1}
	mixed := inhibitory
	mixed.Bounds = [][2]float64{{-3, 4}, {-0.5, 9}}
	degenerate := inhibitory
	degenerate.Bounds = [][2]float64{{3, 3}, {4, 1}, {2, 2 + 1e-7}, {0, 5}}
	degenerate.Restored = true
	fast := inhibitory
	fast.Bounds, fast.Rates = [][2]float64{{0, 10}, {-8, 0}}, []float64{0, 1, 30, 1e30, -0.1}
	// Twenty steps of 1/2 take a weight to 0: below its floor and exactly.
	vanishing := inhibitory
	vanishing.Bounds, vanishing.Rates = [][2]float64{{0, 1}, {-1, 0}}, []float64{0.5, 0.9}

	restored := Lively(250)
	restored.Restored, restored.Odd = true, true

	reward := Lively(120, snn.RewardPlastic, snn.RewardPlastic, snn.Fixed)
	rewards := moderate(800)
	homeostasis := snn.Options{Learn: true, RewardHomeostasis: true}

	gated := Lively(200, snn.Gated, snn.Fixed)
	gated.Gates.Thresholds = []float64{0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.3}
	edges := Lively(100, snn.Gated, snn.Gated, snn.Fixed)
	edges.Gates = Gating{
		// Exactly k spikes of groups of 1 to 6 neurons, and the neighbours.
		Thresholds: []float64{
			-1, 0, 1e-300, 1.0 / 50, 2.0 / 50, 1.0 / 100, 3.0 / 100, 1.0 / 150, 2.0 / 150, 1.0 / 300,
			0.02 + 1e-17, 0.020000000000000004, 0.019999999999999997, 0.1, 1, 1.0000001, 7,
		},
		GroupSize: 6,
	}

	prune := func(p Pruning) Shape {
		s := Lively(100, snn.Developmental, snn.Developmental, snn.Fixed)
		s.Pruning = p
		return s
	}
	taus := Lively(200)
	taus.Taus = []float64{0.01, 0.06, 0.5, 1, 1.4, 2, 7, 20, 61.6, 61.7, 100, 1000, 1e4, 1e6, 1e7, 1e300}

	return []parityCase{
		{"inhibitory learning", inhibitory, moderate(600), learn, func(t testing.TB, c *coverage) {
			lively(t, c)
			for _, k := range inhibitory.Types {
				if !c.up[k] && !c.down[k] {
					t.Errorf("the case is empty: inhibitory %s weights moved neither way", k)
				}
			}
			if !c.up[snn.Plastic] || !c.down[snn.Plastic] {
				t.Error("the case is empty: inhibitory plastic weights moved one way only")
			}
		}},
		{"weights through 0", mixed, moderate(600), learn, lively},
		{"bounds without a range", degenerate, moderate(400), learn, nil},
		{"extreme learning rates", fast, moderate(400), learn, lively},
		{"weights to 0", vanishing, moderate(600), learn, func(t testing.TB, c *coverage) {
			if c.zero == 0 {
				t.Error("the case is empty: no weight became 0")
			}
		}},
		{"restored", restored, moderate(400), learn, lively},
		{"restored frozen", restored, moderate(300), snn.Options{}, func(t testing.TB, c *coverage) { c.fired(t) }},
		{"reward", reward, rewards, learn, func(t testing.TB, c *coverage) {
			lively(t, c)
			if !c.up[snn.RewardPlastic] || !c.down[snn.RewardPlastic] {
				t.Error("the case is empty: rewards moved weights one way only")
			}
		}},
		{"homeostasis", reward, rewards, homeostasis, lively},
		{"homeostasis with all types", restored, rewards, homeostasis, lively},
		{"homeostasis of mixed signs", mixed, rewards, homeostasis, lively},
		{"gates", gated, moderate(700), learn, func(t testing.TB, c *coverage) {
			lively(t, c)
			if c.moving < 3 || c.stuck < 3 {
				t.Errorf("the case is empty: %d gates moved, %d did not", c.moving, c.stuck)
			}
		}},
		{"gates at their edges", edges, moderate(600), learn, lively},
		{"pruning in part", prune(Pruning{10000, 50, 3, 0.3}), moderate(400), learn, func(t testing.TB, c *coverage) {
			if c.died == 0 || c.alive == 0 {
				t.Errorf("the case is empty: %d synapses died, %d live", c.died, c.alive)
			}
		}},
		{"pruning in total", prune(Pruning{10000, 50, 0, 1e6}), moderate(400), learn, func(t testing.TB, c *coverage) {
			if c.alive > c.counts[snn.Developmental]/10 {
				t.Errorf("the case is empty: %d synapses live", c.alive)
			}
		}},
		{"pruning of none", prune(Pruning{10000, 50, 3, 0}), moderate(400), learn, func(t testing.TB, c *coverage) {
			if c.died != 0 {
				t.Errorf("%d synapses died of a threshold of 0", c.died)
			}
		}},
		{"pruning in every tick of a period", prune(Pruning{120, 1, 2, 0.5}), moderate(300), learn, func(t testing.TB, c *coverage) {
			if c.died == 0 || c.alive == 0 {
				t.Errorf("the case is empty: %d synapses died, %d live", c.died, c.alive)
			}
		}},
		{"pruning without learning", prune(Pruning{10000, 50, 3, 0.3}), moderate(400), snn.Options{}, func(t testing.TB, c *coverage) {
			if c.died == 0 {
				t.Error("the case is empty: no synapse died")
			}
		}},
		{"time constants", taus, moderate(700), learn, lively},
	}
}
