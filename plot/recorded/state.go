package recorded

import (
	"fmt"
	"slices"

	"github.com/engine-gpu/engine-gpu/plot"
	"github.com/engine-gpu/engine-gpu/plot/bins"
	"github.com/engine-gpu/engine-gpu/record"
)

// weights reads the snapshots twice: for the range of the weights, and to
// count them.
func (r *Recording) weights() (plot.Figure, error) {
	synapses, err := r.Synapses()
	if err != nil {
		return nil, err
	}
	path, _ := r.Path(record.FieldWeights)
	for i, k := range synapses.Type {
		if int(k) >= len(synapses.TypeNames) {
			return nil, fmt.Errorf("%s: damaged: synapse %d is of type %d of %d", path, synapses.ID[i], k, len(synapses.TypeNames))
		}
	}
	read := func(add func(ticks int32, weight []float32)) error {
		inside, rows := r.spans(record.FieldWeights, true), int64(0)
		err := r.Weights(func(ticks int32, weight []float32) error {
			within, err := inside(ticks)
			rows++
			if len(weight) != len(synapses.Type) {
				return fmt.Errorf("%s: damaged: %d weights of %d synapses", path, len(weight), len(synapses.Type))
			}
			if err == nil && within {
				add(ticks, weight)
			}
			return err
		})
		return r.ended(record.FieldWeights, rows, err)
	}
	limits := bins.NewRange(len(synapses.TypeNames), synapses.Type)
	if err := read(func(_ int32, weight []float32) { limits.Add(weight) }); err != nil {
		return nil, err
	}
	counts := bins.NewWeights(synapses.TypeNames, limits)
	if err := read(counts.Add); err != nil {
		return nil, err
	}
	return &plot.Weights{Run: r.run(), Weights: counts}, nil
}

// voltages follows some of the neurons whose potential was recorded.
func (r *Recording) voltages() (plot.Figure, error) {
	ids, err := r.VNeurons()
	if err != nil {
		return nil, err
	}
	neurons, err := r.Neurons()
	if err != nil {
		return nil, err
	}
	path, _ := r.Path(record.FieldV)
	types := make([]string, len(ids))
	for i, id := range ids {
		at, known := slices.BinarySearch(neurons.ID, id)
		if !known {
			return nil, fmt.Errorf("%s: damaged: there is no neuron %d", path, id)
		}
		types[i] = neurons.Type[at]
	}
	places := some(types, plot.MaxTraces)
	v := &plot.Voltages{Run: r.run(), Of: len(ids), V: bins.NewTrack(len(places), r.every(record.FieldV))}
	for _, p := range places {
		v.Neurons = append(v.Neurons, plot.TracedNeuron{ID: ids[p], Type: types[p]})
	}
	chosen := make([]float32, len(places))
	inside, rows := r.spans(record.FieldV, false), int64(0)
	err = r.V(func(tick int32, all []float32) error {
		within, err := inside(tick)
		rows++
		if err != nil || !within {
			return err
		}
		if len(all) != len(ids) {
			return fmt.Errorf("%s: damaged: %d potentials of %d neurons", path, len(all), len(ids))
		}
		for i, p := range places {
			chosen[i] = all[p]
		}
		if !v.V.Add(tick+1, chosen) {
			return fmt.Errorf("%s: a potential is no number at tick %d", path, tick)
		}
		return nil
	})
	return v, r.ended(record.FieldV, rows, err)
}

// some chooses at most so many places, as many of each type as can be and
// evenly among its own; by type, then place.
func some(types []string, most int) []int {
	kinds := slices.Clone(types)
	slices.SortFunc(kinds, plot.CompareTypes)
	kinds = slices.Compact(kinds)
	of := make([][]int, len(kinds))
	for i, t := range types {
		k := slices.Index(kinds, t)
		of[k] = append(of[k], i)
	}
	take := make([]int, len(kinds))
	for left := min(most, len(types)); left > 0; {
		for k := range of {
			if left > 0 && take[k] < len(of[k]) {
				take[k]++
				left--
			}
		}
	}
	var places []int
	for k, n := range take {
		for i := range n {
			places = append(places, of[k][i*len(of[k])/n])
		}
	}
	return places
}
