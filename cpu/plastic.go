package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// plastic are the plastic (STDP) synapses of a part.
type plastic interface {
	// deliver sends the spikes of a tick, after depression by what the targets
	// did before.
	deliver(tick int32, fired []int32)
	// learn potentiates the synapses onto neurons of the part that fired.
	learn(tick int32, fired []int32)
	// settle brings the weights up to the state before a tick.
	settle(tick int32)
	// resume goes on from weights that were settled before a tick and the traces
	// of that time.
	resume(tick int32)
	snapshot(tick int32, to *snn.Snapshot)
}

// newPlastic picks the way in which a set learns.
func newPlastic(p *part, s *snn.SynapseSet, c *columns) plastic {
	if lazyWindow(p.net, s) > 0 {
		return newLazyPlastic(p, s, c)
	}
	return newEagerPlastic(p, s, c)
}
