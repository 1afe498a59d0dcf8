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

// openBackend starts a backend with a brain.
func openBackend(choice backendChoice, brain *snn.Brain, opt snn.Options) (*opened, error) {
	o := &opened{name: choice.name}
	if o.name == backendAuto {
		o.name, o.why = decide(choice, brain, opt)
	}
	var err error
	switch o.name {
	case backendCPU:
		o.Backend, err = cpu.NewBackend(brain, opt)
	case backendGPU:
		o.Backend, err = gpu.New(brain, opt, choice.gpu)
	case backendReference:
		o.Backend, err = cpu.NewReference(brain, opt)
	default:
		err = fmt.Errorf("unknown backend %q", o.name)
	}
	if err != nil {
		return nil, err
	}
	return o, nil
}

// profile returns the table of the kernels' times, or "" where none were
// measured.
func (o *opened) profile() (string, error) {
	if p, measures := o.Backend.(interface{ Profile() (string, error) }); measures {
		return p.Profile()
	}
	return "", nil
}
