//go:build linux && cgo && egl

package gpu_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// complaints collects what a comparison finds wrong.
type complaints struct{ list []string }

func (c *complaints) Helper() {}
func (c *complaints) Errorf(format string, args ...any) {
	c.list = append(c.list, fmt.Sprintf(format, args...))
}

// mutants are the changes that the comparison with the oracle must see: each a
// mistake that a kernel or a driver could make. A fused multiply-add is written
// in double, since a driver may split GLSL's own.
func mutants() []mutant {
	return []mutant{
		{"constant", "membrane.glsl", "0.04 * v", "0.040000003 * v"}, // the next float
		{"fused membrane", "membrane.glsl", "precise float sum = square + five;",
			"precise float sum = float(double(linear) * double(v) + double(five));"},
		{"order of a sum", "membrane.glsl", "\tsum = sum + 140.0;\n\tsum = sum - u;", "\tsum = sum - u;\n\tsum = sum + 140.0;"},
		{"clamp", "integrate.comp", "-100.0), 35.0)", "-100.0), 34.999996)"},
		{"threshold", "integrate.comp", "v >= 30.0", "v > 30.5"},
		{"old v for u", "integrate.comp", "precise float wanted = p.b * v;", "precise float wanted = p.b * membrane[n].v;"},
		{"fused recovery", "integrate.comp", "precise float next_u = u + change;",
			"precise float next_u = float(double(p.a) * double(difference) + double(u));"},
		{"u without a limit", "integrate.comp", "\tnext_u = min(max(next_u, -RECOVERY_LIMIT), RECOVERY_LIMIT);\n", ""},
		{"no last spike", "integrate.comp", "\tlast_spike[n] = tick;\n", ""},
		{"sign of d", "integrate.comp", "u + row.d", "u - row.d"},
		{"ring not cleared", "integrate.comp", "\t\tring[slot] = 0;\n", "\t\tring[slot] = 1;\n"},

		{"rounding towards 0", "fixedpoint.glsl", "int(roundEven(scaled))", "int(scaled)"},
		{"halves rounded up", "fixedpoint.glsl", "int(roundEven(scaled))", "int(floor(scaled + 0.5))"},
		{"a lost bit", "fixedpoint.glsl", "sum & 0xffff", "sum & 0xfffe"},
		{"rounds of noise", "noise.glsl", "i < 10", "i < 9"},
		{"mean of noise", "noise.glsl", "6 * 65535", "6 * 65536"},
		{"counter of noise", "noise.glsl", "uint(neuron), 1u, 0u", "uint(neuron), 2u, 0u"},

		{"delay of links", "deliver.comp", "tick + l.delay", "tick + l.delay + 1"},
		{"delay of fixed", "deliver.comp", "tick + int(s.destination >> TARGET_BITS)", "tick - 1 + int(s.destination >> TARGET_BITS)"},
		{"delay of lates", "late.comp", "fired_in(tick - l.delay, l.source)", "fired_in(tick - l.delay + 1, l.source)"},
		{"depression's floor", "deliver.comp", "if (e > LTD_FLOOR)", "if (e > 2.0 * LTD_FLOOR)"},
		{"depression forgotten", "deliver.comp", "\t\t\tweights[k] = w;\n", ""},
		{"gain", "deliver.comp", "gain = gain * c.gain_step", "gain = above * c.gain_step"},
		{"the dead deliver", "deliver.comp", "developments[l.post].alive == 0", "false"},
		{"learning gates transmission", "deliver.comp", "if (c.transmission != 0 && !gate_open(c.gate))", "if (!gate_open(c.gate))"},
		{"gap one way", "gap.comp", "\t\tsend(tick, g.source, -q);\n", ""},
		{"window", "window.comp", "tick % GATE_WINDOW", "tick % (GATE_WINDOW - 1)"},
		{"gate's edge", "gate.glsl", ">= gates", "> gates"},

		{"trace floor", "contract.glsl", "TRACE_FLOOR uintBitsToFloat(0x33800000u)", "TRACE_FLOOR uintBitsToFloat(0x34800000u)"},
		{"decay's index", "decay.glsl", "k % DECAY_LOW", "(k + 1) % DECAY_LOW"},
		{"decay's end", "decay.glsl", "k >= d.end", "k >= d.end - 1"},
		{"no presynaptic trace", "integrate.comp", "\tbump(row.pre_first, row.pre_first + row.pre_count, tick);\n", ""},
		{"no postsynaptic trace", "learn.comp", "if (item.kind == ITEM_FIRST)", "if (false)"},
		{"postsynaptic trace per item", "learn.comp", "if (item.kind == ITEM_FIRST)", "if (true)"},
		{"traces do not add up", "trace.glsl", "trace_at(i, tick) + 1.0", "max(trace_at(i, tick), 1.0)"},

		{"sign of learning", "weight.glsl", "precise float way = limit - w;", "precise float way = w - limit;"},
		{"order of a product", "weight.glsl", "precise float change = amount * way;",
			"precise float change = e * way;\n\tchange = change * rate;"},
		{"fused learning", "weight.glsl", "precise float result = w + change;",
			"precise float result = float(double(amount) * double(way) + double(w));"},
		{"weight floor", "weight.glsl", "abs(w) < WEIGHT_FLOOR ? 0.0 : w", "w"},
		{"lower bound", "weight.glsl", "max(w, c.w_min)", "w"},
		{"coincidences", "learn.comp", "developments[l.post].coincidences++;", "developments[l.post].coincidences += 2;"},
		{"open gate", "learn.comp", "case TYPE_GATED:\n\t\tif (gate_open(c.gate))", "case TYPE_GATED:\n\t\tif (true)"},
		{"reward trace not halved", "learn.comp", "precise float rest = 0.5 * x;", "precise float rest = x;"},
		{"eligibility not halved", "reward.comp", "precise float rest = 0.5 * e;", "precise float rest = e;"},
		{"limit of punishment", "reward.comp", "limit = c.w_min;", "limit = c.w_max;"},
		{"eligibility's floor", "reward.comp", "abs(e) < ELIGIBILITY_FLOOR", "abs(e) < 1000.0 * ELIGIBILITY_FLOOR"},
		{"fires that prune", "prune.comp", "d.source_fires >= min_source_fires", "d.source_fires > min_source_fires"},
		{"pruned weight stays", "prune.comp", "\t\t\tweights[k] = 0.0;\n", ""},
		{"pruning's quotient", "prune.comp", "coincidences < middle", "coincidences + 1u < middle"},

		{"inputs in a row", "input.comp", "external_current[input_neurons[i]]", "external_current[i]"},
		{"an item's last synapse", "integrate.comp", "min(count - begin, ITEM_SYNAPSES), kind", "min(count - begin, ITEM_SYNAPSES - 1), kind"},
		{"borders of items", "work.glsl", "ends[middle] > k", "ends[middle] >= k"},
		{"items left over", "work.glsl", "share = (items + groups - 1) / groups", "share = max(1, items / groups)"},
		{"bits of the history", "history.glsl", "neuron & 31", "neuron & 30"},
	}
}

