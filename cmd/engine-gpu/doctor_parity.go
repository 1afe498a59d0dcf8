package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

//go:embed doctor_recipe.json
var doctorRecipe []byte

// parityProgram keeps every neuron of the doctor's brain busy.
const parityProgram = `{"tonic": 2.5, "phases": [
	{"duration": 60, "current": 6, "targets": {"stride": 3}},
	{"duration": 90, "current": 1, "noise": 2}], "loop": true,
	"rewards": {"every": 100, "values": [1, -0.5]}}`

// parityTicks is the length of the comparison: beyond the pruning.
const parityTicks = 2500

// parity is a run of the doctor's brain on the CPU and on the device.
type parity struct {
	Neurons  int    `json:"neurons"`
	Synapses int    `json:"synapses"`
	Types    int    `json:"synapse_types"`
	Ticks    int32  `json:"ticks"`
	Spikes   int64  `json:"spikes"`
	Equal    bool   `json:"equal"`
	Finding  string `json:"finding,omitempty"`
}

func (p *parity) text() string {
	what := fmt.Sprintf("%s, %s of %d types, %s, %s", plural(int64(p.Neurons), "neuron"), plural(int64(p.Synapses), "synapse"),
		p.Types, plural(int64(p.Ticks), "tick"), plural(p.Spikes, "spike"))
	if p.Equal {
		return what + ": equal to the CPU, spikes and weights"
	}
	return what + ": DIFFERS from the CPU: " + p.Finding
}

// doctorBrain generates the doctor's brain.
func doctorBrain() (*snn.Brain, error) {
	r, err := recipe.Parse("doctor", doctorRecipe)
	if err != nil {
		return nil, err
	}
	return r.Generate(r.Seed)
}

// outcome is what a run is compared by.
type outcome struct {
	result  *engine.Result
	weights string
}

// compareWithCPU runs the doctor's brain on both.
func compareWithCPU(ctx context.Context, device int) (*parity, error) {
	brain, err := doctorBrain()
	if err != nil {
		return nil, err
	}
	var outcomes [2]outcome
	for i, name := range []string{launch.BackendCPU, launch.BackendGPU} {
		choice := launch.Choice{Name: name, GPU: gpu.Config{Device: device}}
		if outcomes[i], err = parityRun(ctx, choice, brain); err != nil {
			return nil, fmt.Errorf("small brain on %s: %w", name, err)
		}
	}
	p := &parity{
		Neurons: len(brain.Neurons), Synapses: brain.Synapses.Len(), Types: countTypes(brain),
		Ticks: parityTicks, Spikes: outcomes[0].result.Spikes,
	}
	p.Finding = difference(outcomes[0], outcomes[1])
	p.Equal = p.Finding == ""
	return p, nil
}

// parityRun runs the doctor's brain on one backend.
func parityRun(ctx context.Context, choice launch.Choice, brain *snn.Brain) (o outcome, err error) {
	program, err := engine.ParseProgram([]byte(parityProgram))
	if err != nil {
		return o, err
	}
	b, err := launch.Open(choice, launch.BrainSubject{Brain: brain, Options: snn.Options{Learn: true, Threads: 1}})
	if err != nil {
		return o, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	var marks []int32
	for tick := int32(1); tick <= parityTicks; tick++ {
		marks = append(marks, tick)
	}
	o.result, err = engine.Run(ctx, brain, b, engine.Config{Ticks: parityTicks, Program: program, NoiseSeed: 1, Marks: marks})
	if err != nil {
		return o, err
	}
	if o.result.Interrupted {
		return o, errInterrupted
	}
	snapshot := snn.NewWeightSnapshot(brain)
	if err := b.Snapshot(snapshot); err != nil {
		return o, err
	}
	o.weights = snn.WeightHash(brain, snapshot.Weight)
	return o, nil
}

// difference names the first tick in which two runs differ, or "".
func difference(want, have outcome) string {
	for i, m := range want.result.Marks {
		if m != have.result.Marks[i] {
			return fmt.Sprintf("first in tick %d (%d spikes so far, the CPU %d)", m.Tick-1, have.result.Marks[i].Spikes, m.Spikes)
		}
	}
	if want.weights != have.weights {
		return "only the weights at the end"
	}
	return ""
}

func countTypes(brain *snn.Brain) int {
	seen := map[snn.SynapseType]bool{}
	for _, t := range brain.Synapses.Type {
		seen[t] = true
	}
	return len(seen)
}
