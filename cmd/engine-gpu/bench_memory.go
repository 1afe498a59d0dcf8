package main

import (
	"fmt"
	"math"

	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/memsize"
	"github.com/engine-gpu/engine-gpu/internal/plan"
	"github.com/engine-gpu/engine-gpu/internal/sysmem"
)

// checkMemory refuses a network that this machine's memory cannot hold. What
// does not fit on a GPU is told by the device.
func (r *izhRun) checkMemory() error {
	total, known := sysmem.Total()
	if !known {
		return nil
	}
	m, err := r.planned()
	if err != nil {
		return err
	}
	if need := m.Host(); need > total {
		return fmt.Errorf("%s of %s need some %s of memory, here are %s: take fewer",
			plural(int64(r.config.Neurons), "neuron"), plural(int64(r.config.Fanout), "synapse"), bytesText(need), bytesText(total))
	}
	return nil
}

// planned is what network and backend will need on the host.
func (r *izhRun) planned() (*plan.Memory, error) {
	neurons, fanout := int64(r.config.Neurons), int64(r.config.Fanout)
	s, err := plan.NewSizer(plan.Request{
		Neurons: neurons, Fanout: fanout, MaxDelay: r.config.MaxDelay,
		Plastic: r.config.Plastic, Rate: plan.DefaultRate, Threads: r.threads,
		GPU: r.choice.Name == backendGPU, Limits: gpu.Limits{BlockSize: math.MaxInt64},
	})
	if err != nil {
		return nil, err
	}
	return s.Memory(neurons, fanout)
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
