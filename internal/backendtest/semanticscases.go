package backendtest

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// forcedCases lists what is compared with the reference.
func forcedCases() []forcedCase {
	learn := snn.Options{Learn: true}
	tame := func(types ...snn.SynapseType) Shape {
		s := Lively(40, types...)
		s.Synapses, s.Weight, s.Gaps = 200, 1.5, [2]float64{0.001, 0.03}
		s.Bounds = [][2]float64{{0, 2}, {0.5, 4}, {-2, 0}, {-2, -0.5}, {-1, 2}}
		s.Delays = []int32{1, 2, 7, 40, 0, 62, 63, 64}
		return s
	}
	learned := func(t testing.TB, c *coverage) { c.fired(t); c.learned(t) }
	var cases []forcedCase
	for _, k := range AllTypes() {
		cases = append(cases, forcedCase{k.String(), tame(k), 900, 0, learn, learned})
		restored := tame(k)
		restored.Restored, restored.Odd = true, true
		cases = append(cases,
			forcedCase{k.String() + " restored", restored, 300, 0, learn, learned},
			forcedCase{k.String() + " frozen", restored, 300, 0, snn.Options{}, nil})
	}
	slow := tame()
	slow.Taus = []float64{0.5, 1.5, 3, 20, 1000, 1e4, 1e6, 1e7}
	long := tame()
	long.Delays = []int32{1, 300, 1000}
	rates := tame(snn.Plastic, snn.Gated, snn.RewardPlastic, snn.Developmental)
	rates.Rates = []float64{0, 0.3, 1, -0.05}
	rates.Restored = true
	edges := tame(snn.Gated)
	edges.Gates = Gating{
		Thresholds: []float64{-1, 0, 1.0 / 50, 2.0 / 50, 3.0 / 100, 0.02, 0.04, 0.06, 0.12, 1},
		GroupSize:  4,
	}
	// Homeostasis divides by the sum of the weights onto a neuron.
	positive := tame(snn.RewardPlastic)
	positive.Bounds = [][2]float64{{0.2, 2}, {0.5, 4}}
	// Quotients that equal the threshold: such a synapse lives.
	ties := tame(snn.Developmental)
	ties.Pruning = Pruning{10000, 20, 2, 0.5}
	none := ties
	none.Pruning.MinSourceFires = 0
	total := ties
	total.Pruning = Pruning{300, 20, 1, 1e6}
	return append(cases,
		forcedCase{"all types", tame(), 900, 0, learn, learned},
		forcedCase{"noise", tame(), 300, 3, learn, nil},
		forcedCase{"time constants", slow, 900, 0, learn, learned},
		forcedCase{"long delays", long, 2500, 0, learn, learned},
		forcedCase{"learning rates", rates, 500, 0, learn, learned},
		forcedCase{"homeostasis", positive, 900, 0, snn.Options{Learn: true, RewardHomeostasis: true}, learned},
		forcedCase{"gates at their edges", edges, 700, 0, learn, func(t testing.TB, c *coverage) {
			learned(t, c)
			if c.moving < 3 {
				t.Errorf("the case is empty: %d gates moved", c.moving)
			}
		}},
		forcedCase{"pruning at ties", ties, 500, 0, learn, func(t testing.TB, c *coverage) {
			if c.died == 0 || c.alive == 0 {
				t.Errorf("the case is empty: %d synapses died, %d live", c.died, c.alive)
			}
		}},
		forcedCase{"pruning before any spike", none, 200, 0, learn, nil},
		forcedCase{"pruning without learning", ties, 200, 0, snn.Options{}, func(t testing.TB, c *coverage) {
			if c.died == 0 {
				t.Error("the case is empty: no synapse died")
			}
		}},
		forcedCase{"pruning in total until the end of the period", total, 400, 0, learn, func(t testing.TB, c *coverage) {
			if c.alive > 0 {
				t.Errorf("%d synapses live", c.alive)
			}
		}},
	)
}
