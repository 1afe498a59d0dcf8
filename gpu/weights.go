//go:build linux && cgo && egl

package gpu

import "github.com/engine-gpu/engine-gpu/snn"

// Weights returns the present weights of a type's synapses, in the order of the
// network's set: nil where it has none, and for fixed synapses, whose weights
// never change.
func (b *Backend) Weights(t snn.SynapseType) ([]float32, error) {
	if !t.Chemical() || t == snn.Fixed || b.net.Chemical[t] == nil {
		return nil, nil
	}
	all := make([]float32, 0, b.net.Chemical[t].Len())
	err := b.do(func() error {
		for i, s := range b.layout.shards {
			r := reader{}
			weights := readAll[float32](&r, b.buffers.shards[i][snn.BindWeights])
			if r.err != nil {
				return r.err
			}
			all = b.appendWeights(all, weights, s, t)
		}
		return nil
	})
	return all, err
}

// appendWeights picks those of a type out of the weights of a shard, in which
// the synapses of a source lie one type after the other.
func (b *Backend) appendWeights(all, weights []float32, s *shard, t snn.SynapseType) []float32 {
	first := 0
	for n := s.first; n < s.end; n++ {
		for other, set := range b.net.Chemical {
			if set == nil || snn.SynapseType(other) == snn.Fixed {
				continue
			}
			end := first + int(set.Begin[n+1]-set.Begin[n])
			if snn.SynapseType(other) == t {
				all = append(all, weights[first:end]...)
			}
			first = end
		}
	}
	return all
}

// SynapseBytes returns the memory of the arrays whose length is the number of
// synapses, on the device and, less the network's own, on the host.
func (b *Backend) SynapseBytes() int64 {
	var bytes int64
	for i, s := range b.layout.shards {
		for _, buffer := range b.buffers.shards[i] {
			if buffer != nil {
				bytes += buffer.Bytes()
			}
		}
		bytes += sizeOf[snn.DeviceLink]()*int64(cap(s.links)) + sizeOf[int32]()*int64(cap(s.origin))
	}
	return bytes
}
