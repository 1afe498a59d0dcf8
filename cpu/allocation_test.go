package cpu_test

import (
	"fmt"
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TestTickAllocates shows that a tick allocates nothing once the buffers have
// grown: all synapse types, long delays, noise, learning, any number of
// threads.
func TestTickAllocates(t *testing.T) {
	shape := backendtest.Lively(300)
	shape.Delays = []int32{1, 2, 20, 70, 200}
	brain := shape.Generate(1)
	for _, threads := range []int{1, 2, 3} {
		t.Run(fmt.Sprintf("%d threads", threads), func(t *testing.T) {
			b, err := cpu.NewBackend(brain, snn.Options{Learn: true, Threads: threads})
			if err != nil {
				t.Fatal(err)
			}
			defer b.Close()
			currents := make([]float64, len(brain.Neurons))
			for i := range currents {
				currents[i] = float64(i % 15)
			}
			b.SetCurrents(currents)
			b.SetNoise(currents, 3)
			var fired snn.Spikes
			tick, spikes := 0, 0
			advance := func() {
				fired.Reset(int32(tick))
				if err := b.Advance(1, &fired); err != nil {
					t.Fatal(err)
				}
				tick++
				spikes += len(fired.Neurons)
			}
			for range 3000 {
				advance()
			}
			before := spikes
			if n := testing.AllocsPerRun(1000, advance); n != 0 {
				t.Errorf("%v allocations a tick", n)
			}
			if spikes-before < 1000 {
				t.Errorf("the case is empty: %d spikes", spikes-before)
			}
		})
	}
}
