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

// advance moves the window on by one tick, in which nothing has fired yet.
func (w *gateWindows) advance() {
	w.slot = (w.slot + 1) % snn.GateWindow
	for g := range w.history {
		w.total[g] -= w.history[g][w.slot]
		w.history[g][w.slot] = 0
	}
}

// count adds neurons that fired in this tick.
func (w *gateWindows) count(fired []int32) {
	if w.groups == nil {
		return
	}
	for _, n := range fired {
		for _, g := range w.groups[n] {
			w.history[g][w.slot]++
			w.total[g]++
		}
	}
}

// open reports whether a gate is open; gate is an index into the table's
// Gates.
func (w *gateWindows) open(gate int32) bool {
	g := &w.table.Gates[gate]
	return w.total[g.Group] >= g.Need
}
