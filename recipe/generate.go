package recipe

import (
	"fmt"
	"math"

	"github.com/engine-gpu/engine-gpu/internal/pyrand"
	"github.com/engine-gpu/engine-gpu/snn"
)

const (
	pitch      = 12.0  // distance of neighbouring copies
	startV     = -65.0 // membrane potential at the start [mV]
	neverFired = -1000 // last_spike of a neuron that has not fired [tick]

	maxRoom = 1 << 24 // synapses for which room is made in advance

	crossDelay  = 1    // of cross-wired synapses [ticks]
	timerWeight = 20.0 // of auto-timers
)

// Generate builds the brain with random numbers of the given seed; pass r.Seed
// for the recipe's own. The same recipe and seed always give the same rows,
// and V8's recipes give V8's (semantics section 4). Every source of rows draws
// from one stream of random numbers, so that the order of the steps, and of
// the loops in them, is part of the result.
func (r *Recipe) Generate(seed int64) (*snn.Brain, error) {
	room, err := r.maxSynapses()
	if err != nil {
		return nil, fmt.Errorf("recipe %s: %w", r.Name, err)
	}
	g := &generator{
		maxSynapses: room,
		recipe:      r,
		random:      pyrand.NewRandom(seed),
		brain:       &snn.Brain{States: []snn.SynapseState{snn.StartState()}},
		sets:        map[setKey]int32{},
		instances:   r.place(),
		byCircuit:   map[string][]int32{},
	}
	for i, in := range g.instances {
		g.byCircuit[in.circuit.Name] = append(g.byCircuit[in.circuit.Name], int32(i))
	}
	for _, step := range []func() error{g.copyCircuits, g.addTimers, g.project, g.crossWire} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("recipe %s: %w", r.Name, err)
		}
	}
	g.brain.Synapses.Clip()
	if r.Arena {
		g.mapBody()
		g.mapSensors()
		g.mapNodes()
	}
	if err := g.brain.Validate(); err != nil { // gates name neurons of the finished brain
		return nil, fmt.Errorf("recipe %s: %w", r.Name, err)
	}
	return g.brain, nil
}

// generator is a brain in the making.
type generator struct {
	recipe    *Recipe
	random    *pyrand.Random
	brain     *snn.Brain
	sets      map[setKey]int32 // index of each parameter set in the brain
	instances []instance
	byCircuit map[string][]int32 // indices of the copies of each circuit

	maxSynapses int
}

// instance is one copy of a circuit.
type instance struct {
	circuit *Circuit
	first   int32   // position of its first neuron
	x, z    float64 // where it stands
}

// setKey tells parameter sets apart.
type setKey struct {
	t    snn.SynapseType
	text string
}

// place lays out the copies: in one square grid, or, for the components of a
// layer, in a grid of their own at the layer's z.
func (r *Recipe) place() []instance {
	total := 0
	for _, c := range r.Components {
		total += c.Count
	}
	columns := max(1, int(math.Ceil(math.Sqrt(float64(total)))))
	instances := make([]instance, 0, total)
	var first int32
	for _, c := range r.Components {
		for i := range c.Count {
			in := instance{circuit: c.Circuit, first: first}
			if c.Layer == nil {
				n := len(instances)
				in.x, in.z = float64(n%columns)*pitch, float64(n/columns)*pitch
			} else {
				in.x = float64(i/columns) * pitch
				in.z = float64(*c.Layer*r.LayerSpacing) + float64(i%columns)*pitch
			}
			first += int32(len(c.Circuit.Nodes))
			instances = append(instances, in)
		}
	}
	return instances
}

// copyCircuits adds the neurons and the internal synapses of every copy.
func (g *generator) copyCircuits() error {
	neurons := 0
	for _, in := range g.instances {
		neurons += len(in.circuit.Nodes)
	}
	g.brain.Neurons = make([]snn.Neuron, 0, neurons)
	// Room for what cross-wiring adds, and for chance, beside the expected.
	g.brain.Synapses.Grow(min(int(1.1*g.recipe.expectedSynapses()), maxRoom))

	sets := map[*Circuit][]int32{}
	for _, in := range g.instances {
		for _, n := range in.circuit.Nodes {
			g.brain.Neurons = append(g.brain.Neurons, snn.Neuron{
				ID:         int64(len(g.brain.Neurons)) + 1,
				Type:       n.Type,
				Izhikevich: n.Izhikevich,
				V:          startV,
				U:          n.Type.Parameters().B * startV, // not the node's own b
				LastSpike:  neverFired,
				X:          n.X + in.x,
				Z:          n.Z + in.z,
			})
		}
		if sets[in.circuit] == nil {
			indices := make([]int32, len(in.circuit.Paths))
			for i, p := range in.circuit.Paths {
				var err error
				if indices[i], err = g.params(p.Type, p.Params); err != nil {
					return err
				}
			}
			sets[in.circuit] = indices
		}
		for i, p := range in.circuit.Paths {
			g.connect(in.first+p.Source, in.first+p.Target, snn.Synapse{
				Weight: p.Weight, Delay: p.Delay, Type: p.Type, Params: sets[in.circuit][i],
			})
		}
	}
	return nil
}

// addTimers gives each copy of a circuit that holds a state a late synapse
// from what starts the state to what ends it.
func (g *generator) addTimers() error {
	if !g.recipe.Wiring.AutoTimers {
		return nil
	}
	for _, in := range g.instances {
		kill, delay := "kill_in", int32(500)
		switch in.circuit.Name {
		case "emotional_state":
			kill, delay = "calm_in", 400
		case "working_memory_cell", "bistable_motif":
		default:
			continue
		}
		from, to := in.circuit.terminal(Input, "trigger_in"), in.circuit.terminal(Input, kill)
		if from == nil || to == nil {
			continue // a recipe's own circuit of the same name
		}
		set, err := g.params(snn.Fixed, nil)
		if err != nil {
			return err
		}
		g.connect(in.first+from.Nodes[0], in.first+to.Nodes[0], snn.Synapse{
			Weight: timerWeight, Delay: delay, Type: snn.Fixed, Params: set,
		})
	}
	return nil
}

// params returns the index of a synapse's parameter set.
func (g *generator) params(t snn.SynapseType, over Params) (int32, error) {
	set, err := paramSet(t, g.recipe.defaults[t], over)
	if err != nil {
		return 0, err
	}
	key := setKey{t, set.Text}
	index, known := g.sets[key]
	if !known {
		index = int32(len(g.brain.ParamSets))
		g.sets[key] = index
		g.brain.ParamSets = append(g.brain.ParamSets, set)
	}
	return index, nil
}

// connect adds a synapse between two positions; s holds the rest of the row.
func (g *generator) connect(source, target int32, s snn.Synapse) {
	s.ID = int64(g.brain.Synapses.Len()) + 1
	s.Source, s.Target = source, target
	g.brain.Synapses.Append(s)
}

// pick draws one neuron of a terminal and returns its position.
func (g *generator) pick(in *instance, nodes []int32) int32 {
	return in.first + nodes[g.random.Index(len(nodes))]
}
