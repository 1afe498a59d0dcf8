package edgelist

import (
	"errors"
	"fmt"
	"unsafe"

	"github.com/engine-gpu/engine-gpu/snn"
)

// ErrMemory is the error of a brain for which Options.MaxBytes leaves no room.
var ErrMemory = errors.New("the brain needs more memory than there is for it")

// What a brain in the making takes at most [bytes]: a synapse 25, half as much
// again while its columns grow; a neuron its row, its number and its position.
const (
	synapseBytes = 38
	neuronBytes  = int64(unsafe.Sizeof(snn.Neuron{})) + 24
)

// checkRoom refuses a brain of so many neurons and synapses for which there is
// no room, before any is made for it.
func (o *Options) checkRoom(neurons int, synapses float64) error {
	need := float64(neuronBytes*int64(neurons)) + float64(synapseBytes*synapses)
	if o.MaxBytes == 0 || need <= float64(o.MaxBytes) {
		return nil
	}
	return fmt.Errorf("%w: some %.0f MiB for %d neurons and about %.0f synapses, and %d MiB are left; that is room for some %.0f synapses",
		ErrMemory, need/(1<<20), neurons, synapses, o.MaxBytes>>20, max(0, float64(o.MaxBytes-neuronBytes*int64(neurons))/synapseBytes))
}
