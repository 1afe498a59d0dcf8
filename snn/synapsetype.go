package snn

import (
	"fmt"
	"strings"
)

// SynapseType is one of V8's eight synapse types.
type SynapseType uint8

// The synapse types in the order in which V8 delivers a neuron's spike; the
// gap junction delivers nothing and stands last.
const (
	Fixed SynapseType = iota
	Plastic
	Gated
	RewardPlastic
	Facilitating
	Depressing
	Developmental
	GapJunction
	NumSynapseTypes

	// NumChemicalTypes counts the types that deliver spikes: those before
	// GapJunction.
	NumChemicalTypes = int(GapJunction)
)

var synapseTypeNames = [NumSynapseTypes]string{
	"fixed", "plastic", "gated", "reward_plastic",
	"facilitating", "depressing", "developmental", "gap_junction",
}

// String returns the name that databases and recipes use.
func (t SynapseType) String() string {
	if t < NumSynapseTypes {
		return synapseTypeNames[t]
	}
	return fmt.Sprintf("SynapseType(%d)", uint8(t))
}

// Chemical reports whether the type delivers spikes.
func (t SynapseType) Chemical() bool { return t < GapJunction }

// LearnsAtTarget reports whether a spike of the target changes the synapse
// when learning is on (semantics section 1, step 8).
func (t SynapseType) LearnsAtTarget() bool {
	return t == Plastic || t == Gated || t == RewardPlastic || t == Developmental
}

// ParseSynapseType returns the type of the given name; the error lists the
// names that exist.
func ParseSynapseType(name string) (SynapseType, error) {
	for t, n := range synapseTypeNames {
		if n == name {
			return SynapseType(t), nil
		}
	}
	return 0, fmt.Errorf("unknown synapse type %q (known: %s)", name, strings.Join(synapseTypeNames[:], ", "))
}
