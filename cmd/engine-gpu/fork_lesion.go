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

// target says which neurons a lesion is of: one of three.
type target struct {
	ids     [][2]int64      // ranges of database ids, both ends included
	neurons *snn.NeuronType // all of a type
	circuit string
}

// parseTarget parses ids=1,5-9, type=RS or circuit=NAME. Recipes call circuits
// types, and so may a lesion.
func parseTarget(text string) (*target, error) {
	kind, value, _ := strings.Cut(text, "=")
	switch {
	case value == "":
	case kind == "ids":
		ranges, err := idRanges(value)
		return &target{ids: ranges}, err
	case kind == "type":
		t, err := snn.ParseNeuronType(value)
		if err != nil && slices.ContainsFunc(recipe.Circuits(), func(c *recipe.Circuit) bool { return c.Name == value }) {
			return &target{circuit: value}, nil
		}
		return &target{neurons: &t}, err
	case kind == "circuit":
		return &target{circuit: value}, nil
	}
	return nil, errors.New("must be ids=1,2,5-9, type=RS or circuit=NAME")
}

// idRanges parses ids and ranges of ids, as in 1,2,5-9.
func idRanges(list string) ([][2]int64, error) {
	var ranges [][2]int64
	for item := range strings.SplitSeq(list, ",") {
		low, high, ranged := strings.Cut(item, "-")
		from, err := strconv.ParseInt(strings.TrimSpace(low), 10, 64)
		to, err2 := from, error(nil)
		if ranged {
			to, err2 = strconv.ParseInt(strings.TrimSpace(high), 10, 64)
		}
		if errors.Join(err, err2) != nil || to < from {
			return nil, fmt.Errorf("%q is neither a neuron's id nor a range, as in 1,2,5-9", item)
		}
		ranges = append(ranges, [2]int64{from, to})
	}
	return ranges, nil
}

// lesioned returns the positions of the neurons that --lesion names, and says
// which those are.
func (o *forkOptions) lesioned(name string, brain *snn.Brain) (positions []int32, who string, err error) {
	switch t := o.target; {
	case t.circuit != "":
		return o.circuit(name, brain)
	case t.neurons != nil:
		positions, err = neuronsOfType(name, brain, *t.neurons)
	default:
		positions, err = neuronsByID(name, brain, t.ids)
	}
	if err != nil {
		return nil, "", fmt.Errorf("--lesion %s: %w", *o.lesion, err)
	}
	return positions, *o.lesion, nil
}

func neuronsOfType(name string, brain *snn.Brain, t snn.NeuronType) (positions []int32, err error) {
	for i := range brain.Neurons {
		if brain.Neurons[i].Type == t {
			positions = append(positions, int32(i))
		}
	}
	if positions == nil {
		err = fmt.Errorf("%s has no such neuron", name)
	}
	return positions, err
}

// neuronsByID returns the positions of ranges of ids.
func neuronsByID(name string, brain *snn.Brain, ranges [][2]int64) (sorted []int32, err error) {
	positions := map[int32]bool{}
	for _, ends := range ranges {
		for _, end := range ends {
			if _, found := positionOf(brain, end); !found {
				return nil, fmt.Errorf("%s has no neuron %d: its ids are %d to %d", name, end, brain.Neurons[0].ID, brain.Neurons[len(brain.Neurons)-1].ID)
			}
		}
		first, _ := positionOf(brain, ends[0])
		last, _ := positionOf(brain, ends[1])
		for i := first; i <= last; i++ {
			positions[i] = true
		}
	}
	for i := range brain.Neurons {
		if positions[int32(i)] {
			sorted = append(sorted, int32(i))
		}
	}
	return sorted, nil
}

// circuit returns the neurons of all copies of a circuit. A brain does not say
// what they are, but the recipe that it was made from does.
func (o *forkOptions) circuit(name string, brain *snn.Brain) (positions []int32, who string, err error) {
	circuit := o.target.circuit
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
