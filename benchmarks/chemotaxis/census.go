package main

import (
	"fmt"
	"slices"

	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

// subject is a brain that knows its circuits.
type subject struct {
	name   string
	recipe *recipe.Recipe
	brain  *snn.Brain
	layers []layer
}

// layer is the neurons of all copies of a circuit that play one role in the
// arena.
type layer struct {
	circuit string
	role    string // "sensors", "motor neurons", or "" for what lies between
	neurons []int32
}

// name is the layer's name for people.
func (l *layer) name() string {
	if l.role == "" {
		return l.circuit
	}
	return l.circuit + ", " + l.role
}

// newSubject generates a brain. A seed of 0 is the recipe's own.
func newSubject(nameOrFile string, seed int64) (*subject, error) {
	r, err := recipe.Load(nameOrFile)
	if err != nil {
		return nil, err
	}
	if seed == 0 {
		seed = r.Seed
	}
	brain, err := r.Generate(seed)
	if err != nil {
		return nil, err
	}
	return &subject{name: r.Name, recipe: r, brain: brain, layers: census(r, brain)}, nil
}

// census sorts the neurons: sensors first, motor neurons last, circuits in the
// recipe's order. A generated brain has its circuits' neurons in that order.
func census(r *recipe.Recipe, brain *snn.Brain) []layer {
	roles := map[int32]string{}
	for _, row := range brain.SensorMap {
		roles[row.Neuron] = "sensors"
	}
	for _, row := range brain.BodyMap {
		roles[row.Neuron] = "motor neurons"
	}
	var layers []layer
	first := int32(0)
	for _, c := range r.Components {
		for range c.Count {
			for range c.Circuit.Nodes {
				i := slices.IndexFunc(layers, func(l layer) bool { return l.circuit == c.Circuit.Name && l.role == roles[first] })
				if i < 0 {
					i = len(layers)
					layers = append(layers, layer{circuit: c.Circuit.Name, role: roles[first]})
				}
				layers[i].neurons = append(layers[i].neurons, first)
				first++
			}
		}
	}
	place := map[string]int{"sensors": 0, "": 1, "motor neurons": 2}
	slices.SortStableFunc(layers, func(a, b layer) int { return place[a.role] - place[b.role] })
	return layers
}

// terminals lists the neurons of the named terminals of all copies of a
// circuit.
func (s *subject) terminals(circuit string, labels ...string) (map[int32]bool, error) {
	found := map[int32]bool{}
	first := int32(0)
	for _, c := range s.recipe.Components {
		for range c.Count {
			for _, t := range c.Circuit.Terminals {
				if c.Circuit.Name == circuit && slices.Contains(labels, t.Label) {
					for _, n := range t.Nodes {
						found[first+n] = true
					}
				}
			}
			first += int32(len(c.Circuit.Nodes))
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("the recipe %s has no %s with a terminal %v", s.name, circuit, labels)
	}
	return found, nil
}
