package view

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/testbrain"
)

// TestSpikeWindow: after a gap the window begins anew, and it never reaches
// back further than RasterTicks.
func TestSpikeWindow(t *testing.T) {
	brain := testbrain.Arena(t)
	scene := newScene(brain, nil)
	w := newSpikeWindow(brain, scene)
	neuron := scene.Rows[7].Neuron
	check := func(from, to int32) {
		t.Helper()
		r := w.raster()
		if r.From != from || r.To != to || len(r.Tick) != int(to-from) {
			t.Fatalf("the window has ticks %d to %d and %d spikes, want %d to %d and one a tick", r.From, r.To, len(r.Tick), from, to)
		}
		for i, tick := range r.Tick {
			if tick != from+int32(i) || r.Row[i] != 7 {
				t.Fatalf("spike %d is of row %d in tick %d", i, r.Row[i], tick)
			}
		}
		rate := w.rates(scene)[scene.Rows[7].Type]
		if want := 1000 / float64(scene.Types[scene.Rows[7].Type].Neurons); rate.Hz != want {
			t.Fatalf("a rate of %v Hz, want %v", rate.Hz, want)
		}
	}
	for tick := range int32(300) {
		w.add(tick, []int32{neuron})
	}
	check(0, 300)
	for tick := int32(600); tick < 700; tick++ {
		w.add(tick, []int32{neuron})
	}
	check(600, 700)
	for tick := int32(700); tick < 2000; tick++ {
		w.add(tick, []int32{neuron})
	}
	check(2000-RasterTicks, 2000)
	w.forget()
	if r := w.raster(); r.From != r.To || w.rates(scene) != nil {
		t.Error("the window forgets nothing")
	}
}
