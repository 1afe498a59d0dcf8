package edgelist

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/engine-gpu/engine-gpu/snn"
)

// The start of a neuron, and the square grid on which they stand, are those of
// generated brains.
const (
	startV     = -65.0 // membrane potential [mV]
	neverFired = -1000 // last_spike of a neuron that has not fired [tick]
	pitch      = 12.0  // distance of neighbours

	leastWMax = 10.0 // upper bound of plastic weights in generated brains
)

// setTypes gives each synapse its type and parameters.
func (b *builder) setTypes() {
	y := &b.brain.Synapses
	n := len(y.Weight)
	y.Type, y.Params = make([]snn.SynapseType, n), make([]int32, n)
	largest, fixed := 0.0, !b.options.Plastic
	for _, w := range y.Weight {
		largest, fixed = max(largest, w), fixed || w < 0
	}
	if fixed { // first, so that its index is 0
		b.brain.ParamSets = append(b.brain.ParamSets, snn.ParamSet{Type: snn.Fixed, Text: "{}", Params: snn.DefaultParams(snn.Fixed)})
	}
	if !b.options.Plastic || largest == 0 {
		return
	}
	b.report.WMax = max(leastWMax, largest)
	plastic := int32(len(b.brain.ParamSets))
	b.brain.ParamSets = append(b.brain.ParamSets, plasticParams(b.report.WMax))
	for i, w := range y.Weight {
		if w > 0 {
			y.Type[i], y.Params[i] = snn.Plastic, plastic
			b.report.Plastic++
		}
	}
}

// plasticParams are the parameters of a generated plastic synapse but for the
// upper bound of its weight: a lower one than the weight would cut it down.
func plasticParams(wMax float64) snn.ParamSet {
	bound := strconv.FormatFloat(wMax, 'g', -1, 64)
	if !strings.ContainsAny(bound, ".e") {
		bound += ".0" // as Python writes a float
	}
	p := snn.DefaultParams(snn.Plastic)
	p.WMax = wMax
	return snn.ParamSet{
		Type: snn.Plastic, Params: p,
		Text: fmt.Sprintf(`{"learning_rate": 0.01, "w_min": 0.0, "w_max": %s, "tau_plus": 20.0, "tau_minus": 20.0}`, bound),
	}
}

// addNeurons adds the neurons, each of the type of most of its outgoing
// synapses.
func (b *builder) addNeurons(ids []int64) {
	balance := make([]int32, len(ids)) // excitatory less inhibitory
	y := &b.brain.Synapses
	for i, w := range y.Weight {
		if w > 0 {
			balance[y.Source[i]]++
		} else {
			balance[y.Source[i]]--
		}
	}
	columns := int(math.Ceil(math.Sqrt(float64(len(ids)))))
	b.brain.Neurons = make([]snn.Neuron, len(ids))
	for i, id := range ids {
		t := b.options.Excitatory
		if balance[i] < 0 {
			t = b.options.Inhibitory
			b.report.Inhibitory++
		}
		b.brain.Neurons[i] = snn.Neuron{
			ID: id, Type: t, Izhikevich: t.Parameters(),
			V: startV, U: t.Parameters().B * startV, LastSpike: neverFired,
			X: float64(i%columns) * pitch, Z: float64(i/columns) * pitch,
		}
	}
}

// Demand is the largest current that the synapses of one neuron can ever
// deliver to it in one tick.
type Demand struct {
	Neuron  int64 // database id
	Current float64
}

// LargestDemand returns the largest demand of an imported brain, learned
// weights counted with their bounds.
func LargestDemand(b *snn.Brain) Demand {
	sums := make([]float64, len(b.Neurons))
	for i, w := range b.Synapses.Weight {
		w = math.Abs(w)
		if b.Synapses.Type[i] == snn.Plastic {
			w = max(w, b.ParamSets[b.Synapses.Params[i]].WMax)
		}
		sums[b.Synapses.Target[i]] += w
	}
	largest := slices.Max(sums)
	return Demand{Neuron: b.Neurons[slices.Index(sums, largest)].ID, Current: largest}
}
