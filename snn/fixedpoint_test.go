package snn_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TestQuantize: round to nearest even, in units of the scale.
func TestQuantize(t *testing.T) {
	for _, c := range []struct {
		current float32
		bits    int
		want    int32
	}{
		{0, 12, 0}, {1, 12, 4096}, {-1, 24, -1 << 24}, {0.5, 0, 0}, {1.5, 0, 2}, {2.5, 0, 2}, {-0.5, 0, 0}, {-1.5, 0, -2},
		{0.50000006, 0, 1}, {0.49999997, 0, 0}, {0.1, 24, 1677722}, {127.99999, 24, 2147483520}, {-128, 24, math.MinInt32},
	} {
		f := snn.FixedPoint{FractionBits: c.bits}
		if got := snn.Quantize(c.current, f.Scale()); got != c.want {
			t.Errorf("%v with %d fraction bits: %d, want %d", c.current, c.bits, got, c.want)
		}
		if f.Scale()*f.Unit() != 1 || f.Scale() != float32(math.Exp2(float64(c.bits))) {
			t.Errorf("%d fraction bits: scale %v, unit %v", c.bits, f.Scale(), f.Unit())
		}
	}
}

// TestNoOverflow: whatever fires, and whatever was learned, no sum leaves 32
// bits. It lets every synapse deliver its largest magnitude in one tick.
func TestNoOverflow(t *testing.T) {
	refused := 0
	rapid.Check(t, func(r *rapid.T) {
		shape := backendtest.Lively(rapid.IntRange(1, 30).Draw(r, "neurons"))
		shape.FanIn = rapid.SampledFrom([]int{0, 300, 3000}).Draw(r, "fan-in")
		shape.Restored = rapid.Bool().Draw(r, "restored")
		shape.Weight = math.Exp2(rapid.Float64Range(-12, 16).Draw(r, "log2 weight"))
		shape.Gaps[1] = math.Exp2(rapid.Float64Range(-6, 9).Draw(r, "log2 conductance"))
		shape.Taus = rapid.SliceOfN(rapid.SampledFrom([]float64{0.01, 0.5, 20, 500, 1e4, 1e5}), 1, 4).Draw(r, "time constants")
		brain := shape.Generate(rapid.Uint64().Draw(r, "seed"))
		net, err := snn.Compile(brain)
		if err != nil {
			refused++
			return
		}
		checkSums(r, net)
		if f := net.FixedPoint; f.FractionBits < snn.MinFractionBits || f.FractionBits > snn.MaxFractionBits {
			r.Errorf("%d fraction bits", f.FractionBits)
		}
	})
	t.Logf("%d brains were refused", refused)
}

// checkSums adds up, per neuron, the magnitudes of all that can arrive in one
// tick.
func checkSums(r *rapid.T, net *snn.Network) {
	scale, sums := net.FixedPoint.Scale(), make([]int64, net.Neurons)
	magnitude := func(xs ...float32) int64 {
		var most int64
		for _, x := range xs {
			q := int64(snn.Quantize(x, scale))
			most = max(most, q, -q)
		}
		return most
	}
	for _, s := range net.Chemical {
		if s == nil {
			continue
		}
		for source := range int32(net.Neurons) {
			for k := s.Begin[source]; k < s.Begin[source+1]; k++ {
				target := s.Target(k)
				if s.Type == snn.Fixed {
					current := int64(s.CurrentOf(k, source))
					sums[target] += max(current, -current)
					continue
				}
				w, c := s.Weight[k], &s.Classes[s.ClassOf(k)]
				switch s.Type {
				case snn.Facilitating, snn.Depressing:
					g := largestGain(s.Type, s.Gain[k], c.GainStep, &net.Decays[c.Decay], 100)
					sums[target] += magnitude(float32(w * g))
				default:
					sums[target] += magnitude(w, c.WMin, c.WMax)
				}
			}
		}
	}
	for k, g := range net.Gaps.Conductance {
		sums[net.Gaps.Source[k]] += magnitude(g * snn.GapLimit)
		sums[net.Gaps.Target[k]] += magnitude(g * snn.GapLimit)
	}
	for i, sum := range sums {
		if sum > math.MaxInt32 {
			r.Errorf("neuron at position %d of %d can get %d, more than %d, with %d fraction bits", i, net.Neurons, sum, math.MaxInt32, net.FixedPoint.FractionBits)
		}
	}
}

// largestGain runs the gain of a synapse whose source fires in every tick from
// tick 0 on, as a backend does, and returns its largest magnitude.
func largestGain(k snn.SynapseType, gain, step float32, decay *snn.DecayTable, ticks int) float32 {
	largest := float32(0)
	for tick := range ticks {
		elapsed := int32(min(tick, 1)) // none before the first tick
		gain = 1 + decay.Decayed(gain-1, elapsed)
		if k == snn.Facilitating {
			gain += step
		} else {
			gain = float32(gain * step)
		}
		largest = max(largest, gain, -gain)
	}
	return largest
}

