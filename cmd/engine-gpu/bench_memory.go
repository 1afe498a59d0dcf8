package main

import (
	"math"

	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/internal/memsize"
	"github.com/engine-gpu/engine-gpu/internal/plan"
	"github.com/engine-gpu/engine-gpu/internal/sysmem"
)

// checkMemory refuses a network that this machine's memory cannot hold. What
// does not fit on a GPU is told by the device.
func (r *izhRun) checkMemory() error {
	var host plan.HostMemory
	if r.memory != nil && r.memory.bytes > 0 {
		host = r.memory.host()
	} else {
		host.Available, host.Known = sysmem.Total()
		host.By = "all that the machine has"
	}
	if !host.Known {
		return nil
	}
	s, err := r.sizer()
	if err != nil {
		return err
	}
	neurons, fanout := int64(r.config.Neurons), int64(r.config.Fanout)
	o := s.Obstacle(neurons, fanout, host)
	if o == nil || o.Unit != plan.Bytes {
		return nil
	}
	request := plan.Request{Neurons: neurons, Fanout: fanout}
	return refused(networkText(&request), o, largestThatFits(s, &request, host))
}

// planned is what network and backend will need on the host.
func (r *izhRun) planned() (*plan.Memory, error) {
	s, err := r.sizer()
	if err != nil {
		return nil, err
	}
	return s.Memory(int64(r.config.Neurons), int64(r.config.Fanout))
}

func (r *izhRun) sizer() (*plan.Sizer, error) {
	return plan.NewSizer(plan.Request{
		Neurons: int64(r.config.Neurons), Fanout: int64(r.config.Fanout), MaxDelay: r.config.MaxDelay,
		Plastic: r.config.Plastic, Rate: plan.DefaultRate, Threads: r.threads,
		GPU: r.choice.Name == launch.BackendGPU, Limits: gpu.Limits{BlockSize: math.MaxInt64},
	})
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
