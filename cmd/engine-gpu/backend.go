package main

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// The backends. This file is the only place that knows which there are.
const (
	backendAuto      = "auto"
	backendCPU       = "cpu"
	backendReference = "reference"
)

// backendNames lists what --backend takes, the default first.
func backendNames() []string { return []string{backendAuto, backendCPU, backendReference} }

// openBackend starts a backend with a brain and returns it with its name,
// which is never auto.
func openBackend(name string, brain *snn.Brain, opt snn.Options) (engine.Backend, string, error) {
	if name == backendAuto {
		name = backendCPU
	}
	var b engine.Backend
	var err error
	switch name {
	case backendCPU:
		b, err = cpu.NewBackend(brain, opt)
	case backendReference:
		b, err = cpu.NewReference(brain, opt)
	default:
		err = fmt.Errorf("unknown backend %q", name)
	}
	return b, name, err
}
