package izh

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/engine-gpu/engine-gpu/internal/hugepages"
	"github.com/engine-gpu/engine-gpu/snn"
)

// neverFired is the last spike of neurons that have not fired [tick], as in
// brain databases.
const neverFired = -1000

// Network is an IZH network, ready to run.
type Network struct {
	*snn.Network
	Config Config
}

// Build makes a network on all cores. It fails where the sizes are wrong or
// where a sum of currents could overflow.
func Build(c Config) (*Network, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	n := &Network{Config: c, Network: &snn.Network{
		Neurons: c.Neurons,
		A:       make([]float32, c.Neurons), B: make([]float32, c.Neurons),
		C: make([]float32, c.Neurons), D: make([]float32, c.Neurons),
		V: make([]float32, c.Neurons), U: make([]float32, c.Neurons),
		LastSpike: make([]int32, c.Neurons),
		Traces:    snn.Traces{PreBegin: make([]int32, c.Neurons+1), PostBegin: make([]int32, c.Neurons+1)},
		Pruning:   snn.Pruning{Over: true},
		MaxDelay:  int32(c.MaxDelay),
	}}
	n.makeSets()
	n.fill()
	if err := n.FixCurrents(); err != nil {
		return nil, fmt.Errorf("neuron %d: %w", n.FixedPoint.Worst, err)
	}
	return n, nil
}

// makeSets makes room for the synapses: those that learn leave the first
// neurons, the fixed ones the others.
func (n *Network) makeSets() {
	learning := 0
	if n.Config.Plastic {
		learning = n.Config.excitatory()
	}
	if s := n.newSet(snn.Plastic, 0, learning); s != nil {
		s.Weight = hugepages.Make[float32](s.Len())
		n.tracePlastic(s, learning)
	}
	if s := n.newSet(snn.Fixed, learning, n.Neurons); s != nil {
		s.RowWeight = make([]float32, n.Neurons)
	}
}

// newSet makes the set of a type, whose synapses leave the neurons first ..
// end-1, and returns it, or nil without neurons.
func (n *Network) newSet(t snn.SynapseType, first, end int) *snn.SynapseSet {
	if first == end {
		return nil
	}
	fanout := n.Config.Fanout
	s := &snn.SynapseSet{Type: t, Begin: make([]int32, n.Neurons+1), Destination: hugepages.Make[uint32]((end - first) * fanout)}
	for i := range s.Begin {
		s.Begin[i] = int32(min(max(i-first, 0), end-first) * fanout)
	}
	n.Chemical[t] = s
	return s
}

// tracePlastic gives the first neurons presynaptic traces and all neurons
// postsynaptic ones. Almost all of these are used: a neuron has as many
// synapses onto it, on average, as it has itself.
func (n *Network) tracePlastic(s *snn.SynapseSet, learning int) {
	decays := map[float64]int32{}
	s.Classes = []snn.Class{snn.NewClass(snn.Plastic, params(), func(tau float64) int32 {
		index, known := decays[tau]
		if !known {
			index = int32(len(n.Decays))
			decays[tau] = index
			n.Decays = append(n.Decays, snn.NewDecayTable(tau))
		}
		return index
	})}
	class := &s.Classes[0]
	x := &n.Traces
	x.Value = make([]float32, learning+n.Neurons)
	x.Decay = make([]int32, learning+n.Neurons)
	s.Pre.ByNeuron, s.Post.ByNeuron = make([]int32, n.Neurons), make([]int32, n.Neurons)
	for i := range n.Neurons {
		s.Pre.ByNeuron[i], s.Post.ByNeuron[i] = -1, int32(learning+i)
		if i < learning {
			s.Pre.ByNeuron[i] = int32(i)
			x.Decay[i] = class.Decay
		}
		x.Decay[learning+i] = class.Decay2
	}
	for i := range x.PreBegin {
		x.PreBegin[i], x.PostBegin[i] = int32(min(i, learning)), int32(learning+i)
	}
}

// block is the number of neurons that a worker takes at a time.
const block = 256

// workers is the number of goroutines that fill a network.
func workers(neurons int) int { return min(runtime.GOMAXPROCS(0), (neurons+block-1)/block) }

// fill draws neurons and synapses. What a neuron gets depends on its position
// only, so that it is no matter who draws it.
func (n *Network) fill() {
	var next atomic.Int64
	var filling sync.WaitGroup
	for range workers(n.Neurons) {
		filling.Go(func() {
			d := newDrawer(n.Config)
			for {
				first := int(next.Add(block)) - block
				if first >= n.Neurons {
					return
				}
				for i := first; i < min(first+block, n.Neurons); i++ {
					n.fillNeuron(i, d)
				}
			}
		})
	}
	filling.Wait()
}

func (n *Network) fillNeuron(i int, d *drawer) {
	p := n.Config.typeOf(i).Parameters()
	n.A[i], n.B[i], n.C[i], n.D[i] = float32(p.A), float32(p.B), float32(p.C), float32(p.D)
	n.V[i] = d.voltage(i)
	n.U[i] = float32(p.B * float64(n.V[i]))
	n.LastSpike[i] = neverFired
	for t := range snn.NumChemicalTypes {
		s := n.Chemical[t]
		if s == nil || s.Begin[i] == s.Begin[i+1] {
			continue
		}
		d.row(i, s.Destination[s.Begin[i]:s.Begin[i+1]])
		weight := n.Config.weight(i)
		if s.RowWeight != nil {
			s.RowWeight[i] = weight
			continue
		}
		for k := s.Begin[i]; k < s.Begin[i+1]; k++ {
			s.Weight[k] = weight
		}
	}
}

// WeightHash returns the certificate of the network's weights, see
// [snn.WeightHasher]; plastic are the present weights of the plastic synapses,
// in the order of their set.
func (n *Network) WeightHash(plastic []float32) string {
	h := snn.NewWeightHasher()
	h.Add(plastic) // those of the first neurons
	for i := len(plastic) / n.Config.Fanout; i < n.Neurons; i++ {
		h.Repeat(n.Config.weight(i), n.Config.Fanout)
	}
	return h.Sum()
}
