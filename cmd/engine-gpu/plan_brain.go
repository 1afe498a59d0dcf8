package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/internal/plan"
	"github.com/engine-gpu/engine-gpu/internal/sysmem"
	"github.com/engine-gpu/engine-gpu/snn"
)

// leastSynapseBytes is what every backend holds of a synapse beside its row, at
// least.
const leastSynapseBytes = 8

// planBrain plans a run of a brain, in the arena if it has both maps: it reads
// the brain, starts the backend and runs it for about a second.
func planBrain(ctx context.Context, std streams, o *planOptions) (err error) {
	host := o.memory.host()
	if o.memory.bytes > 0 { // before it is read
		if err := o.memory.checkBrain(*o.brain, memorySubject{backend: *o.backend, threads: int(*o.threads), backends: 1}); err != nil {
			return err
		}
	}
	brain, warnings, err := launch.Read(ctx, *o.brain)
	if err != nil {
		return err
	}
	for _, w := range warnings {
		std.warn("%s: %s", *o.brain, w)
	}
	report := &planReport{Brain: *o.brain, Neurons: int64(len(brain.Neurons)), Synapses: float64(brain.Synapses.Len())}
	least := plan.Sum(plan.Of(brain, nil, "", nil), plan.Host) + leastSynapseBytes*int64(brain.Synapses.Len()) + host.Program
	if host.Known && least > host.Available {
		return refused(*o.brain, &plan.Obstacle{Limit: plan.LimitHost, Needs: least, Has: host.Available, Unit: plan.Bytes, Text: host.By}, "")
	}
	limits, asked := gpu.Limits{}, false
	if *o.backend == launch.BackendAuto || *o.backend == launch.BackendGPU {
		limits, asked = o.deviceLimits()
	}
	if *o.backend == launch.BackendGPU && !asked {
		return o.planBrainWithoutDevice(std, report, brain, limits, host)
	}
	b, err := launch.Open(launch.Choice{Name: *o.backend, GPU: gpu.Config{Device: int(*o.device)}}, launch.BrainSubject{
		Brain: brain, Options: snn.Options{Learn: true, Threads: int(*o.threads)},
	})
	if err != nil {
		return fmt.Errorf("%s: %w", *o.brain, err)
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	report.Backend = b.Name
	if *o.calibrate {
		o.note(std, "calibrating")
		if err := o.brainSpeed(ctx, report, brain, b); err != nil {
			return err
		}
	}
	net := networkOf(b)
	m := &plan.Memory{Arrays: plan.Of(brain, net, b.Name, b.Backend)}
	// What reading and compiling took for a while, this process has just shown.
	if peak, known := sysmem.Peak(); known {
		m.Scratch = max(0, peak-m.Host()-host.Program)
	}
	report.memory(m, host)
	if net != nil && *o.backend != launch.BackendCPU {
		device := &plan.Memory{}
		report.device(limits, asked, device, device.AddNetwork(net, limits))
	}
	return o.finish(std, report)
}

// planBrainWithoutDevice plans the memory of a brain for a GPU that is not
// here.
func (o *planOptions) planBrainWithoutDevice(std streams, report *planReport, brain *snn.Brain, limits gpu.Limits, host plan.HostMemory) error {
	net, err := snn.Compile(brain)
	if err != nil {
		return fmt.Errorf("%s: %w", *o.brain, err)
	}
	m := &plan.Memory{Arrays: plan.Of(brain, net, "", nil)}
	if err := m.AddNetwork(net, limits); err != nil {
		return refused(*o.brain, &plan.Obstacle{Limit: plan.LimitDevice, Text: fmt.Sprintf("%s: %v", limits.Name, err)}, "")
	}
	report.Backend = launch.BackendGPU
	report.memory(m, host)
	report.device(limits, false, m, nil)
	return o.finish(std, report)
}

// brainSpeed runs the brain as the command run would.
func (o *planOptions) brainSpeed(ctx context.Context, report *planReport, brain *snn.Brain, b *launch.Opened) error {
	var world engine.World
	if brain.HasArenaMaps() {
		arena, err := engine.NewArena(brain, engine.DefaultArenaConfig())
		if err != nil {
			return err
		}
		world = arena
	}
	speed, err := plan.BrainSpeed(ctx, brain, b, world, *o.rate)
	if ctx.Err() != nil {
		return errInterrupted
	}
	if err != nil {
		return err
	}
	where := "alone"
	if world != nil {
		where = "in the arena"
	}
	report.speed(speed, fmt.Sprintf("the brain %s, with neurons that fire at %.3g Hz", where, speed.Rate))
	return nil
}

// networkOf returns the network that a backend runs; nil where it runs the
// brain itself.
func networkOf(b *launch.Opened) *snn.Network {
	if n, has := b.Backend.(interface{ Network() *snn.Network }); has {
		return n.Network()
	}
	return nil
}
