package benchmarks_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/benchmarks/izh"
	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/snn"
)

// BenchmarkIZH is the IZH network, with which simulators are compared; an
// operation is one tick after a warm-up, spike hash included.
func BenchmarkIZH(b *testing.B) {
	for _, neurons := range []int{10000, 100000} {
		benchmarkIZH(b, izh.Config{Neurons: neurons, Fanout: 100, MaxDelay: 1, Seed: 42})
	}
}

// BenchmarkSTDP is the IZH network whose excitatory synapses learn.
func BenchmarkSTDP(b *testing.B) {
	for _, neurons := range []int{10000, 100000} {
		benchmarkIZH(b, izh.Config{Neurons: neurons, Fanout: 100, MaxDelay: 1, Plastic: true, Seed: 42})
	}
}

func benchmarkIZH(b *testing.B, c izh.Config) {
	for _, threads := range []int{1, 2} {
		b.Run(fmt.Sprintf("%dx%d/threads=%d", c.Neurons, c.Fanout, threads), func(b *testing.B) {
			n, err := izh.Build(c)
			if err != nil {
				b.Fatal(err)
			}
			backend, err := cpu.NewNetworkBackend(n.Network, snn.Options{Learn: true, Threads: threads})
			if err != nil {
				b.Fatal(err)
			}
			defer backend.Close()
			backend.SetCurrents(slices.Repeat([]float64{izh.Drive}, c.Neurons))
			hash, spikes := snn.NewSpikeHash(), snn.Spikes{}
			advance := func(ticks int) {
				for first := 0; first < ticks; first += 256 {
					spikes.Reset(int32(first))
					if err := backend.Advance(min(256, ticks-first), &spikes); err != nil {
						b.Fatal(err)
					}
					spikes.Each(hash.Add)
				}
			}
			advance(200)
			b.ResetTimer()
			before := processorTime()
			advance(b.N)
			used := processorTime() - before
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "ticks/s")
			if threads == 1 && used > 0 {
				b.ReportMetric(float64(b.N)/used.Seconds(), "ticks/cpu-s")
			}
		})
	}
}
