package snn_test

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// TestDefaultParams holds the table of semantics section 2.
func TestDefaultParams(t *testing.T) {
	for k, want := range map[snn.SynapseType]snn.Params{
		snn.Fixed:         {},
		snn.Plastic:       {LearningRate: 0.01, WMax: 10, TauPlus: 20, TauMinus: 20},
		snn.Facilitating:  {FacilIncrement: 0.2, TauRecovery: 200},
		snn.Depressing:    {DepressFactor: 0.5, TauRecovery: 500},
		snn.Gated:         {LearningRate: 0.01, WMax: 10, TauPlus: 20, GateThreshold: 0.3},
		snn.GapJunction:   {Conductance: 0.1},
		snn.RewardPlastic: {LearningRate: 0.01, WMax: 10, TauTrace: 20, TauEligible: 500},
		snn.Developmental: {
			LearningRate: 0.01, WMax: 10, TauPlus: 20,
			CriticalPeriod: 10000, PruningThreshold: 0.02, EvalInterval: 2000, MinSourceFires: 20,
		},
	} {
		for _, text := range []string{"", "{}", " { } ", `{"color": "red", "w_maxx": null}`} {
			got, err := snn.ParseParams(k, text)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s %q: %+v, %v; want %+v", k, text, got, err, want)
			}
		}
	}
}

func TestParseParams(t *testing.T) {
	for _, c := range []struct {
		kind snn.SynapseType
		text string
		want snn.Params
	}{
		{
			snn.Plastic,
			`{"learning_rate": 0.04, "w_min": -8.0, "w_max": 0, "tau_plus": 15, "tau_minus": 12.5, "ltd_ratio": 0.8, "tau_trace": 3}`,
			snn.Params{LearningRate: 0.04, WMin: -8, TauPlus: 15, TauMinus: 12.5, LTDRatio: 0.8, HasLTD: true},
		},
		{ // ltd_ratio of 0 is not a row that lacks it: its state carries elig_post
			snn.Plastic, `{"ltd_ratio": 0}`,
			snn.Params{LearningRate: 0.01, WMax: 10, TauPlus: 20, TauMinus: 20, HasLTD: true},
		},
		{
			snn.Gated, `{"gate_threshold": 1e-1, "modulator_group": [3, 3, 0], "gates": "transmission", "ltd_ratio": 1}`,
			snn.Params{
				LearningRate: 0.01, WMax: 10, TauPlus: 20,
				GateThreshold: 0.1, ModulatorGroup: []int32{3, 3, 0}, Gates: snn.GatesTransmission,
			},
		},
		{ // V8 writes an empty text for an empty group
			snn.Gated, `{"modulator_group": "", "gates": "learning"}`,
			snn.Params{LearningRate: 0.01, WMax: 10, TauPlus: 20, GateThreshold: 0.3},
		},
		{snn.Fixed, `{"modulator_group": 5, "gates": 1, "w_max": "x", "eval_interval": null}`, snn.Params{}},
		{snn.Facilitating, `{"facil_increment": -0.1, "tau_recovery": 1, "tau_facil": 50}`, snn.Params{FacilIncrement: -0.1, TauRecovery: 1}},
		{snn.Depressing, `{"depress_factor": 0.9, "tau_recovery": 1, "facil_increment": 3}`, snn.Params{DepressFactor: 0.9, TauRecovery: 1}},
		{snn.GapJunction, `{"conductance": 0.25}`, snn.Params{Conductance: 0.25}},
		{snn.RewardPlastic, `{"tau_trace": 11, "tau_eligible": 120, "tau_plus": -1}`, snn.Params{LearningRate: 0.01, WMax: 10, TauTrace: 11, TauEligible: 120}},
		{
			snn.Developmental, `{"critical_period": 5e3, "eval_interval": 100.0, "min_source_fires": 7, "pruning_threshold": 0.5}`,
			snn.Params{
				LearningRate: 0.01, WMax: 10, TauPlus: 20,
				CriticalPeriod: 5000, EvalInterval: 100, MinSourceFires: 7, PruningThreshold: 0.5,
			},
		},
	} {
		got, err := snn.ParseParams(c.kind, c.text)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s %s: %+v, %v; want %+v", c.kind, c.text, got, err, c.want)
		}
	}
}

