package main

import (
	"context"
	"fmt"

	"github.com/engine-gpu/engine-gpu/benchmarks/izh"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/internal/plan"
	"github.com/engine-gpu/engine-gpu/internal/sysmem"
	"github.com/engine-gpu/engine-gpu/snn"
)

// planNetwork plans a run of an IZH network.
func planNetwork(ctx context.Context, std streams, o *planOptions) error {
	r := plan.Request{
		Neurons: *o.neurons, Fanout: *o.fanout, MaxDelay: int(*o.delayMax), Plastic: *o.stdp,
		Rate: *o.rate, Threads: int(*o.threads), GPU: *o.backend == launch.BackendGPU,
	}
	if r.Rate == 0 {
		r.Rate = plan.DefaultRate
	}
	report := &planReport{
		Neurons: r.Neurons, Fanout: &r.Fanout, Synapses: r.Synapses(), DelayMax: &r.MaxDelay, STDP: &r.Plastic, Backend: launch.BackendCPU,
	}
	host := o.memory.host()
	var asked bool
	if *o.backend != launch.BackendCPU {
		r.Limits, asked = o.deviceLimits()
	}
	s, err := plan.NewSizer(r)
	if err != nil {
		return err
	}
	if obstacle := s.Obstacle(r.Neurons, r.Fanout, host); obstacle != nil {
		return refused(networkText(&r), obstacle, largestThatFits(s, &r, host))
	}
	m, err := s.Memory(r.Neurons, r.Fanout)
	if err != nil {
		return err
	}
	report.memory(m, host)
	switch *o.backend {
	case launch.BackendGPU:
		report.Backend = launch.BackendGPU
		report.device(r.Limits, asked, m, nil)
	case launch.BackendAuto:
		device, err := s.On(r.Limits).Memory(r.Neurons, r.Fanout)
		report.device(r.Limits, asked, device, err)
	}
	if *o.calibrate {
		o.note(std, "calibrating")
		if err := o.networkSpeed(ctx, report, r, asked); err != nil {
			return err
		}
	}
	return o.finish(std, report)
}

// networkSpeed foretells the speed on the backend asked for; auto takes the
// faster one, if there is a real GPU.
func (o *planOptions) networkSpeed(ctx context.Context, report *planReport, r plan.Request, device bool) error {
	names := []string{report.Backend}
	if *o.backend == launch.BackendAuto && device && report.GPU.Fits {
		names = []string{launch.BackendCPU, launch.BackendGPU}
	}
	for _, name := range names {
		if name == launch.BackendGPU && !device {
			return nil // no speed without a device
		}
		speed, err := plan.NewSpeed(ctx, r, func(net *snn.Network, threads int) (plan.Backend, error) {
			return launch.Open(launch.Choice{Name: name, GPU: gpu.Config{Device: int(*o.device)}}, launch.NetworkSubject{
				Net: net, Current: izh.Drive, Options: snn.Options{Learn: true, Threads: threads},
			})
		})
		if err != nil {
			if ctx.Err() != nil {
				return errInterrupted
			}
			return err
		}
		if report.Speed == nil || speed.TicksPerSecond > float64(report.Speed.TicksPerSecond) {
			report.Backend = name
			report.speed(speed, fmt.Sprintf("neurons that fire at %g Hz", r.Rate))
		}
	}
	return nil
}

// hostMemory is what there is for a run on this machine.
func hostMemory() plan.HostMemory {
	var h plan.HostMemory
	h.Available, h.By, h.Known = sysmem.Available()
	h.Program, _ = sysmem.Resident()
	return h
}

// networkText names a network.
func networkText(r *plan.Request) string {
	return fmt.Sprintf("a network of %s with %s each", plural(r.Neurons, "neuron"), plural(r.Fanout, "synapse"))
}

// largestThatFits says what would fit instead.
func largestThatFits(s *plan.Sizer, r *plan.Request, host plan.HostMemory) string {
	neurons := s.LargestNeurons(r.Fanout, host)
	fanout := int64(0)
	if r.Neurons <= snn.MaxNeurons {
		fanout = s.LargestFanout(r.Neurons, host)
	}
	switch {
	case neurons > 0 && fanout > 0:
		return fmt.Sprintf("; %s of %s would, or %s of %s",
			plural(neurons, "neuron"), plural(r.Fanout, "synapse"), plural(r.Neurons, "neuron"), plural(fanout, "synapse"))
	case neurons > 0:
		return fmt.Sprintf("; %s of %s would", plural(neurons, "neuron"), plural(r.Fanout, "synapse"))
	}
	return ""
}
