package recipe

import "github.com/engine-gpu/engine-gpu/snn"

// Positions returns the positions of all neurons that copies of a circuit have
// in the recipe's brain, ascending: the same for every seed. There are none
// where the recipe has no such circuit.
func (r *Recipe) Positions(circuit string) []int32 {
	var positions []int32
	for _, in := range r.place() {
		if in.circuit.Name == circuit {
			for i := range in.circuit.Nodes {
				positions = append(positions, in.first+int32(i))
			}
		}
	}
	return positions
}

// Types returns the types of all neurons of the recipe's brain by position.
func (r *Recipe) Types() []snn.NeuronType {
	var types []snn.NeuronType
	for _, in := range r.place() {
		for i := range in.circuit.Nodes {
			types = append(types, in.circuit.Nodes[i].Type)
		}
	}
	return types
}
