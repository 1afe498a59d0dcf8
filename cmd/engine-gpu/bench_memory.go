package main

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/internal/memsize"
	"github.com/engine-gpu/engine-gpu/internal/sysmem"
)

// checkMemory refuses a network that this machine's memory cannot hold.
func (r *izhRun) checkMemory() error {
	need := r.config.Bytes() + r.backendBytes()
	if total, known := sysmem.Total(); known && need > total {
		return fmt.Errorf("%s neurons of %s synapses need some %s of memory, here are %s: take fewer",
			grouped(int64(r.config.Neurons)), grouped(int64(r.config.Fanout)), bytesText(need), bytesText(total))
	}
	return nil
}

// backendBytes estimates what a backend adds to a network: its own weights of
// synapses that learn, the ring and the state of the neurons; on the GPU a copy
// of the synapses with all that is by synapse there.
func (r *izhRun) backendBytes() int64 {
	const (
		neuron        = 100
		weight        = 4
		deviceStatic  = 8
		deviceDynamic = 32
	)
	slots := int64(r.config.MaxDelay) + 2
	bytes := (neuron + 4*slots) * int64(r.config.Neurons)
	learning := r.config.PlasticSynapses()
	if r.choice.name == backendGPU {
		return bytes + deviceDynamic*learning + deviceStatic*(r.config.Synapses()-learning)
	}
	return bytes + weight*learning
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
