package view

import "github.com/engine-gpu/engine-gpu/snn"

// noRow marks a neuron that the raster does not show.
const noRow = 1<<12 - 1

// spikeWindow keeps the spikes of the last RasterTicks ticks that were
// recorded: those of the raster's rows one by one, all others as counts by
// type.
type spikeWindow struct {
	// Per neuron: its raster row, or noRow, above its group. One load a spike.
	place []uint16
	size  []int // neurons of each group

	from, to int32      // the ticks in the window; empty: from == to
	rows     [][]uint16 // by tick modulo RasterTicks
	counts   [][snn.NumNeuronTypes]int32
}

// placeBits leaves room for noRow beside three bits of group.
const groupBits = 3

func newSpikeWindow(brain *snn.Brain, scene *Scene) *spikeWindow {
	w := &spikeWindow{
		place: make([]uint16, len(brain.Neurons)),
		rows:  make([][]uint16, RasterTicks), counts: make([][snn.NumNeuronTypes]int32, RasterTicks),
	}
	group := map[string]uint16{}
	for i, g := range scene.Types {
		group[g.Name] = uint16(i)
		w.size = append(w.size, g.Neurons)
	}
	for i := range brain.Neurons {
		w.place[i] = noRow<<groupBits | group[brain.Neurons[i].Type.String()]
	}
	for row, r := range scene.Rows {
		w.place[r.Neuron] = uint16(row)<<groupBits | uint16(r.Type)
	}
	return w
}

// add records a tick.
func (w *spikeWindow) add(tick int32, fired []int32) {
	if tick != w.to {
		w.from = tick // ticks before it were not recorded
	}
	w.to = tick + 1
	w.from = max(w.from, w.to-RasterTicks)
	slot := tick % RasterTicks
	rows := w.rows[slot][:0]
	var counts [1 << groupBits]int32
	for _, n := range fired {
		p := w.place[n]
		counts[p&(1<<groupBits-1)]++
		if row := p >> groupBits; row != noRow {
			rows = append(rows, row)
		}
	}
	w.rows[slot] = rows
	copy(w.counts[slot][:], counts[:])
}

// forget empties the window.
func (w *spikeWindow) forget() { w.from = w.to }

// raster returns the window's spikes.
func (w *spikeWindow) raster() Raster {
	r := Raster{From: w.from, To: w.to}
	spikes := 0
	for tick := w.from; tick < w.to; tick++ {
		spikes += len(w.rows[tick%RasterTicks])
	}
	r.Tick, r.Row = make([]int32, 0, spikes), make([]uint16, 0, spikes)
	for tick := w.from; tick < w.to; tick++ {
		for _, row := range w.rows[tick%RasterTicks] {
			r.Tick = append(r.Tick, tick)
			r.Row = append(r.Row, row)
		}
	}
	return r
}

// rates returns how often the neurons of each of the scene's types fired in
// the window, nil if it is empty.
func (w *spikeWindow) rates(scene *Scene) []Rate {
	if w.from == w.to {
		return nil
	}
	rates := make([]Rate, len(scene.Types))
	for i, g := range scene.Types {
		sum := int64(0)
		for tick := w.from; tick < w.to; tick++ {
			sum += int64(w.counts[tick%RasterTicks][i])
		}
		rates[i] = Rate{g.Name, float64(sum) / float64(g.Neurons) / (float64(w.to-w.from) * tickSeconds)}
	}
	return rates
}

// tickSeconds is the brain's time of one tick [s].
const tickSeconds = 0.001
