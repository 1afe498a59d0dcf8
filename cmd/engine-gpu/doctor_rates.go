package main

import (
	"context"
	"fmt"

	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

// rates are the speeds with one brain [ticks/s].
type rates struct {
	Brain   string  `json:"brain"`
	Neurons int     `json:"neurons"`
	CPU     float64 `json:"cpu_ticks_per_second"`
	GPU     float64 `json:"gpu_ticks_per_second"`
}

// compareRates measures the CPU and a device with a middling and a larger
// brain, for about a second in all.
func compareRates(ctx context.Context, d gpu.Device) ([]rates, error) {
	var list []rates
	for _, name := range []string{"arena_v1", "megabrain"} {
		if ctx.Err() != nil {
			return nil, errInterrupted
		}
		r, err := recipe.Builtin(name)
		if err != nil {
			return nil, err
		}
		brain, err := r.Generate(r.Seed)
		if err != nil {
			return nil, err
		}
		entry := rates{Brain: name, Neurons: len(brain.Neurons)}
		subject := launch.BrainSubject{Brain: brain, Options: snn.Options{Learn: true}}
		if entry.CPU, err = launch.Rate(launch.Choice{Name: launch.BackendCPU}, subject); err != nil {
			return nil, err
		}
		if entry.GPU, err = launch.Rate(launch.Choice{Name: launch.BackendGPU, GPU: gpu.Config{Device: d.Index}}, subject); err != nil {
			return nil, err
		}
		list = append(list, entry)
	}
	return list, nil
}

// adviceOf says what auto would do on this machine.
func adviceOf(e *examination) string {
	if e.Software {
		return "never takes software GL: cpu"
	}
	text := "tries both with the brain at hand and takes the faster:"
	for i, r := range e.Rates {
		if i > 0 {
			text += ","
		}
		name := launch.BackendCPU
		if r.GPU > r.CPU {
			name = launch.BackendGPU
		}
		text += fmt.Sprintf(" %s for %s", name, r.Brain)
	}
	return text
}
