package snn_test

import (
	"math"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// smallBrain returns a valid brain of all types whose neurons have the ids 10,
// 20, 30, ... and whose synapses 100, 200, 300, ...
func smallBrain(t *testing.T) *snn.Brain {
	t.Helper()
	b := backendtest.Lively(12).Generate(1)
	for i := range b.Neurons {
		b.Neurons[i].ID = int64(i+1) * 10
	}
	for i, y := range b.Synapses.All() {
		y.ID = int64(i+1) * 100
		b.Synapses.Set(i, y)
	}
	if b.Synapses.State == nil {
		b.Synapses.State = make([]int32, b.Synapses.Len())
	}
	b.BodyMap = []snn.BodyMapRow{{Neuron: 3, Segment: 23, Side: snn.Ventral}, {Neuron: 0}}
	b.SensorMap = []snn.SensorMapRow{{Neuron: 11}}
	if err := b.Validate(); err != nil {
		t.Fatal(err)
	}
	return b
}

// TestValidate: each broken value is an error that names its row by its id.
func TestValidate(t *testing.T) {
	type breakage struct {
		name  string
		spoil func(*snn.Brain)
		want  string
	}
	cases := []breakage{
		{"no neurons", func(b *snn.Brain) { b.Neurons = nil }, "the brain has no neurons"},
		{"neuron ids equal", func(b *snn.Brain) { b.Neurons[4].ID = 40 }, "neurons row 40: ids do not ascend (40 stands before it)"},
		{"neuron ids descend", func(b *snn.Brain) { b.Neurons[4].ID = 5 }, "neurons row 5: ids do not ascend"},
		{"neuron type", func(b *snn.Brain) { b.Neurons[4].Type = snn.NumNeuronTypes }, "neurons row 50: unknown neuron type NeuronType(5)"},
		{"last spike", func(b *snn.Brain) { b.Neurons[4].LastSpike = 1 << 31 }, "neurons row 50: last_spike 2147483648 is outside 32 bits"},
		{"last spike low", func(b *snn.Brain) { b.Neurons[4].LastSpike = -1<<31 - 1 }, "neurons row 50: last_spike"},
		{"synapse ids equal", func(b *snn.Brain) { b.Synapses.ID[4] = 400 }, "synapses row 400: ids do not ascend (400 stands before it)"},
		{"synapse type", func(b *snn.Brain) { b.Synapses.Type[4] = snn.NumSynapseTypes }, "synapses row 500: unknown synapse type SynapseType(8)"},
		{"source", func(b *snn.Brain) { b.Synapses.Source[4] = 12 }, "synapses row 500: source position 12 is not a neuron"},
		{"source below", func(b *snn.Brain) { b.Synapses.Source[4] = -1 }, "synapses row 500: source position -1 is not a neuron"},
		{"target", func(b *snn.Brain) { b.Synapses.Target[4] = 12 }, "synapses row 500: target position 12 is not a neuron"},
		{"target below", func(b *snn.Brain) { b.Synapses.Target[4] = -1 }, "synapses row 500: target position -1 is not a neuron"},
		{"weight", func(b *snn.Brain) { b.Synapses.Weight[4] = math.NaN() }, "synapses row 500: weight is not finite"},
		{"weight infinite", func(b *snn.Brain) { b.Synapses.Weight[4] = math.Inf(-1) }, "synapses row 500: weight is not finite"},
		{"delay", func(b *snn.Brain) { b.Synapses.Delay[4] = -1 }, "synapses row 500: delay -1 is negative"},
		{"delay too long", func(b *snn.Brain) { b.Synapses.Delay[4] = snn.MaxDelay + 1 }, "synapses row 500: delay 65536 is longer than the limit of 65535 ticks"},
		{"params", func(b *snn.Brain) { b.Synapses.Params[4] = int32(len(b.ParamSets)) }, "synapses row 500: has no params of its type"},
		{"params below", func(b *snn.Brain) { b.Synapses.Params[4] = -1 }, "synapses row 500: has no params of its type"},
		{"params of another type", func(b *snn.Brain) { b.Synapses.Type[4] = (b.Synapses.Type[4] + 1) % snn.NumSynapseTypes }, "synapses row 500: has no params of its type"},
		{"state", func(b *snn.Brain) { b.Synapses.State[4] = int32(len(b.States)) }, "synapses row 500: has no state"},
		{"state below", func(b *snn.Brain) { b.Synapses.State[4] = -1 }, "synapses row 500: has no state"},
		{"short column", func(b *snn.Brain) { b.Synapses.Delay = b.Synapses.Delay[:5] }, "synapses: the column delay has 5 rows, the column type has "},
		{"empty ids", func(b *snn.Brain) { b.Synapses.ID = []int64{} }, "synapses: the column id has 0 rows"},
		{"one state too many", func(b *snn.Brain) { b.Synapses.State = append(b.Synapses.State, 0) }, "synapses: the column state has "},
		{"body map neuron", func(b *snn.Brain) { b.BodyMap[1].Neuron = 12 }, "body_map row 2: neuron position 12"},
		{"body map neuron below", func(b *snn.Brain) { b.BodyMap[1].Neuron = -1 }, "body_map row 2: neuron position -1"},
		{"body map segment", func(b *snn.Brain) { b.BodyMap[1].Segment = 24 }, "body_map row 2"},
		{"body map segment below", func(b *snn.Brain) { b.BodyMap[1].Segment = -1 }, "body_map row 2"},
		{"sensor map neuron", func(b *snn.Brain) { b.SensorMap[0].Neuron = 12 }, "sensor_map row 1: position 12 is not a neuron"},
		{"sensor map neuron below", func(b *snn.Brain) { b.SensorMap[0].Neuron = -7 }, "sensor_map row 1: position -7 is not a neuron"},
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for _, field := range []func(*snn.Neuron) *float64{
			func(n *snn.Neuron) *float64 { return &n.A }, func(n *snn.Neuron) *float64 { return &n.B },
			func(n *snn.Neuron) *float64 { return &n.C }, func(n *snn.Neuron) *float64 { return &n.D },
			func(n *snn.Neuron) *float64 { return &n.V }, func(n *snn.Neuron) *float64 { return &n.U },
			func(n *snn.Neuron) *float64 { return &n.X }, func(n *snn.Neuron) *float64 { return &n.Y },
			func(n *snn.Neuron) *float64 { return &n.Z },
		} {
			cases = append(cases, breakage{"neuron value", func(b *snn.Brain) { *field(&b.Neurons[4]) = x }, "neurons row 50: a value is not finite"})
		}
		for _, field := range []func(*snn.SynapseState) *float64{
			func(s *snn.SynapseState) *float64 { return &s.Eligibility }, func(s *snn.SynapseState) *float64 { return &s.EligPost },
			func(s *snn.SynapseState) *float64 { return &s.Trace }, func(s *snn.SynapseState) *float64 { return &s.CurrentGain },
		} {
			cases = append(cases, breakage{"state value", func(b *snn.Brain) {
				b.Synapses.State[4] = int32(len(b.States))
				b.States = append(b.States, snn.StartState())
				*field(&b.States[len(b.States)-1]) = x
			}, "synapses row 500: a state value is not finite"})
		}
	}
	param := func(k snn.SynapseType, spoil func(*snn.Params)) func(*snn.Brain) {
		return func(b *snn.Brain) {
			for i := range b.ParamSets {
				if b.ParamSets[i].Type == k {
					b.ParamSets[i].Text = "{the text}"
					spoil(&b.ParamSets[i].Params)
					return
				}
			}
		}
	}
	cases = append(
		cases,
		breakage{"params value", param(snn.Plastic, func(p *snn.Params) { p.WMax = math.NaN() }), "params {the text}: a plastic parameter is not finite"},
		breakage{"time constant", param(snn.Depressing, func(p *snn.Params) { p.TauRecovery = 0 }), "params {the text}: param tau_recovery is 0, must be positive"},
		breakage{"interval", param(snn.Developmental, func(p *snn.Params) { p.EvalInterval = -5 }), "params {the text}: param eval_interval is -5, must be positive"},
		breakage{"group", param(snn.Gated, func(p *snn.Params) { p.ModulatorGroup = []int32{0, 12} }), "params {the text}: modulator_group names position 12, the brain has positions 0..11"},
		breakage{"group below", param(snn.Gated, func(p *snn.Params) { p.ModulatorGroup = []int32{-1} }), "params {the text}: modulator_group names position -1"},
	)
	for _, c := range cases {
		b := smallBrain(t)
		c.spoil(b)
		err := b.Validate()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v; want one that contains %q", c.name, err, c.want)
		}
		if _, compileErr := snn.Compile(b); compileErr == nil || err != nil && compileErr.Error() != err.Error() {
			t.Errorf("%s: Compile says %v, Validate %v", c.name, compileErr, err)
		}
	}
}