// sensitive is a brain and a protocol in which almost every mutant shows.
func sensitive() (*snn.Brain, backendtest.Protocol) {
	s := backendtest.Lively(150)
	s.Synapses, s.FanIn, s.FanOut = 2500, 1000, 400
	s.Delays = []int32{1, 2, 3, 8, 20, 70}
	s.Taus = []float64{1.4, 5, 20, 100}
	s.Bounds = append(s.Bounds, [2]float64{0, 0.5}, [2]float64{-0.5, 0})
	s.Rates = []float64{0.01, 0.1, 0.5, 1}
	s.Restored, s.Odd = true, true
	s.Pruning = backendtest.Pruning{CriticalPeriod: 10000, EvalInterval: 7, MinSourceFires: 3, Threshold: 1.5}
	brain := s.Generate(9)
	drive := lively(450)
	drive.Noise, drive.Current[1] = 3, 25
	return brain, drive.Protocol(brain, 9)
}

// vanishing is one in which punishment shrinks weights, a fifth at a time,
// until they are below their floor.
func vanishing() (*snn.Brain, backendtest.Protocol) {
	s := backendtest.Lively(60, snn.RewardPlastic)
	s.Bounds, s.Rates = [][2]float64{{0, 1}}, []float64{0.5}
	brain := s.Generate(3)
	drive := lively(800)
	drive.Rewards, drive.Current[1] = false, 20
	p := drive.Protocol(brain, 3)
	for tick := 2; tick < p.Ticks; tick += 4 {
		p.Events = append(p.Events, backendtest.Event{Tick: tick, Do: func(b engine.Backend) error { return b.Reward(-1) }})
	}
	slices.SortStableFunc(p.Events, func(a, b backendtest.Event) int { return cmp.Compare(a.Tick, b.Tick) })
	return brain, p
}

// runaway is one in which u reaches its limit.
func runaway() (*snn.Brain, backendtest.Protocol) {
	s := backendtest.Lively(60)
	s.Extreme = true
	brain := s.Generate(4)
	return brain, lively(150).Protocol(brain, 4)
}

// TestMutants: the comparison that all of this rests on sees every mistake of
// the list, and without one sees nothing.
func TestMutants(t *testing.T) {
	needGL(t)
	t.Parallel()
	opt := snn.Options{Learn: true}
	var compare []func(t *testing.T, a gpu.Altered) []string
	for _, trial := range []func() (*snn.Brain, backendtest.Protocol){sensitive, vanishing, runaway} {
		brain, protocol := trial()
		want := play(t, backendtest.Oracle, brain, opt, protocol, 0)
		compare = append(compare, func(t *testing.T, a gpu.Altered) []string {
			var c complaints
			backendtest.SameBits(&c, brain, want, play(t, altered(a), brain, opt, protocol, 0))
			return c.list
		})
	}
	for _, c := range compare {
		if found := c(t, gpu.Altered{}); len(found) > 0 {
			t.Fatalf("without a mutation: %s", found)
		}
	}
	for _, m := range mutants() {
		t.Run(m.name, func(t *testing.T) {
			a := gpu.Altered{Kernels: m.kernels(t), Untested: true}
			if !slices.ContainsFunc(compare, func(c func(*testing.T, gpu.Altered) []string) bool { return len(c(t, a)) > 0 }) {
				t.Errorf("nobody noticed %q in place of %q", m.new, m.old)
			}
		})
	}
}
