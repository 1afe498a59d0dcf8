package recipe

import (
	"fmt"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// project adds the projections. A pair of copies is drawn even where the
// terminals named do not exist, as in V8.
func (g *generator) project() error {
	for i := range g.recipe.Projections {
		p := &g.recipe.Projections[i]
		from, to := g.byCircuit[p.From], g.byCircuit[p.To]
		if len(from) == 0 || len(to) == 0 {
			continue
		}
		set, err := g.params(p.Type, p.Params)
		if err != nil {
			return fmt.Errorf("projections[%d]: %w", i, err)
		}
		row := snn.Synapse{Weight: p.Weight * g.recipe.Wiring.WeightScale, Delay: p.Delay, Type: p.Type, Params: set}
		outputs, inputs := g.recipe.ends(p)
		for _, a := range from {
			for _, b := range to {
				if g.random.Float64() > p.Probability {
					continue
				}
				for _, output := range outputs {
					for _, input := range inputs {
						source := g.pick(&g.instances[a], output.Nodes)
						g.connect(source, g.pick(&g.instances[b], input.Nodes), row)
					}
				}
				if err := g.checkRoom(); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// ends returns the terminals that a projection connects.
func (r *Recipe) ends(p *Projection) (outputs, inputs []Terminal) {
	outputs, inputs = r.circuit(p.From).terminals(Output), r.circuit(p.To).terminals(Input)
	if p.FromTerminal != "" {
		outputs = slices.DeleteFunc(outputs, func(t Terminal) bool { return t.Label != p.FromTerminal })
	}
	if p.ToTerminal != "" {
		inputs = slices.DeleteFunc(inputs, func(t Terminal) bool { return t.Label != p.ToTerminal })
	} else {
		inputs = slices.DeleteFunc(inputs, func(t Terminal) bool { return slices.Contains(r.Wiring.ExcludeInputs, t.Label) })
	}
	return outputs, inputs
}
