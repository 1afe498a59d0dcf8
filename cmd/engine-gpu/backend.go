package main

import "github.com/engine-gpu/engine-gpu/internal/launch"

// The backends, as package launch knows them.
const (
	backendAuto      = launch.BackendAuto
	backendCPU       = launch.BackendCPU
	backendGPU       = launch.BackendGPU
	backendReference = launch.BackendReference
)

type (
	backendChoice  = launch.Choice
	opened         = launch.Opened
	subject        = launch.Subject
	brainSubject   = launch.BrainSubject
	networkSubject = launch.NetworkSubject
)

// backendNames lists what --backend takes, the default first.
func backendNames() []string { return launch.BackendNames() }

// networkBackendNames lists those that run a network without a brain.
func networkBackendNames() []string { return launch.NetworkBackendNames() }

// openBackend starts a backend with a brain or a network.
func openBackend(choice backendChoice, s subject) (*opened, error) { return launch.Open(choice, s) }