// TestCompileTooLarge: what is valid but would leave the range of float32
// within a tick is an error that names the row.
func TestCompileTooLarge(t *testing.T) {
	for _, x := range []float64{1e16, -1e300} {
		for want, spoil := range map[string]func(*snn.Brain){
			"neurons row 50: ":   func(b *snn.Brain) { b.Neurons[4].U = x },
			"neurons row 60: ":   func(b *snn.Brain) { b.Neurons[5].C = x },
			"neurons row 30: ":   func(b *snn.Brain) { b.Neurons[2].A = x / 1e6 },
			"neurons row 20: ":   func(b *snn.Brain) { b.Neurons[1].B = x / 1e6 },
			"synapses row 700: ": func(b *snn.Brain) { b.States = append(b.States, snn.SynapseState{Trace: x}); b.Synapses.State[6] = 1 },
		} {
			b := smallBrain(t)
			spoil(b)
			if err := b.Validate(); err != nil {
				t.Fatal(err)
			}
			if _, err := snn.Compile(b); err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("%v: error %v; want one that begins with %q", x, err, want)
			}
		}
	}
}

func TestRewardAmount(t *testing.T) {
	for _, c := range []struct {
		amount    float64
		want      float32
		effective bool
	}{{0, 0, false}, {9.99e-7, 0, false}, {-9.99e-7, 0, false}, {1e-6, 1e-6, true}, {-1e-6, -1e-6, true}, {0.1, 0.1, true}, {1e300, 0x1p40, true}, {-1e300, -0x1p40, true}} {
		if got, effective := snn.RewardAmount(c.amount); got != c.want || effective != c.effective {
			t.Errorf("%v: %v, %v; want %v, %v", c.amount, got, effective, c.want, c.effective)
		}
	}
}
