package recipe

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// The right-hand sides were printed by CPython 3.11: json.dumps(json.loads(s)).
func TestPythonJSON(t *testing.T) {
	for _, c := range [][2]string{
		{`1`, `1`},
		{`1.0`, `1.0`},
		{`-0`, `0`},
		{`-0.0`, `-0.0`},
		{`20`, `20`},
		{`2e1`, `20.0`},
		{`1E2`, `100.0`},
		{`1e16`, `1e+16`},
		{`1e15`, `1000000000000000.0`},
		{`123456789012345678901234567890`, `123456789012345678901234567890`},
		{`0.1`, `0.1`},
		{`1e-4`, `0.0001`},
		{`0.00001`, `1e-05`},
		{`1.5e300`, `1.5e+300`},
		{`9007199254740993.0`, `9007199254740992.0`},
		{`""`, `""`},
		{`"a\"b\\c/"`, `"a\"b\\c/"`},
		{`"\u00e9\n\t\b\f\r\u0001\u007f<>&"`, `"\u00e9\n\t\b\f\r\u0001\u007f<>&"`},
		{`"\ud83d\ude00 é"`, `"\ud83d\ude00 \u00e9"`},
		{`[]`, `[]`},
		{`{}`, `{}`},
		{`[1,2.50,"x",null,true,false,[]]`, `[1, 2.5, "x", null, true, false, []]`},
		{`{"b":1,"a":{"c":[{}]}}`, `{"b": 1, "a": {"c": [{}]}}`},
		{` [ 1 , { "k" : 2 } ] `, `[1, {"k": 2}]`},
	} {
		got, err := pythonJSON(json.RawMessage(c[0]))
		if err != nil || got != c[1] {
			t.Errorf("%s becomes %s (error %v), Python writes %s", c[0], got, err, c[1])
		}
	}
	for text, want := range map[string]string{
		`[1e999]`:          "1e999 is not a finite number",
		`{"a": 1, "a": 2}`: `key "a" is given twice`,
	} {
		if got, err := pythonJSON(json.RawMessage(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s becomes %s, error %v, want %s", text, got, err, want)
		}
	}
}

// TestDefaultParams checks the texts that V8 writes for a row that names no
// parameters, and that they mean what package snn takes a missing key for.
func TestDefaultParams(t *testing.T) {
	for synapse, want := range map[snn.SynapseType]string{
		snn.Fixed:         `{}`,
		snn.Plastic:       `{"learning_rate": 0.01, "w_min": 0.0, "w_max": 10.0, "tau_plus": 20.0, "tau_minus": 20.0}`,
		snn.Gated:         `{"learning_rate": 0.01, "w_min": 0.0, "w_max": 10.0, "gate_threshold": 0.3, "modulator_group": ""}`,
		snn.RewardPlastic: `{"learning_rate": 0.01, "w_min": 0.0, "w_max": 10.0, "tau_trace": 20.0, "tau_eligible": 500.0}`,
		snn.Facilitating:  `{"tau_facil": 50.0, "tau_recovery": 200.0, "facil_increment": 0.2}`,
		snn.Depressing:    `{"tau_depress": 50.0, "tau_recovery": 500.0, "depress_factor": 0.5}`,
		snn.Developmental: `{"learning_rate": 0.01, "w_min": 0.0, "w_max": 10.0, "tau_plus": 20.0, "critical_period": 10000, "pruning_threshold": 0.02, "eval_interval": 2000, "min_source_fires": 20}`,
		snn.GapJunction:   `{"conductance": 0.1}`,
	} {
		set, err := paramSet(synapse)
		if err != nil {
			t.Fatal(err)
		}
		if set.Text != want {
			t.Errorf("%s: %s, want %s", synapse, set.Text, want)
		}
		meaning, err := snn.ParseParams(synapse, "{}")
		if err != nil {
			t.Fatal(err)
		}
		a, _ := json.Marshal(set.Params)
		b, _ := json.Marshal(meaning)
		if string(a) != string(b) {
			t.Errorf("%s: the defaults mean %s, an empty text %s", synapse, a, b)
		}
	}
}
