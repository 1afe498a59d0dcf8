package main

import (
	"math"
	"slices"
)

// trains is the spikes of every neuron from a tick on. It is an
// engine.Recorder.
type trains struct {
	from  int32
	ticks [][]int32 // per neuron, ascending
}

func newTrains(neurons int, from int32) *trains {
	return &trains{from: from, ticks: make([][]int32, neurons)}
}

// Record implements engine.Recorder.
func (t *trains) Record(tick int32, fired []int32) error {
	if tick >= t.from {
		for _, n := range fired {
			t.ticks[n] = append(t.ticks[n], tick)
		}
	}
	return nil
}

// Difference is how the spikes of a layer differ between two conditions.
type Difference struct {
	Layer   string  `json:"layer"`
	Neurons int     `json:"neurons"`
	Differ  int     `json:"differ"`         // neurons that do not fire in the same ticks
	First   float64 `json:"rate_first_hz"`  // mean rate in the first condition
	Second  float64 `json:"rate_second_hz"` // and in the second
	Change  float64 `json:"rate_change_hz"` // mean over the neurons of the rate's absolute change
	role    string
	Latency *int32 `json:"latency_ticks"` // from the beginning to the first spike that differs; null: none does
}

// compare compares two conditions over a span of ticks, layer by layer.
func compare(layers []layer, first, second *trains, span int32) []Difference {
	var all []Difference
	for i := range layers {
		l := &layers[i]
		d := Difference{Layer: l.name(), role: l.role, Neurons: len(l.neurons)}
		hz := 1000 / float64(span) / float64(len(l.neurons))
		for _, n := range l.neurons {
			a, b := first.ticks[n], second.ticks[n]
			d.First += hz * float64(len(a))
			d.Second += hz * float64(len(b))
			d.Change += hz * math.Abs(float64(len(b)-len(a)))
			if tick, differs := parting(a, b); differs {
				d.Differ++
				if late := tick - first.from; d.Latency == nil || late < *d.Latency {
					d.Latency = &late
				}
			}
		}
		all = append(all, d)
	}
	return all
}

// parting returns the first tick in which only one of two trains has a spike.
func parting(a, b []int32) (tick int32, differs bool) {
	if slices.Equal(a, b) {
		return 0, false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	switch {
	case i == len(a):
		return b[i], true
	case i == len(b):
		return a[i], true
	}
	return min(a[i], b[i]), true
}
