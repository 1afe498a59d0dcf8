package recipe

import (
	"fmt"
	"math"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// ports are the terminals of a circuit that cross-wiring connects.
type ports struct {
	outputs [][]int32
	inputs  []inputPort
}

type inputPort struct {
	nodes  []int32
	weight float64
}

// crossWire connects copies that stand close to one another: every output of
// one to every input of the other, with a probability that falls to 0 at
// MaxDistance.
func (g *generator) crossWire() error {
	w := &g.recipe.Wiring
	if w.MaxDistance == 0 {
		return nil
	}
	set, err := g.params(snn.Fixed, nil)
	if err != nil {
		return err
	}
	allPorts := map[*Circuit]*ports{}
	of := make([]*ports, len(g.instances)) // by instance
	for i := range g.instances {
		c := g.instances[i].circuit
		if allPorts[c] == nil {
			allPorts[c] = g.recipe.ports(c)
		}
		of[i] = allPorts[c]
	}
	near := newGrid(g.instances, w.MaxDistance)
	if err := near.checkSize(of, w.Probability, g.brain.Synapses.Len()); err != nil {
		return err
	}
	row := snn.Synapse{Delay: crossDelay, Type: snn.Fixed, Params: set}
	for i := range g.instances {
		from := &g.instances[i]
		for _, j := range near.around(from) {
			to := &g.instances[j]
			dx, dz := to.x-from.x, to.z-from.z
			distance := math.Sqrt(float64(dx*dx) + float64(dz*dz))
			if int(j) == i || distance > w.MaxDistance {
				continue
			}
			probability := w.Probability * (1 - distance/w.MaxDistance)
			for _, output := range of[i].outputs {
				for _, input := range of[j].inputs {
					if g.random.Float64() > probability {
						continue
					}
					source := g.pick(from, output)
					target := g.pick(to, input.nodes)
					row.Weight = input.weight
					if g.inhibits(from.circuit, to.circuit) {
						row.Weight = -row.Weight
					}
					g.connect(source, target, row)
				}
			}
			if err := g.checkRoom(); err != nil {
				return err
			}
		}
	}
	return nil
}

// inhibits decides the sign of a cross-wired synapse: circuits of the same
// name compete, or chance decides.
func (g *generator) inhibits(from, to *Circuit) bool {
	if g.recipe.Wiring.TypeAwareInhibition {
		return from.Name == to.Name
	}
	return g.random.Float64() < g.recipe.Wiring.InhibitionFraction
}

// ports returns what cross-wiring may connect of a circuit.
func (r *Recipe) ports(c *Circuit) *ports {
	p := &ports{}
	for _, t := range c.terminals(Output) {
		p.outputs = append(p.outputs, t.Nodes)
	}
	for _, t := range c.terminals(Input) {
		if slices.Contains(r.Wiring.ExcludeInputs, t.Label) || slices.Contains(r.Wiring.ProtectedTriggers[c.Name], t.Label) {
			continue
		}
		p.inputs = append(p.inputs, inputPort{nodes: t.Nodes, weight: inputWeight(t.Label) * r.Wiring.WeightScale})
	}
	return p
}

// inputWeight is the weight of a cross-wired synapse onto a terminal, by what
// the terminal is for: what starts something gets most, what tunes it least.
func inputWeight(label string) float64 {
	switch label {
	case "trigger_in", "trigger_a", "trigger_b", "trigger_c", "error_in", "reward_in", "clear_in", "satisfy_in":
		return 10
	case "stimulus_in", "fwd_sensory_in", "bwd_sensory_in", "sensory_in", "sensory_a_in", "sensory_b_in",
		"mossy_in", "ec_in", "cortical_in", "thalamic_in", "context_in":
		return 8
	case "gate_in", "dopamine_in":
		return 6
	case "modulator_in", "modulator_fwd_in", "modulator_bwd_in", "modulator_a_in", "modulator_b_in", "association_in":
		return 3
	}
	return 5
}

// grid finds the copies near a place without trying them all. A copy within
// MaxDistance of another stands in the same cell or in one of the eight around.
type grid struct {
	size   float64 // of a cell
	cells  map[cell][]int32
	nearby map[cell][]int32 // what around has returned
}

type cell struct{ x, z int64 }

// newGrid sorts the instances into cells, in ascending order in each.
func newGrid(instances []instance, maxDistance float64) *grid {
	g := &grid{
		// Rounding must not push a copy at exactly maxDistance two cells away;
		// and positions up to maxPosition must not overflow a cell's number.
		size:   max(maxDistance, 1) * (1 + 1e-6),
		cells:  map[cell][]int32{},
		nearby: map[cell][]int32{},
	}
	for i := range instances {
		c := g.cell(&instances[i])
		g.cells[c] = append(g.cells[c], int32(i))
	}
	return g
}

func (g *grid) cell(in *instance) cell {
	return cell{int64(math.Floor(in.x / g.size)), int64(math.Floor(in.z / g.size))}
}

// around returns the instances in the cells around one, itself included, in
// ascending order: the order of V8's loop over all of them.
func (g *grid) around(in *instance) []int32 {
	c := g.cell(in)
	if list, known := g.nearby[c]; known {
		return list
	}
	var list []int32
	g.neighbours(c, func(members []int32) { list = append(list, members...) })
	slices.Sort(list)
	g.nearby[c] = list
	return list
}

// neighbours calls f for the cells around c that have members.
func (g *grid) neighbours(c cell, f func(members []int32)) {
	for x := c.x - 1; x <= c.x+1; x++ {
		for z := c.z - 1; z <= c.z+1; z++ {
			if members := g.cells[cell{x, z}]; len(members) > 0 {
				f(members)
			}
		}
	}
}

// checkSize refuses cross-wiring that takes too long or makes too many
// synapses beside the present ones.
func (g *grid) checkSize(of []*ports, probability float64, present int) error {
	count := func(members []int32) (outputs, inputs float64) {
		for _, i := range members {
			outputs += float64(len(of[i].outputs))
			inputs += float64(len(of[i].inputs))
		}
		return outputs, inputs
	}
	tries, synapses := 0.0, float64(present)
	for c, members := range g.cells {
		outputs, _ := count(members)
		g.neighbours(c, func(others []int32) {
			_, inputs := count(others)
			tries += float64(len(members))*float64(len(others)) + outputs*inputs
			synapses += outputs * inputs * probability
		})
	}
	if tries > maxPairs {
		return fmt.Errorf("wiring.max_distance: more than %d pairs of circuits and of their terminals to try", maxPairs)
	}
	if synapses > snn.MaxSynapses {
		return fmt.Errorf("wiring: the brain could have more than %d synapses", snn.MaxSynapses)
	}
	return nil
}
