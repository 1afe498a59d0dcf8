package main

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/snn"
)

// The backends. This file is the only place that knows which there are.
const (
	backendAuto      = "auto"
	backendCPU       = "cpu"
	backendGPU       = "gpu"
	backendReference = "reference"
)

// backendNames lists what --backend takes, the default first.
func backendNames() []string {
	return []string{backendAuto, backendCPU, backendGPU, backendReference}
}

// networkBackendNames lists those that run a network without a brain.
func networkBackendNames() []string { return []string{backendAuto, backendCPU, backendGPU} }

// backendChoice is what the flags say about the backend.
type backendChoice struct {
	name string
	gpu  gpu.Config
}

// opened is a backend that runs a brain.
type opened struct {
	engine.Backend
	name string // never auto
	why  string // why auto took it; "" if it was asked for
}

// openBackend starts a backend with a brain or a network.
func openBackend(choice backendChoice, s subject) (*opened, error) {
	o := &opened{name: choice.name}
	if o.name == backendAuto {
		o.name, o.why = decide(choice, s)
	}
	var err error
	if o.Backend, err = s.open(o.name, choice.gpu); err != nil {
		return nil, err
	}
	return o, nil
}

// subject is what a backend runs.
type subject interface {
	neurons() int
	// drive is a current that keeps the neurons busy.
	drive() float64
	open(name string, cfg gpu.Config) (engine.Backend, error)
}

// brainSubject is a brain to run.
type brainSubject struct {
	brain *snn.Brain
	opt   snn.Options
}

func (s brainSubject) neurons() int   { return len(s.brain.Neurons) }
func (s brainSubject) drive() float64 { return engine.TonicCurrent }

func (s brainSubject) open(name string, cfg gpu.Config) (engine.Backend, error) {
	switch name {
	case backendCPU:
		return cpu.NewBackend(s.brain, s.opt)
	case backendGPU:
		return gpu.New(s.brain, s.opt, cfg)
	case backendReference:
		return cpu.NewReference(s.brain, s.opt)
	}
	return nil, fmt.Errorf("unknown backend %q", name)
}

// networkSubject is a network without a brain.
type networkSubject struct {
	net     *snn.Network
	current float64
	opt     snn.Options
}

func (s networkSubject) neurons() int   { return s.net.Neurons }
func (s networkSubject) drive() float64 { return s.current }

func (s networkSubject) open(name string, cfg gpu.Config) (engine.Backend, error) {
	switch name {
	case backendCPU:
		return cpu.NewNetworkBackend(s.net, s.opt)
	case backendGPU:
		return gpu.NewNetwork(s.net, s.opt, cfg)
	}
	return nil, fmt.Errorf("the backend %s runs no network without a brain", name)
}

// profile returns the table of the kernels' times, or "" where none were
// measured.
func (o *opened) profile() (string, error) {
	if p, measures := o.Backend.(interface{ Profile() (string, error) }); measures {
		return p.Profile()
	}
	return "", nil
}
