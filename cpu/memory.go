package cpu

// SynapseArrays lists what holds the arrays whose length is the number of
// synapses, for an account of their memory.
func (b *Backend) SynapseArrays() []any {
	arrays := []any{&b.net.Chemical, &b.sets}
	for _, p := range b.parts {
		if s, eager := p.plastic.(*eagerPlastic); eager {
			arrays = append(arrays, s.incoming, s.pre, s.post)
		}
	}
	return arrays
}
