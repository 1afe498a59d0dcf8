package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// fixedSet holds the fixed synapses of a part. Their weights never change, so
// they are stored as the fixed-point currents they deliver.
type fixedSet struct {
	rows
	current []int32
}

func newFixedSet(p *part, s *snn.SynapseSet) *fixedSet {
	if s == nil {
		return nil
	}
	f := &fixedSet{rows: newRows(p, s)}
	f.current = make([]int32, len(f.origin))
	for k, o := range f.origin {
		f.current[k] = snn.Quantize(s.Weight[o], p.scale)
	}
	f.origin = nil // nothing to write back
	return f
}

// deliver sends the spikes of fixed synapses.
//
//	for n in fired, k in row(n): I[t+delay[k]][target[k]] += current[k]
func (f *fixedSet) deliver(tick int32, fired []int32) {
	if f == nil {
		return
	}
	ring := &f.part.ring
	for _, n := range fired {
		for k := f.begin[n]; k < f.begin[n+1]; k++ {
			d := f.destination[k]
			if d>>snn.TargetBits == snn.LongDelay {
				ring.sendLate(tick, f.delay[k], d, f.current[k])
				continue
			}
			ring.send(tick, d, f.current[k])
		}
	}
}
