package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// gateWindows counts, per modulator group, the spikes of the last
// snn.GateWindow ticks (semantics section 1, step 6).
type gateWindows struct {
	table   *snn.GateTable
	groups  [][]int32 // per neuron: the groups it is in, with repeats; nil without gates
	history [][snn.GateWindow]int32
	total   []int32
	slot    int
}

func newGateWindows(table *snn.GateTable, neurons int) *gateWindows {
	w := &gateWindows{
		table:   table,
		history: make([][snn.GateWindow]int32, len(table.Groups)),
		total:   make([]int32, len(table.Groups)),
	}
	if len(table.Groups) > 0 {
		w.groups = make([][]int32, neurons)
	}
	for g, members := range table.Groups {
		for _, n := range members {
			w.groups[n] = append(w.groups[n], int32(g))
		}
	}
	return w
}

// add moves the window on by the tick in which the given neurons fired.
func (w *gateWindows) add(fired []int32) {
	if w.groups == nil {
		return
	}
	for g := range w.history {
		w.total[g] -= w.history[g][w.slot]
		w.history[g][w.slot] = 0
	}
	for _, n := range fired {
		for _, g := range w.groups[n] {
			w.history[g][w.slot]++
			w.total[g]++
		}
	}
	w.slot = (w.slot + 1) % snn.GateWindow
}

// open reports whether the gate of a gated synapse's parameters is open.
func (w *gateWindows) open(params int32) bool {
	gate := w.table.Gates[w.table.ByParams[params]]
	return w.total[gate.Group] >= gate.Need
}
