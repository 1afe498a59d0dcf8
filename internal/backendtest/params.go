package backendtest

import (
	"encoding/json"
	"fmt"

	"github.com/engine-gpu/engine-gpu/snn"
)

// paramSetsPerType is how many parameter sets each type has to choose from.
const paramSetsPerType = 12

// addParams makes the parameter sets of every type that the brain has.
func (g *generator) addParams() {
	for _, t := range g.Types {
		if g.params[t] != nil {
			continue
		}
		for i := range paramSetsPerType {
			g.params[t] = append(g.params[t], int32(len(g.brain.ParamSets)))
			g.brain.ParamSets = append(g.brain.ParamSets, newParamSet(t, g.paramsOf(t, i)))
		}
	}
}

// newParamSet writes parameters as a database has them and reads them back.
func newParamSet(t snn.SynapseType, values map[string]any) snn.ParamSet {
	text, err := json.Marshal(values)
	if err != nil {
		panic(err)
	}
	p, err := snn.ParseParams(t, string(text))
	if err != nil {
		panic(fmt.Sprintf("params %s: %v", text, err))
	}
	return snn.ParamSet{Type: t, Text: string(text), Params: p}
}

// paramsOf returns the i-th set of parameters of a type.
func (g *generator) paramsOf(t snn.SynapseType, i int) map[string]any {
	p := map[string]any{}
	tau := func(key string) { p[key] = choose(g.rng, g.Taus) }
	if t.LearnsAtTarget() {
		bounds := choose(g.rng, g.Bounds)
		p["w_min"], p["w_max"] = bounds[0], bounds[1]
		p["learning_rate"] = choose(g.rng, g.Rates)
	}
	switch t {
	case snn.Plastic:
		tau("tau_plus")
		tau("tau_minus")
		if i%3 > 0 {
			p["ltd_ratio"] = choose(g.rng, []float64{0.5, 0.5, 1.1})
		}
	case snn.Gated:
		tau("tau_plus")
		p["gate_threshold"] = choose(g.rng, g.Gates.Thresholds)
		p["modulator_group"] = g.group(i)
		p["gates"] = []string{"learning", "transmission"}[i%2]
	case snn.RewardPlastic:
		tau("tau_trace")
		tau("tau_eligible")
	case snn.Facilitating:
		// The gain has a bound of 1 + increment/(1-exp(-1/tau)), which times the
		// weights must not leave the range of a 32-bit sum.
		longest := min(choose(g.rng, g.Taus), 1e5)
		p["tau_recovery"], p["facil_increment"] = longest, min(0.2, 5/longest)
	case snn.Depressing:
		tau("tau_recovery")
		p["depress_factor"] = choose(g.rng, []float64{0.5, 0.9, 0.1})
		if g.Odd && i == 0 {
			p["depress_factor"] = 1e-37
		}
	case snn.Developmental:
		tau("tau_plus")
		p["critical_period"], p["eval_interval"] = g.Pruning.CriticalPeriod, g.Pruning.EvalInterval
		p["min_source_fires"], p["pruning_threshold"] = g.Pruning.MinSourceFires, g.Pruning.Threshold
	case snn.GapJunction:
		p["conductance"] = g.uniform(g.Gaps[0], g.Gaps[1])
	}
	return p
}

// group returns the modulator group of the i-th parameter set: some are empty,
// some name a neuron twice.
func (g *generator) group(i int) any {
	switch i % 6 {
	case 0:
		return ""
	case 1:
		return []int32{}
	}
	group := make([]int32, 1+g.rng.IntN(max(1, g.Gates.GroupSize)))
	for k := range group {
		group[k] = g.rng.Int32N(int32(g.Neurons))
	}
	if i%6 == 2 {
		group = append(group, group[0], group[0])
	}
	return group
}
