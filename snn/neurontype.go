package snn

import (
	"fmt"
	"strings"
)

// NeuronType is one of V8's five Izhikevich neuron types.
type NeuronType uint8

// The five neuron types, in V8's order.
const (
	RS  NeuronType = iota // regular spiking
	FS                    // fast spiking
	IB                    // intrinsically bursting
	CH                    // chattering
	LTS                   // low-threshold spiking
	NumNeuronTypes
)

// Izhikevich holds the four parameters of the Izhikevich model.
// Source: E. M. Izhikevich, "Simple model of spiking neurons",
// doi:10.1109/TNN.2003.820440.
type Izhikevich struct {
	A float64 // recovery rate [1/ms]
	B float64 // sensitivity of the recovery variable to v [1]
	C float64 // v after a spike [mV]
	D float64 // increment of u after a spike [mV]
}

var neuronTypeNames = [NumNeuronTypes]string{"RS", "FS", "IB", "CH", "LTS"}

var neuronTypeParameters = [NumNeuronTypes]Izhikevich{
	RS:  {A: 0.02, B: 0.2, C: -65, D: 8},
	FS:  {A: 0.1, B: 0.2, C: -65, D: 2},
	IB:  {A: 0.02, B: 0.2, C: -55, D: 4},
	CH:  {A: 0.02, B: 0.2, C: -50, D: 2},
	LTS: {A: 0.02, B: 0.25, C: -65, D: 2},
}

// String returns the name that databases and circuits use.
func (t NeuronType) String() string {
	if t < NumNeuronTypes {
		return neuronTypeNames[t]
	}
	return fmt.Sprintf("NeuronType(%d)", uint8(t))
}

// Parameters returns the type's Izhikevich parameters.
func (t NeuronType) Parameters() Izhikevich { return neuronTypeParameters[t] }

// ParseNeuronType returns the type of the given name; the error lists the
// names that exist.
func ParseNeuronType(name string) (NeuronType, error) {
	for t, n := range neuronTypeNames {
		if n == name {
			return NeuronType(t), nil
		}
	}
	return 0, fmt.Errorf("unknown neuron type %q (known: %s)", name, strings.Join(neuronTypeNames[:], ", "))
}
