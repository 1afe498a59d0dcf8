package main

import (
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/benchmarks/izh"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/internal/memsize"
	"github.com/engine-gpu/engine-gpu/internal/plan"
	"github.com/engine-gpu/engine-gpu/internal/sysmem"
)

// TestMemoryEstimate: network and backend hold what was planned, less what comes
// as they run.
func TestMemoryEstimate(t *testing.T) {
	for _, c := range []izh.Config{
		{Neurons: 50000, Fanout: 5, MaxDelay: 1},
		{Neurons: 50000, Fanout: 20, MaxDelay: 30, Plastic: true},
		{Neurons: 2000, Fanout: 1000, MaxDelay: 4},
		{Neurons: 2000, Fanout: 1000, MaxDelay: 2, Plastic: true},
	} {
		r := izhRun{config: c, threads: 2, choice: launch.Choice{Name: launch.BackendCPU}}
		if err := r.buildNetwork(); err != nil {
			t.Fatal(err)
		}
		if err := r.openBackend(); err != nil {
			t.Fatal(err)
		}
		defer r.backend.Close()
		held := memsize.Of(r.network, r.backend.Backend)
		m, err := r.planned()
		if err != nil {
			t.Fatal(err)
		}
		estimate := plan.Sum(m.Arrays, plan.Host)
		if float64(held) > 1.01*float64(estimate) || estimate > held+held/2 {
			t.Errorf("%+v: %d bytes held, %d planned", c, held, estimate)
		}
		if got := float64(r.synapseBytes()) / float64(c.Synapses()); !c.Plastic && c.Fanout > 100 && (got < 4 || got > 4.1) {
			t.Errorf("%+v: %.2f bytes a fixed synapse, want 4", c, got)
		}
	}
}

// TestMemoryRefusal: what does not fit the machine is refused before anything is
// built.
func TestMemoryRefusal(t *testing.T) {
	if total, known := sysmem.Total(); !known || total > 30<<30 {
		t.Skipf("%d bytes of memory (known: %v) hold every network", total, known)
	}
	r := izhRun{
		config: izh.Config{Neurons: 1 << 21, Fanout: 1000, MaxDelay: 1, Plastic: true},
		choice: launch.Choice{Name: launch.BackendGPU},
	}
	if err := r.checkMemory(); err == nil || !strings.Contains(err.Error(), "a network of 2,097,152 neurons with 1,000 synapses each would not fit: ") {
		t.Errorf("error %v", err)
	}
}
