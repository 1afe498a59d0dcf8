package window

import (
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/view"
)

// TestColumns lays two rasters out, between which ticks were missed.
func TestColumns(t *testing.T) {
	h := newHistory(&view.Scene{Types: make([]view.Group, 1), Rows: make([]view.Row, 2)})
	cells, count := h.add(&view.Frame{Raster: view.Raster{From: 0, To: 3, Tick: []int32{0, 2, 2}, Row: []uint16{1, 0, 1}}})
	if want := []byte{0, 0, 1, 1, 0, 1}; count != 3 || !slices.Equal(cells, want) {
		t.Errorf("first columns %v (%d), want %v", cells, count, want)
	}
	cells, count = h.add(&view.Frame{Raster: view.Raster{From: 10, To: 12, Tick: []int32{10}, Row: []uint16{1}}})
	if want := []byte{2, 0, 1, 0}; count != 2 || !slices.Equal(cells, want) {
		t.Errorf("columns behind a gap %v (%d), want %v", cells, count, want)
	}
	if h.shown != 5 {
		t.Errorf("%d ticks are shown, want 5", h.shown)
	}
}

// TestRatesAreBounded: the oldest rates go.
func TestRatesAreBounded(t *testing.T) {
	h := newHistory(&view.Scene{Types: make([]view.Group, 1)})
	for i := range rateSamples + 10 {
		h.add(&view.Frame{Rates: []view.Rate{{Hz: float64(i)}}})
	}
	if r := h.rates[0]; len(r) != rateSamples || r[0] != 10 || r[rateSamples-1] != rateSamples+9 {
		t.Errorf("%d rates from %v to %v", len(r), r[0], r[len(r)-1])
	}
}
