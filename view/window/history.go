package window

import "github.com/engine-gpu/engine-gpu/view"

// What the window remembers of the frames it was given.
const (
	rasterColumns = 1000 // ticks
	rateSamples   = 150  // frames of rates, 5 s at 30 a second
)

// What a cell of the raster holds.
const (
	cellDot = 1
	cellGap = 2 // ticks that were not seen passed here
)

// history gathers what one frame alone does not show.
type history struct {
	scene   *view.Scene
	latest  *view.Frame
	seenTo  int32       // the raster's next tick
	rates   [][]float64 // per type: its last rates [Hz], oldest first
	weights []view.Weight
	shown   int32 // ticks in the raster, at most rasterColumns
}

func newHistory(scene *view.Scene) *history {
	return &history{scene: scene, rates: make([][]float64, len(scene.Types))}
}

// add takes a frame and returns the columns it adds to the raster: count of
// them, cells row by row.
func (h *history) add(f *view.Frame) (cells []byte, count int) {
	h.latest = f
	if f.Weights != nil {
		h.weights = f.Weights
	}
	for i, rate := range f.Rates {
		h.rates[i] = append(h.rates[i], rate.Hz)
		if n := len(h.rates[i]); n > rateSamples {
			h.rates[i] = h.rates[i][n-rateSamples:]
		}
	}
	return h.columns(&f.Raster)
}

// columns lays a frame's raster out. Where ticks are missing before it, its
// first column says so.
func (h *history) columns(r *view.Raster) (cells []byte, count int) {
	count, rows := int(r.To-r.From), len(h.scene.Rows)
	if count <= 0 || rows == 0 {
		return nil, 0
	}
	cells = make([]byte, count*rows)
	if r.From != h.seenTo {
		for row := range rows {
			cells[row*count] = cellGap
		}
	}
	for i, tick := range r.Tick {
		cells[int(r.Row[i])*count+int(tick-r.From)] = cellDot
	}
	h.seenTo = r.To
	h.shown = min(h.shown+int32(count), rasterColumns)
	return cells, count
}