// TestParseParamsErrors: each malformed text is an error that names the key.
func TestParseParamsErrors(t *testing.T) {
	const malformed = "malformed params JSON"
	type malformation struct {
		kind snn.SynapseType
		text string
		want string
	}
	var cases []malformation
	for _, text := range []string{"{", "[]", "1", `"x"`, "null", "true", "{}x", `{"w_min": NaN}`, `{"w_min": Infinity}`, `{"w_min": .5}`, "{'w_min': 1}", `{"w_min": 01}`, "\x00"} {
		cases = append(cases, malformation{snn.Plastic, text, malformed}, malformation{snn.Fixed, text, malformed})
	}
	for _, key := range []string{"learning_rate", "w_min", "w_max", "tau_plus", "tau_minus", "ltd_ratio"} {
		for _, value := range []string{"null", `"1"`, "[1]", "{}", "true", "1e999"} {
			cases = append(cases, malformation{snn.Plastic, `{"` + key + `": ` + value + `}`, "param " + key + " is not a number: " + value})
		}
	}
	for _, key := range []string{"critical_period", "eval_interval", "min_source_fires"} {
		for _, value := range []string{"null", `"1"`, "1.5", "1e10", "-1e10", "[]", "false", "1e999"} {
			cases = append(cases, malformation{snn.Developmental, `{"` + key + `": ` + value + `}`, "param " + key + " is not a whole number"})
		}
	}
	for _, value := range []string{`"1"`, "1", "[1.5]", `["1"]`, "[3000000000]", "{}", "null", "[null]", "[1, null]", "true"} {
		cases = append(cases, malformation{snn.Gated, `{"modulator_group": ` + value + `}`, "param modulator_group is not a list"})
	}
	for _, value := range []string{`"both"`, "null", "1", `"Learning"`, `""`} {
		cases = append(cases, malformation{snn.Gated, `{"gates": ` + value + `}`, "param gates is neither"})
	}
	for k, keys := range map[snn.SynapseType][]string{
		snn.Plastic: {"tau_plus", "tau_minus"}, snn.Gated: {"tau_plus"}, snn.Developmental: {"tau_plus", "eval_interval"},
		snn.RewardPlastic: {"tau_trace", "tau_eligible"}, snn.Facilitating: {"tau_recovery"}, snn.Depressing: {"tau_recovery"},
	} {
		for _, key := range keys {
			for _, value := range []string{"0", "-1"} {
				cases = append(cases, malformation{k, `{"` + key + `": ` + value + `}`, "param " + key + " is " + value + ", must be positive"})
			}
		}
	}
	for _, c := range cases {
		if p, err := snn.ParseParams(c.kind, c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %+v, error %v; want one that contains %q", c.kind, c.text, p, err, c.want)
		}
	}
}

func TestParamsValidateNotFinite(t *testing.T) {
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for i := range reflect.TypeFor[snn.Params]().NumField() {
			p := snn.DefaultParams(snn.Plastic)
			field := reflect.ValueOf(&p).Elem().Field(i)
			if field.Kind() != reflect.Float64 {
				continue
			}
			field.SetFloat(x)
			if err := p.Validate(snn.Plastic); err == nil {
				t.Errorf("%s of %v is valid", reflect.TypeFor[snn.Params]().Field(i).Name, x)
			}
		}
	}
}

// TestLearningBounds: what learns, and in which direction (semantics section 2).
func TestLearningBounds(t *testing.T) {
	for _, c := range []struct {
		min, max           float64
		learns, inhibitory bool
	}{
		{0, 10, true, false},
		{-8, 0, true, true},
		{-8, -1, true, true},
		{-3, 4, true, false},
		{0, 0, false, false},
		{3, 3, false, false},
		{4, 1, false, false},
		{-1, -2, false, true},
		{0, 1e-6, true, false},
		{0, 0.99e-6, false, false},
		{-1e-3, 0, true, true},
	} {
		p := snn.Params{WMin: c.min, WMax: c.max}
		if p.Learns() != c.learns || p.Inhibitory() != c.inhibitory {
			t.Errorf("bounds %v, %v: learns %v, inhibitory %v", c.min, c.max, p.Learns(), p.Inhibitory())
		}
	}
}
