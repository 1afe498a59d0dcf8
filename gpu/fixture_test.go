//go:build linux && cgo && egl

package gpu_test

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/internal/gltest"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// needGL ends a test where no context can be opened.
func needGL(t testing.TB) {
	t.Helper()
	c, err := egl.Open(egl.Options{Device: egl.Best})
	if err != nil {
		gltest.Missing(t, "%v", err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}

// best is the configuration of the tests.
func best() gpu.Config { return gpu.Config{Device: gpu.Best} }

// altered makes backends with something changed.
func altered(a gpu.Altered) backendtest.Factory {
	a.Config.Device = gpu.Best
	return func(brain *snn.Brain, opt snn.Options) (engine.Backend, error) {
		b, err := gpu.NewAltered(brain, opt, a)
		if err != nil {
			return nil, err // and not a *Backend that is nil
		}
		return b, nil
	}
}

// open makes a backend that is closed when the test ends.
func open(t testing.TB, brain *snn.Brain, opt snn.Options, a gpu.Altered) *gpu.Backend {
	t.Helper()
	needGL(t)
	a.Config.Device = gpu.Best
	b, err := gpu.NewAltered(brain, opt, a)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return b
}

// play runs a protocol on a new backend.
func play(t testing.TB, factory backendtest.Factory, brain *snn.Brain, opt snn.Options, p backendtest.Protocol, chunk int) *backendtest.Trial {
	t.Helper()
	b, err := factory(brain, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	trial, err := backendtest.Play(b, brain, p, chunk)
	if err != nil {
		t.Fatal(err)
	}
	return trial
}

// lively drives neurons to some ten spikes a second, with rewards.
func lively(ticks int) backendtest.Drive {
	return backendtest.Drive{Ticks: ticks, Every: 40, Current: [2]float64{-2, 14}, Rewards: true}
}

// demandChange demands that in a trial weights of every type that learns moved,
// and that some developmental synapses died and others lived.
func demandChange(t testing.TB, brain *snn.Brain, trial *backendtest.Trial) {
	t.Helper()
	end := trial.End()
	var moved [snn.NumSynapseTypes]int
	died, alive := 0, 0
	for i, y := range brain.Synapses.All() {
		if end.Weight[i] != float64(float32(y.Weight)) {
			moved[y.Type]++
		}
		if y.Type == snn.Developmental {
			if end.State[i].Alive {
				alive++
			} else {
				died++
			}
		}
	}
	for _, k := range []snn.SynapseType{snn.Plastic, snn.Gated, snn.RewardPlastic, snn.Developmental} {
		if moved[k] == 0 {
			t.Errorf("the case is empty: no %s weight moved", k)
		}
	}
	if died == 0 || alive == 0 {
		t.Errorf("the case is empty: %d developmental synapses died, %d live", died, alive)
	}
}
