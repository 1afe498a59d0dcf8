package izh

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Drive is the external current of every neuron.
const Drive = 4.5

// Sums of a neuron's outgoing weights.
const (
	excitation = 50.0
	inhibition = -100.0
)

// LongestDelay is the longest delay that a network can have [ticks]: one that
// a destination holds.
const LongestDelay = snn.LongDelay - 1

// Config says which of the networks to build. Equal ones give equal networks.
type Config struct {
	Neurons  int
	Fanout   int    // synapses of every neuron
	MaxDelay int    // delays are uniform in 1..MaxDelay [ticks]
	Plastic  bool   // the excitatory synapses learn by STDP
	Seed     uint64 // of targets, delays and start voltages
}

// Validate says what is wrong with the sizes.
func (c Config) Validate() error {
	switch {
	case c.Neurons < 1 || c.Neurons > snn.MaxNeurons:
		return fmt.Errorf("%d neurons are outside 1..%d", c.Neurons, snn.MaxNeurons)
	case c.Fanout < 1 || c.Fanout > snn.MaxSynapses:
		return fmt.Errorf("%d synapses a neuron are outside 1..%d", c.Fanout, snn.MaxSynapses)
	case c.Synapses() > snn.MaxSynapses:
		return fmt.Errorf("%d neurons of %d synapses have %d synapses, more than the limit of %d", c.Neurons, c.Fanout, c.Synapses(), snn.MaxSynapses)
	case c.MaxDelay < 1 || c.MaxDelay > LongestDelay:
		return fmt.Errorf("a longest delay of %d is outside 1..%d", c.MaxDelay, LongestDelay)
	}
	return nil
}

// Synapses is the number of synapses.
func (c Config) Synapses() int64 { return int64(c.Neurons) * int64(c.Fanout) }

// PlasticSynapses is the number of those that learn.
func (c Config) PlasticSynapses() int64 {
	if !c.Plastic {
		return 0
	}
	return int64(c.excitatory()) * int64(c.Fanout)
}

// excitatory is the number of excitatory neurons, which come first.
func (c Config) excitatory() int { return c.Neurons * 4 / 5 }

// typeOf returns the type of a neuron.
func (c Config) typeOf(neuron int) snn.NeuronType {
	if neuron < c.excitatory() {
		return snn.RS
	}
	return snn.FS
}

// weight is that of every synapse of a neuron, at the start.
func (c Config) weight(neuron int) float32 {
	if neuron < c.excitatory() {
		return float32(excitation / float64(c.Fanout))
	}
	return float32(inhibition / float64(c.Fanout))
}

// params are the parameters of the synapses that learn.
func params() *snn.Params {
	p := snn.DefaultParams(snn.Plastic)
	p.LTDRatio, p.HasLTD = 0.5, true
	return &p
}

// ScratchBytes is what building the network needs for a while, beside the
// network: sums of the fixed-point scale by neuron, and rows that are drawn.
func (c Config) ScratchBytes() int64 {
	const sums = 16
	return sums*int64(c.Neurons) + scratchBytes*int64(workers(c.Neurons))*int64(c.Fanout)
}
