package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// homeostasis pulls the sum of the reward synapses' weights on each target
// back towards its start (semantics section 2, reward).
type homeostasis struct {
	targets [][]int32 // rows per target that has two or more, in id order
	initial []float64 // sum of their weights at the start
}

func newHomeostasis(r *Reference) *homeostasis {
	h := &homeostasis{}
	perTarget := make([][]int32, len(r.v))
	for _, row := range r.rows[snn.RewardPlastic] {
		target := r.brain.Synapses.Target[row]
		perTarget[target] = append(perTarget[target], row)
	}
	for _, rows := range perTarget {
		if len(rows) >= 2 {
			h.targets = append(h.targets, rows)
			h.initial = append(h.initial, h.sum(r, rows))
		}
	}
	return h
}

func (h *homeostasis) sum(r *Reference, rows []int32) float64 {
	sum := 0.0
	for _, row := range rows {
		sum += r.weight[row]
	}
	return sum
}

func (h *homeostasis) apply(r *Reference) {
	for i, rows := range h.targets {
		sum := h.sum(r, rows)
		if sum < snn.MinHomeostaticSum {
			continue
		}
		scale := 1 + float64(0.1*(h.initial[i]/sum-1))
		for _, row := range rows {
			p := &r.brain.ParamSets[r.brain.Synapses.Params[row]]
			r.weight[row] = clamp(r.weight[row]*scale, p)
		}
	}
}