// TestGainBound: no gain exceeds its bound, neither that of a spike in the
// first tick, when a restored gain has not decayed yet, nor that at the fixed
// point, where rounding errors pile up. The bound is also not far too large.
func TestGainBound(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		k := rapid.SampledFrom([]snn.SynapseType{snn.Facilitating, snn.Depressing}).Draw(r, "type")
		tau := math.Exp2(rapid.Float64Range(-3, 12).Draw(r, "log2 tau"))
		step := rapid.Float64Range(-0.3, 0.3).Draw(r, "step")
		if k == snn.Depressing {
			step = rapid.Float64Range(-1.2, 1+0.5/tau).Draw(r, "factor")
		}
		start := rapid.OneOf(rapid.Just(1.0), rapid.Float64Range(-2, 60)).Draw(r, "start")
		bound, gain, ok := gainAndBound(k, tau, step, start, int(20*tau)+10)
		if !ok {
			return // refused: the gain has no useful bound
		}
		if gain > bound*(1+1e-7) {
			r.Errorf("%s, tau %v, step %v, start %v: the gain reaches %v, beyond its bound %v", k, tau, step, start, gain, bound)
		}
		if k == snn.Facilitating && step > 0 && start == 1 && bound > 1.01*gain+1e-3 {
			r.Errorf("%s, tau %v, step %v: the gain reaches %v only, its bound is %v", k, tau, step, gain, bound)
		}
	})
}

// gainAndBound returns the bound that the compiler takes for the gain of a
// synapse of weight 1, and the largest gain in a run.
func gainAndBound(k snn.SynapseType, tau, step, start float64, ticks int) (bound, gain float64, ok bool) {
	p := snn.DefaultParams(k)
	p.TauRecovery, p.FacilIncrement, p.DepressFactor = tau, step, step
	state := snn.StartState()
	state.CurrentGain = start
	brain := &snn.Brain{
		Neurons:   []snn.Neuron{{ID: 1}},
		Synapses:  snn.NewSynapses(snn.Synapse{ID: 1, Type: k, Delay: 1, Weight: 1}),
		ParamSets: []snn.ParamSet{{Type: k, Params: p}},
		States:    []snn.SynapseState{state},
	}
	net, err := snn.Compile(brain)
	if err != nil {
		return 0, 0, false
	}
	s := net.Chemical[k]
	return net.FixedPoint.WorstSum, float64(largestGain(k, s.Gain[0], s.Classes[0].GainStep, &net.Decays[0], ticks)), true
}

// TestGainBoundTight holds cases in which rounding, or the first spike, takes a
// gain beyond the fixed point of exact arithmetic.
func TestGainBoundTight(t *testing.T) {
	for _, c := range []struct {
		kind             snn.SynapseType
		tau, step, start float64
	}{
		{snn.Facilitating, 20, 0.2, 50},
		{snn.Facilitating, 20, -0.2, -50},
		{snn.Facilitating, 1000, 0.2 + 0x1p-16, 1}, // the step's rest rounds up in every tick
		{snn.Depressing, 20, 1.02, 30},
		{snn.Depressing, 20, 0.5, 30},
	} {
		bound, gain, ok := gainAndBound(c.kind, c.tau, c.step, c.start, 30000)
		if !ok || gain > bound*(1+1e-7) {
			t.Errorf("%+v: the gain reaches %v, its bound is %v", c, gain, bound)
		}
	}
}

// TestFixedPointScale: as many fraction bits as fit, and an error that names
// the neuron where even the fewest do not.
func TestFixedPointScale(t *testing.T) {
	compile := func(weight float64, synapses int) (*snn.Network, error) {
		brain := &snn.Brain{
			Neurons:   []snn.Neuron{{ID: 10}, {ID: 20}, {ID: 30}},
			ParamSets: []snn.ParamSet{{Type: snn.Fixed}}, States: []snn.SynapseState{snn.StartState()},
		}
		for i := range synapses {
			brain.Synapses.Append(snn.Synapse{ID: int64(i) + 1, Target: 1, Weight: weight, Delay: 1})
		}
		return snn.Compile(brain)
	}
	for _, c := range []struct {
		weight   float64
		synapses int
		bits     int
	}{
		{0, 0, 24}, {1, 1, 24}, {-100, 1, 24}, {127.9, 1, 24}, {128, 1, 23}, {-128, 1, 23}, {255.9, 1, 23}, {256.1, 1, 22},
		{1, 127, 24}, {1, 128, 23}, {1000, 3, 19}, {524200, 1, 12}, {1e-3, 100000, 24},
	} {
		net, err := compile(c.weight, c.synapses)
		if err != nil {
			t.Errorf("%d times %v: %v", c.synapses, c.weight, err)
			continue
		}
		f := net.FixedPoint
		if f.FractionBits != c.bits {
			t.Errorf("%d times %v: %d fraction bits, want %d", c.synapses, c.weight, f.FractionBits, c.bits)
		}
		if want := math.Abs(float64(float32(c.weight))) * float64(c.synapses); math.Abs(f.WorstSum-want) > 1e-9*want || want > 0 && f.Worst != 1 {
			t.Errorf("%d times %v: worst neuron %d with %v", c.synapses, c.weight, f.Worst, f.WorstSum)
		}
	}
	for _, c := range []struct {
		weight   float64
		synapses int
	}{{524288, 1}, {-1e6, 1}, {1000, 600}, {1e30, 1}, {1e300, 1}} {
		_, err := compile(c.weight, c.synapses)
		if err == nil || !strings.Contains(err.Error(), "neuron 20:") || !strings.Contains(err.Error(), "reference") {
			t.Errorf("%d times %v: error %v", c.synapses, c.weight, err)
		}
	}
}
