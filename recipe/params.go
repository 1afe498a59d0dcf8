package recipe

import (
	"fmt"
	"slices"
	"strings"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Param is one parameter of a synapse: its key, and its value as the database
// holds it (JSON in Python's notation).
type Param struct{ Key, Value string }

// Params are parameters in the order in which they are written.
type Params []Param

// defaultParams returns what V8 writes into a row of type t whose path names
// no parameters, in V8's order. Numbers are in V8's own form; tau_facil and
// tau_depress are written but have no meaning.
func defaultParams(t snn.SynapseType) Params {
	switch t {
	case snn.Plastic:
		return Params{{"learning_rate", "0.01"}, {"w_min", "0.0"}, {"w_max", "10.0"}, {"tau_plus", "20.0"}, {"tau_minus", "20.0"}}
	case snn.Gated:
		return Params{{"learning_rate", "0.01"}, {"w_min", "0.0"}, {"w_max", "10.0"}, {"gate_threshold", "0.3"}, {"modulator_group", `""`}}
	case snn.RewardPlastic:
		return Params{{"learning_rate", "0.01"}, {"w_min", "0.0"}, {"w_max", "10.0"}, {"tau_trace", "20.0"}, {"tau_eligible", "500.0"}}
	case snn.Facilitating:
		return Params{{"tau_facil", "50.0"}, {"tau_recovery", "200.0"}, {"facil_increment", "0.2"}}
	case snn.Depressing:
		return Params{{"tau_depress", "50.0"}, {"tau_recovery", "500.0"}, {"depress_factor", "0.5"}}
	case snn.Developmental:
		return Params{
			{"learning_rate", "0.01"}, {"w_min", "0.0"}, {"w_max", "10.0"}, {"tau_plus", "20.0"},
			{"critical_period", "10000"}, {"pruning_threshold", "0.02"}, {"eval_interval", "2000"}, {"min_source_fires", "20"},
		}
	case snn.GapJunction:
		return Params{{"conductance", "0.1"}}
	}
	return nil
}

// knownParams lists the keys that mean something to a type, or that V8 writes.
func knownParams(t snn.SynapseType) []string {
	var keys []string
	for _, p := range defaultParams(t) {
		keys = append(keys, p.Key)
	}
	switch t {
	case snn.Plastic:
		keys = append(keys, "ltd_ratio")
	case snn.Gated:
		keys = append(keys, "tau_plus", "gates")
	}
	return keys
}

// overlay returns p with the values of over: known keys keep their place, new
// ones are appended, as Python's dict.update does it.
func (p Params) overlay(over Params) Params {
	merged := slices.Clone(p)
	for _, param := range over {
		if i := slices.IndexFunc(merged, func(q Param) bool { return q.Key == param.Key }); i >= 0 {
			merged[i].Value = param.Value
		} else {
			merged = append(merged, param)
		}
	}
	return merged
}

// text is the JSON that the database holds.
func (p Params) text() string {
	var text strings.Builder
	text.WriteByte('{')
	for i, param := range p {
		if i > 0 {
			text.WriteString(", ")
		}
		writeText(&text, param.Key)
		text.WriteString(": ")
		text.WriteString(param.Value)
	}
	text.WriteByte('}')
	return text.String()
}

// paramSet is the parameter set of a synapse of type t: the type's defaults
// overlaid by each of layers.
func paramSet(t snn.SynapseType, layers ...Params) (snn.ParamSet, error) {
	all := defaultParams(t)
	for _, layer := range layers {
		all = all.overlay(layer)
	}
	text := all.text()
	meaning, err := snn.ParseParams(t, text)
	if err != nil {
		return snn.ParamSet{}, fmt.Errorf("%s synapse: %w", t, err)
	}
	return snn.ParamSet{Type: t, Text: text, Params: meaning}, nil
}

// params reads the parameters of a synapse of type t at a key, if there are
// any. A key that means nothing to the type is written all the same, as V8
// writes it, with a warning.
func (o *object) params(key string, t snn.SynapseType) Params {
	if !o.has(key) {
		return nil
	}
	child := o.child(key)
	var params Params
	known := knownParams(t)
	for _, key := range child.keys {
		value, err := pythonJSON(child.values[key])
		if err != nil {
			o.r.fail(child.at(key), "%v", err)
			return nil
		}
		if !slices.Contains(known, key) {
			o.r.warn(child.at(key), "means nothing to a %s synapse", t)
		}
		params = append(params, Param{Key: key, Value: value})
	}
	if _, err := paramSet(t, params); err != nil {
		o.r.fail(child.path, "%v", err)
	}
	return params
}
