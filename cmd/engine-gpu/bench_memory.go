package main

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/internal/memsize"
	"github.com/engine-gpu/engine-gpu/internal/sysmem"
)

// checkMemory refuses a network that this machine's memory cannot hold.
func (r *izhRun) checkMemory() error {
	total, known := sysmem.Total()
	if need := r.config.Bytes() + r.backendBytes(); known && need > total {
		return fmt.Errorf("%s of %s need some %s of memory, here are %s: take fewer",
			plural(int64(r.config.Neurons), "neuron"), plural(int64(r.config.Fanout), "synapse"), bytesText(need), bytesText(total))
	}
	return nil
}

// backendBytes estimates what a backend adds to a network: its own weights of
// synapses that learn, the ring and the state of the neurons; on the GPU a copy
// of the synapses with all that is by synapse there.
func (r *izhRun) backendBytes() int64 {
	const (
		base          = 1 << 20
		neuron        = 50
		learning      = 100 // traces and spikes, by neuron
		weight        = 4
		deviceStatic  = 8
		deviceDynamic = 32
	)
	slots := int64(r.config.MaxDelay) + 2
	neurons, plastic := int64(r.config.Neurons), r.config.PlasticSynapses()
	bytes := base + (neuron+4*slots)*neurons
	if plastic > 0 {
		bytes += learning * neurons
	}
	if r.choice.name == backendGPU {
		return bytes + deviceDynamic*plastic + deviceStatic*(r.config.Synapses()-plastic)
	}
	return bytes + weight*plastic
}

// stateBytes is all memory of network and backend, on the host and on the
// device.
func (r *izhRun) stateBytes() int64 {
	bytes := memsize.Of(r.network, r.backend.Backend)
	if device, has := r.backend.Backend.(interface{ Allocated() int64 }); has {
		bytes += device.Allocated()
	}
	return bytes
}

// synapseBytes is the memory of the arrays by synapse.
func (r *izhRun) synapseBytes() int64 {
	switch b := r.backend.Backend.(type) {
	case interface{ SynapseArrays() []any }: // cpu
		return memsize.Of(b.SynapseArrays()...)
	case interface{ SynapseBytes() int64 }: // gpu
		return b.SynapseBytes() + memsize.Of(&r.network.Chemical)
	}
	return 0
}
