package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

// target parts --lesion into what it goes by and whom it means. Recipes call
// circuits types, and so may --lesion where no type of neuron has the name.
func (o *forkOptions) target() (kind, value string) {
	kind, value, _ = strings.Cut(*o.lesion, "=")
	if _, err := snn.ParseNeuronType(value); kind == "type" && err != nil && isCircuit(value) {
		kind = "circuit"
	}
	return kind, value
}

func isCircuit(name string) bool {
	return slices.ContainsFunc(recipe.Circuits(), func(c *recipe.Circuit) bool { return c.Name == name })
}

// lesioned returns the positions of the neurons that --lesion names, and says
// which those are.
func (o *forkOptions) lesioned(name string, brain *snn.Brain) (positions []int32, who string, err error) {
	switch kind, value := o.target(); kind {
	case "ids":
		positions, err = neuronsByID(name, brain, value)
	case "type":
		positions, err = o.neuronsOfType(name, brain, value)
	case "circuit":
		return o.circuit(name, brain, value)
	}
	return positions, *o.lesion, err
}

func (o *forkOptions) neuronsOfType(name string, brain *snn.Brain, value string) (positions []int32, err error) {
	t, err := snn.ParseNeuronType(value)
	if err != nil {
		return nil, fmt.Errorf("--lesion: %w", err)
	}
	for i := range brain.Neurons {
		if brain.Neurons[i].Type == t {
			positions = append(positions, int32(i))
		}
	}
	if positions == nil {
		return nil, fmt.Errorf("--lesion %s: %s has no such neuron", *o.lesion, name)
	}
	return positions, nil
}

// circuit returns the neurons of all copies of a circuit. A brain does not say
// what they are, but the recipe that it was made from does.
func (o *forkOptions) circuit(name string, brain *snn.Brain, circuit string) (positions []int32, who string, err error) {
	var recipes []*recipe.Recipe
	if *o.recipe != "" {
		r, err := recipe.Load(*o.recipe)
		if err != nil {
			return nil, "", err
		}
		if !makes(r, brain) {
			return nil, "", fmt.Errorf("%s was not made from the recipe %s: their neurons differ", name, r.Name)
		}
		recipes = []*recipe.Recipe{r}
	} else if recipes, err = builtinOf(brain); err != nil {
		return nil, "", err
	}
	if len(recipes) == 0 {
		return nil, "", fmt.Errorf("--lesion %s: no built-in recipe makes neurons as those of %s, whose file does not say which are of which circuit: give the --recipe that it was made from, or ids=", *o.lesion, name)
	}
	first := recipes[0]
	positions = first.Positions(circuit)
	var names []string
	for _, r := range recipes {
		names = append(names, r.Name)
		if !slices.Equal(positions, r.Positions(circuit)) {
			return nil, "", fmt.Errorf("--lesion %s: the recipes %s and %s make neurons as those of %s, in other circuits: give --recipe", *o.lesion, first.Name, r.Name, name)
		}
	}
	if len(positions) == 0 {
		var known []string
		for _, c := range first.Components {
			known = append(known, c.Circuit.Name)
		}
		slices.Sort(known)
		return nil, "", fmt.Errorf("--lesion %s: the recipe %s has no such circuit (it has %s)", *o.lesion, first.Name, strings.Join(slices.Compact(known), ", "))
	}
	return positions, fmt.Sprintf("circuit=%s (in %s)", circuit, strings.Join(names, ", ")), nil
}

// makes reports whether a recipe makes neurons as those of the brain.
func makes(r *recipe.Recipe, brain *snn.Brain) bool {
	return slices.EqualFunc(r.Types(), brain.Neurons, func(t snn.NeuronType, n snn.Neuron) bool { return t == n.Type })
}

// builtinOf lists the built-in recipes that make neurons as those of the brain.
func builtinOf(brain *snn.Brain) (recipes []*recipe.Recipe, err error) {
	for _, name := range recipe.Names() {
		r, err := recipe.Builtin(name)
		if err != nil {
			return nil, err
		}
		if makes(r, brain) {
			recipes = append(recipes, r)
		}
	}
	return recipes, nil
}

// neuronsByID returns the positions of a list of ids and ranges.
func neuronsByID(name string, brain *snn.Brain, list string) ([]int32, error) {
	positions := map[int32]bool{}
	for item := range strings.SplitSeq(list, ",") {
		low, high, ranged := strings.Cut(item, "-")
		from, err := strconv.ParseInt(strings.TrimSpace(low), 10, 64)
		to, err2 := from, error(nil)
		if ranged {
			to, err2 = strconv.ParseInt(strings.TrimSpace(high), 10, 64)
		}
		if errors.Join(err, err2) != nil || to < from {
			return nil, fmt.Errorf("--lesion ids=%s: %q is neither a neuron's id nor a range, as in 1,2,5-9", list, item)
		}
		for _, end := range []int64{from, to} {
			if _, found := positionOf(brain, end); !found {
				return nil, fmt.Errorf("--lesion ids=%s: %s has no neuron %d: its ids are %d to %d", list, name, end, brain.Neurons[0].ID, brain.Neurons[len(brain.Neurons)-1].ID)
			}
		}
		first, _ := positionOf(brain, from)
		last, _ := positionOf(brain, to)
		for i := first; i <= last; i++ {
			positions[i] = true
		}
	}
	var sorted []int32
	for i := range brain.Neurons {
		if positions[int32(i)] {
			sorted = append(sorted, int32(i))
		}
	}
	return sorted, nil
}
