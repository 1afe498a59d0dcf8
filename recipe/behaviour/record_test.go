package behaviour_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// record is the spikes of a run.
type record struct {
	t         *testing.T
	terminals map[string][]int32
	spikes    [][]int // ticks, per neuron
}

// neurons returns the positions that a label means.
func (r *record) neurons(label string) []int32 {
	r.t.Helper()
	name, index, one := strings.Cut(label, "[")
	neurons := r.terminals[name]
	if one {
		i, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
		if err != nil || i >= len(neurons) {
			r.t.Fatalf("%s: there is no such neuron", label)
		}
		return neurons[i : i+1]
	}
	if neurons == nil {
		r.t.Fatalf("there is no terminal %s", label)
	}
	return neurons
}

// stretch is a part of a run with constant currents.
type stretch struct {
	from, to int
	current  []float64 // per neuron
}

// stretches cuts a trial where its currents change.
func (r *record) stretches(x trial, tonic float64) []stretch {
	r.t.Helper()
	edges := []int{0, x.ticks}
	for _, pulse := range x.input {
		if pulse.from < 0 || pulse.to <= pulse.from || pulse.to > x.ticks {
			r.t.Fatalf("pulse %+v is not within %d ticks", pulse, x.ticks)
		}
		edges = append(edges, pulse.from, pulse.to)
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	var parts []stretch
	for i, from := range edges[:len(edges)-1] {
		part := stretch{from: from, to: edges[i+1], current: make([]float64, len(r.spikes))}
		for n := range part.current {
			part.current[n] = tonic
		}
		for _, pulse := range x.input {
			if pulse.from <= from && from < pulse.to {
				for _, n := range r.neurons(pulse.terminal) {
					part.current[n] += pulse.current
				}
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// times returns when the neurons of a terminal fired, in order; ticks at which
// several of them fired occur several times.
func (r *record) times(label string) []int {
	r.t.Helper()
	var times []int
	for _, n := range r.neurons(label) {
		times = append(times, r.spikes[n]...)
	}
	slices.Sort(times)
	return times
}

// count returns the spikes of a terminal in the ticks from, ..., to-1.
func (r *record) count(label string, from, to int) int {
	r.t.Helper()
	times := r.times(label)
	low, _ := slices.BinarySearch(times, from)
	high, _ := slices.BinarySearch(times, to)
	return high - low
}

// first returns the first spike of a terminal at or after a tick; it is an
// error if there is none.
func (r *record) first(label string, from int) int {
	r.t.Helper()
	times := r.times(label)
	i, _ := slices.BinarySearch(times, from)
	if i == len(times) {
		r.t.Fatalf("%s does not fire from tick %d on", label, from)
	}
	return times[i]
}

// silent demands that a terminal does not fire in the ticks from, ..., to-1.
func (r *record) silent(label string, from, to int) {
	r.t.Helper()
	if n := r.count(label, from, to); n != 0 {
		r.t.Errorf("%s has %d spikes in ticks %d to %d, want silence", label, n, from, to)
	}
}

// fires demands a number of spikes of a terminal in the ticks from, ..., to-1.
func (r *record) fires(label string, from, to, atLeast int) {
	r.t.Helper()
	if n := r.count(label, from, to); n < atLeast {
		r.t.Errorf("%s has %d spikes in ticks %d to %d, want %d or more", label, n, from, to, atLeast)
	}
}

// keepsFiring demands a number of spikes in every window of the given length.
func (r *record) keepsFiring(label string, from, to, window, atLeast int) {
	r.t.Helper()
	for start := from; start+window <= to; start += window {
		if n := r.count(label, start, start+window); n < atLeast {
			r.t.Errorf("%s has %d spikes in ticks %d to %d, want it to keep firing from %d to %d, %d or more in each %d ticks",
				label, n, start, start+window, from, to, atLeast, window)
			return
		}
	}
}
