//go:build linux && cgo && egl

package gpu

import (
	"github.com/engine-gpu/engine-gpu/gpu/glc"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Reward implements engine.Backend.
func (b *Backend) Reward(amount float64) error {
	m, effective := snn.RewardAmount(amount)
	return b.do(func() error {
		if !effective || b.net.Chemical[snn.RewardPlastic] == nil {
			return nil
		}
		var s setter
		s.int(b.kernels.reward, "tick", b.tick)
		s.float(b.kernels.reward, "amount", m)
		if s.err != nil {
			return s.err
		}
		if err := b.overDynamic(b.kernels.reward); err != nil {
			return err
		}
		if b.homeostasis != nil {
			return b.homeostasis.apply(b)
		}
		return nil
	})
}

// homeostasis rescales reward weights per target. It divides, which GL does not
// do the same everywhere, and so runs on the host; rewards are rare.
type homeostasis struct {
	columns [][]synapseRef // per neuron with two or more reward synapses, by source
	initial []float32      // sum of their weights at the start
}

// synapseRef names a dynamic synapse.
type synapseRef struct{ shard, k int32 }

func newHomeostasis(l *layout) *homeostasis {
	columns := make([][]synapseRef, l.net.Neurons)
	weights := make([][]float32, len(l.shards))
	for i, s := range l.shards {
		weights[i] = s.weights
		for k := range s.links {
			if link := &s.links[k]; snn.SynapseType(l.classes[link.ClassID].Type) == snn.RewardPlastic {
				columns[link.Target] = append(columns[link.Target], synapseRef{int32(i), int32(k)})
			}
		}
	}
	h := &homeostasis{}
	for _, column := range columns {
		if len(column) >= 2 {
			h.columns = append(h.columns, column)
			h.initial = append(h.initial, sumOf(weights, column))
		}
	}
	return h
}

func sumOf(weights [][]float32, column []synapseRef) float32 {
	var sum float32
	for _, r := range column {
		sum += weights[r.shard][r.k]
	}
	return sum
}

func (h *homeostasis) apply(b *Backend) error {
	weights := make([][]float32, len(b.layout.shards))
	r := reader{}
	for i := range weights {
		weights[i] = readAll[float32](&r, b.buffers.shards[i][snn.BindWeights])
	}
	if r.err != nil {
		return r.err
	}
	for i, column := range h.columns {
		scale, any := snn.HomeostaticScale(h.initial[i], sumOf(weights, column))
		if !any {
			continue
		}
		for _, r := range column {
			w := &weights[r.shard][r.k]
			c := b.layout.classes[b.layout.shards[r.shard].links[r.k].ClassID]
			bounds := snn.Class{WMin: c.WMin, WMax: c.WMax}
			*w = bounds.Bounded(float32(*w * scale))
		}
	}
	for i := range b.layout.shards {
		if err := glc.Upload(b.buffers.shards[i][snn.BindWeights], 0, weights[i]); err != nil {
			return err
		}
	}
	return nil
}
