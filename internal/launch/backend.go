package launch

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/snn"
)

// The backends. This file is the only place that knows which there are.
const (
	BackendAuto      = "auto"
	BackendCPU       = "cpu"
	BackendGPU       = "gpu"
	BackendReference = "reference"
)

// BackendNames lists the backends, the default first.
func BackendNames() []string {
	return []string{BackendAuto, BackendCPU, BackendGPU, BackendReference}
}

// NetworkBackendNames lists those that run a network without a brain.
func NetworkBackendNames() []string { return []string{BackendAuto, BackendCPU, BackendGPU} }

// Choice says which backend to open.
type Choice struct {
	Name string
	GPU  gpu.Config
}

// Opened is a backend that runs a brain or a network.
type Opened struct {
	engine.Backend
	Name string // never auto
	Why  string // why auto took it; "" if it was asked for
}

// Open starts a backend with a brain or a network.
func Open(choice Choice, s Subject) (*Opened, error) {
	o := &Opened{Name: choice.Name}
	if o.Name == BackendAuto {
		o.Name, o.Why = decide(choice, s)
	}
	var err error
	if o.Backend, err = s.Open(o.Name, choice.GPU); err != nil {
		return nil, err
	}
	return o, nil
}

// Subject is what a backend runs.
type Subject interface {
	// Size is the number of neurons.
	Size() int
	// Drive is a current that keeps the neurons busy.
	Drive() float64
	// Open starts the backend of that name, which is not auto.
	Open(name string, cfg gpu.Config) (engine.Backend, error)
}

// BrainSubject is a brain to run.
type BrainSubject struct {
	Brain   *snn.Brain
	Options snn.Options
}

// Size implements Subject.
func (s BrainSubject) Size() int { return len(s.Brain.Neurons) }

// Drive implements Subject.
func (s BrainSubject) Drive() float64 { return engine.TonicCurrent }

// Open implements Subject.
func (s BrainSubject) Open(name string, cfg gpu.Config) (engine.Backend, error) {
	switch name {
	case BackendCPU:
		return cpu.NewBackend(s.Brain, s.Options)
	case BackendGPU:
		return gpu.New(s.Brain, s.Options, cfg)
	case BackendReference:
		return cpu.NewReference(s.Brain, s.Options)
	}
	return nil, fmt.Errorf("unknown backend %q", name)
}

// NetworkSubject is a network without a brain.
type NetworkSubject struct {
	Net     *snn.Network
	Current float64
	Options snn.Options
}

// Size implements Subject.
func (s NetworkSubject) Size() int { return s.Net.Neurons }

// Drive implements Subject.
func (s NetworkSubject) Drive() float64 { return s.Current }

// Open implements Subject.
func (s NetworkSubject) Open(name string, cfg gpu.Config) (engine.Backend, error) {
	switch name {
	case BackendCPU:
		return cpu.NewNetworkBackend(s.Net, s.Options)
	case BackendGPU:
		return gpu.NewNetwork(s.Net, s.Options, cfg)
	}
	return nil, fmt.Errorf("the backend %s runs no network without a brain", name)
}

// Profile returns the table of the kernels' times, or "" where none were
// measured.
func (o *Opened) Profile() (string, error) {
	if p, measures := o.Backend.(interface{ Profile() (string, error) }); measures {
		return p.Profile()
	}
	return "", nil
}
