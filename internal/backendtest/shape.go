package backendtest

import (
	"math/rand/v2"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Shape says what a random brain looks like.
type Shape struct {
	Neurons  int
	Synapses int
	Types    []snn.SynapseType // of the synapses, equally likely
	Delays   []int32           // one of these for each synapse [ticks]
	Taus     []float64         // one of these for each time constant [ticks]
	Bounds   [][2]float64      // one of these for w_min and w_max of each type that learns
	Rates    []float64         // one of these for each learning_rate
	Gaps     [2]float64        // bounds of the conductance of gap junctions
	Weight   float64           // largest magnitude of a weight that no bounds hold
	Ring     int               // of the synapses, this many lead from neuron to neuron in turn
	FanIn    int               // further synapses, all onto one neuron
	FanOut   int               // further synapses, all from one neuron
	Selves   int               // further synapses from a neuron onto itself
	Twins    int               // further synapses, each the double of another but for its id
	Restored bool              // neurons and synapses have a past
	Odd      bool              // neurons with parameters of no type, ids with holes, gains that all but vanish
	Extreme  bool              // one neuron in eight has a u that runs away, or all but stands still at 0
	Gates    Gating
	Pruning  Pruning
}

// Gating says what the gates of gated synapses look like.
type Gating struct {
	Thresholds []float64
	GroupSize  int // neurons in the largest group; repeats occur
}

// Pruning are the parameters of all developmental synapses.
type Pruning struct {
	CriticalPeriod, EvalInterval, MinSourceFires int64
	Threshold                                    float64
}

// AllTypes returns the eight synapse types.
func AllTypes() []snn.SynapseType {
	var types []snn.SynapseType
	for t := range snn.NumSynapseTypes {
		types = append(types, t)
	}
	return types
}

// Lively returns the shape of a brain in which much happens: ten synapses per
// neuron of the given types, or of all.
func Lively(neurons int, types ...snn.SynapseType) Shape {
	if len(types) == 0 {
		types = AllTypes()
	}
	return Shape{
		Neurons: neurons, Synapses: 10 * neurons, Types: types,
		Delays: []int32{1, 1, 2, 3, 5, 8, 13, 20},
		Taus:   []float64{5, 20, 20, 100, 500},
		Bounds: [][2]float64{{0, 10}, {0, 10}, {1, 6}, {-8, 0}, {-6, -1}, {-3, 4}},
		Rates:  []float64{0.01, 0.1}, Gaps: [2]float64{0.01, 0.4},
		Weight: 10, Ring: neurons / 2, Selves: 1 + neurons/50, Twins: 1 + neurons/20,
		Gates:   Gating{Thresholds: []float64{0, 0.01, 0.02, 0.05, 0.3}, GroupSize: 8},
		Pruning: Pruning{CriticalPeriod: 10000, EvalInterval: 100, MinSourceFires: 3, Threshold: 0.5},
	}
}

// Generate returns the brain of a shape and a seed; it is always the same.
func (s Shape) Generate(seed uint64) *snn.Brain {
	g := &generator{Shape: s, rng: rand.New(rand.NewPCG(seed, 0x5eed)), brain: &snn.Brain{}}
	g.addNeurons()
	g.addParams()
	g.addStates()
	n := int32(s.Neurons)
	for i := range s.Synapses {
		source, target := g.rng.Int32N(n), g.rng.Int32N(n)
		if i < s.Ring {
			source, target = int32(i)%n, int32(i+1)%n
		}
		g.connect(source, target)
	}
	hub := g.rng.Int32N(n)
	for range s.FanIn {
		g.connect(g.rng.Int32N(n), hub)
	}
	for range s.FanOut {
		g.connect(hub, g.rng.Int32N(n))
	}
	for range s.Selves {
		self := g.rng.Int32N(n)
		g.connect(self, self)
	}
	for range s.Twins {
		if n := g.brain.Synapses.Len(); n > 0 {
			g.add(g.brain.Synapses.At(g.rng.IntN(n)))
		}
	}
	if s.Restored {
		g.vanish()
	}
	return g.brain
}

// vanish gives the first synapse of every type a weight that is a denormal.
func (g *generator) vanish() {
	seen := [snn.NumSynapseTypes]bool{}
	for i, t := range g.brain.Synapses.Type {
		if t.Chemical() && !seen[t] {
			g.brain.Synapses.Weight[i], seen[t] = denormal, true
		}
	}
}

// generator is a random brain in the making.
type generator struct {
	Shape
	rng    *rand.Rand
	brain  *snn.Brain
	params [snn.NumSynapseTypes][]int32 // indices into brain.ParamSets
	states [snn.NumSynapseTypes][]int32 // indices into brain.States
}

func choose[T any](rng *rand.Rand, xs []T) T { return xs[rng.IntN(len(xs))] }

// uniform returns a random number in lo..hi. The product is rounded on its own,
// so that a brain is the same on machines that would fuse it with the sum.
func (g *generator) uniform(lo, hi float64) float64 { return lo + float64((hi-lo)*g.rng.Float64()) }

func (g *generator) addNeurons() {
	id := int64(0)
	for range g.Neurons {
		id++
		n := snn.Neuron{Type: snn.NeuronType(g.rng.IntN(int(snn.NumNeuronTypes))), V: -65, LastSpike: -1000}
		n.Izhikevich = n.Type.Parameters()
		n.U = n.B * n.V
		if g.Odd {
			id += g.rng.Int64N(3)
			g.makeOdd(&n)
		}
		if g.Restored {
			n.V, n.U = g.uniform(-90, 29), g.uniform(-20, 15)
			n.LastSpike = -g.rng.Int64N(5000)
		}
		if g.Extreme && g.rng.IntN(8) == 0 {
			g.makeExtreme(&n)
		}
		n.ID = id
		g.brain.Neurons = append(g.brain.Neurons, n)
	}
}

// makeExtreme takes u to where float32 ends.
func (g *generator) makeExtreme(n *snn.Neuron) {
	n.A = choose(g.rng, []float64{-0.5, -3, 2.5, 1e9, 1e-25})
	if n.A == 1e-25 {
		n.B, n.U, n.D = 0, 0, 0
	}
}

// makeOdd overrides one parameter of a neuron.
func (g *generator) makeOdd(n *snn.Neuron) {
	switch g.rng.IntN(8) {
	case 0:
		n.A = g.uniform(0.005, 0.3)
	case 1:
		n.B = choose(g.rng, []float64{0, -0.1, 0.3, 1e-30})
	case 2:
		n.C = g.uniform(-70, -40)
	case 3:
		n.D = choose(g.rng, []float64{0, 0.05, 20, -1})
	}
}

// connect adds a synapse of a random type.
func (g *generator) connect(source, target int32) {
	t := choose(g.rng, g.Types)
	y := snn.Synapse{
		Type: t, Source: source, Target: target, Delay: choose(g.rng, g.Delays),
		Params: choose(g.rng, g.params[t]), State: choose(g.rng, g.states[t]),
	}
	p := &g.brain.ParamSets[y.Params]
	switch {
	case t == snn.GapJunction:
		y.Delay, y.Weight = 1, 1
	case !t.LearnsAtTarget():
		y.Weight = g.uniform(-0.4*g.Weight, g.Weight)
	case g.Restored && g.rng.IntN(4) == 0: // outside of its bounds
		y.Weight = g.uniform(-g.Weight, g.Weight)
	default:
		y.Weight = g.uniform(min(p.WMin, p.WMax), max(p.WMin, p.WMax))
	}
	g.add(y)
}

func (g *generator) add(y snn.Synapse) {
	y.ID = 1
	if n := g.brain.Synapses.Len(); n > 0 {
		y.ID = g.brain.Synapses.IDAt(n-1) + 1
		if g.Odd {
			y.ID += g.rng.Int64N(3)
		}
	}
	g.brain.Synapses.Append(y)
}
