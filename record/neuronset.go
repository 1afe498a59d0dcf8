package record

import (
	"fmt"
	"slices"
	"sort"

	"github.com/engine-gpu/engine-gpu/snn"
)

// positions returns the positions of the named neurons, ascending, each once.
func (s *NeuronSet) positions(neurons []snn.Neuron) ([]int32, error) {
	var found []int32
	for i := range s.terms {
		of, err := s.terms[i].positions(neurons)
		if err != nil {
			return nil, fmt.Errorf("--record %s: %w", s.field, err)
		}
		found = append(found, of...)
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

func (t *neuronTerm) positions(neurons []snn.Neuron) ([]int32, error) {
	if t.kind != "" {
		if _, err := snn.ParseNeuronType(t.kind); err != nil {
			return nil, err
		}
	}
	n := len(neurons)
	from := sort.Search(n, func(i int) bool { return neurons[i].ID >= t.first })
	to := sort.Search(n, func(i int) bool { return neurons[i].ID > t.last })
	if !t.all {
		switch {
		case from == to && t.first == t.last:
			return nil, fmt.Errorf("the brain has no neuron %d%s", t.first, idsOf(neurons))
		case from == to || neurons[n-1].ID < t.last:
			return nil, fmt.Errorf("the brain has no neurons %s%s", t.text, idsOf(neurons))
		}
	}
	var found []int32
	seen := 0
	for i := from; i < to; i++ {
		if t.kind != "" && neurons[i].Type.String() != t.kind {
			continue
		}
		if seen%t.step == 0 {
			found = append(found, int32(i))
		}
		seen++
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("the brain has no neuron that %s names", t.text)
	}
	return found, nil
}

// idsOf says which ids there are.
func idsOf(neurons []snn.Neuron) string {
	if len(neurons) == 0 {
		return ": it has none"
	}
	return fmt.Sprintf(": its ids are from %d to %d", neurons[0].ID, neurons[len(neurons)-1].ID)
}
