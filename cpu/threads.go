package cpu

import "runtime"

// threadWork is the work per tick, in neurons plus a tenth of the synapses,
// from which a further thread pays for its barriers.
const threadWork = 50000

// DefaultThreads returns the number of threads that a backend takes for a
// network of so many neurons and chemical synapses, unless it is told.
func DefaultThreads(neurons, synapses int64) int {
	return int(max(1, min(int64(runtime.GOMAXPROCS(0)), (neurons+synapses/10)/threadWork, neurons)))
}
