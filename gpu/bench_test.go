//go:build linux && cgo && egl

package gpu

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/glc"
	"github.com/engine-gpu/engine-gpu/gpu/internal/egltest"
	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/snn"
)

// benchmarks/gpu/run.sh runs these with the sizes that a device is up to and
// sets them against the bytes that they must move.

// BenchmarkCopy measures what the device's memory gives: a copy of a large
// array within it, bytes read and bytes written.
func BenchmarkCopy(b *testing.B) {
	c := egltest.Open(b, egl.Options{Device: egl.Best})
	size := min(c.Info().Limits.StorageBlockSize&^0xff, 1<<30)
	if c.Info().Software {
		size = 64 << 20
	}
	egltest.Do(b, c, func() error {
		d, err := glc.New(c, glc.Options{})
		if err != nil {
			return err
		}
		defer d.Close()
		var arrays [2]*glc.Buffer
		for i := range arrays {
			if arrays[i], err = d.NewBuffer("copy", size, glc.Resident); err != nil {
				return err
			}
			if err := arrays[i].Fill(uint32(i)); err != nil {
				return err
			}
		}
		const copies = 8
		glc.Finish()
		var took time.Duration
		turns := 0
		for b.Loop() {
			start := time.Now()
			for range copies {
				if err := glc.Copy(arrays[1], 0, arrays[0], 0, size); err != nil {
					return err
				}
			}
			glc.Finish()
			took += time.Since(start)
			turns += copies
		}
		b.ReportMetric(2*float64(size)*float64(turns)/took.Seconds()/1e9, "GB/s")
		return d.Check()
	})
}

// measure measures a synthetic network: ticks by the wall clock with all spikes
// read back, and the kernels by the device's own clock.
func measure(b *testing.B, neurons, synapses int) {
	egltest.Open(b, egl.Options{Device: egl.Best})
	start := time.Now()
	net := synthetic(neurons, synapses)
	made := time.Since(start)
	for _, profile := range []bool{false, true} {
		name := "wall"
		if profile {
			name = "kernels"
		}
		b.Run(name, func(b *testing.B) {
			start := time.Now()
			x, err := NewNetwork(net, snn.Options{}, Config{Device: Best, Profile: profile})
			if err != nil {
				b.Fatal(err)
			}
			defer x.Close()
			opened := time.Since(start)
			x.SetCurrents(tenHertz(neurons))
			var spikes snn.Spikes
			advance := func(ticks int) {
				spikes.Reset(0)
				if err := x.Advance(ticks, &spikes); err != nil {
					b.Fatal(err)
				}
			}
			const ticks = 64
			for range 4 {
				advance(ticks) // into the rhythm
			}
			var fired, ran int
			began := time.Now()
			for b.Loop() {
				advance(ticks)
				fired += len(spikes.Neurons)
				ran += ticks
			}
			took := time.Since(began)
			perTick := took.Seconds() / float64(ran)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(perTick*1e6, "us/tick")
			b.ReportMetric(float64(fired)/float64(ran)/float64(neurons)*1000, "Hz")
			b.ReportMetric(float64(fired)*float64(synapses)/took.Seconds(), "events/s")
			b.ReportMetric(float64(x.Allocated())/1e6, "MB")
			b.ReportMetric(made.Seconds(), "s-made")
			b.ReportMetric(opened.Seconds(), "s-opened")
			timings, err := x.Timings()
			if err != nil {
				b.Fatal(err)
			}
			for _, t := range timings {
				b.ReportMetric(float64(t.Mean().Nanoseconds())/1e3, t.Name+"-us")
			}
		})
	}
}

// BenchmarkIntegrate moves neurons alone.
func BenchmarkIntegrate(b *testing.B) {
	for _, neurons := range []int{10_000, 100_000, 1_000_000, 10_000_000} {
		b.Run(fmt.Sprintf("neurons=%d", neurons), func(b *testing.B) { measure(b, neurons, 0) })
	}
}

// BenchmarkSynapses delivers about ten spikes a second of every neuron.
func BenchmarkSynapses(b *testing.B) {
	for _, size := range [][2]int{{10_000, 100}, {100_000, 100}, {1_000_000, 100}, {1_000_000, 1000}} {
		b.Run(fmt.Sprintf("neurons=%d/synapses=%d", size[0], size[1]), func(b *testing.B) { measure(b, size[0], size[1]) })
	}
}

// BenchmarkArena closes the loop: spikes come back and currents go out in every
// tick.
func BenchmarkArena(b *testing.B) {
	egltest.Open(b, egl.Options{Device: egl.Best})
	brain := testbrain.Builtin(b, "arena_v1", "")
	for _, profile := range []bool{false, true} {
		name := "wall"
		if profile {
			name = "kernels"
		}
		b.Run(name, func(b *testing.B) {
			x, err := New(brain, snn.Options{Learn: true}, Config{Device: Best, Profile: profile})
			if err != nil {
				b.Fatal(err)
			}
			defer x.Close()
			world, err := engine.NewArena(brain, engine.DefaultArenaConfig())
			if err != nil {
				b.Fatal(err)
			}
			const ticks = 500
			ran := 0
			start := time.Now()
			for b.Loop() {
				if _, err := engine.Run(context.Background(), brain, x, engine.Config{Ticks: ticks, World: world}); err != nil {
					b.Fatal(err)
				}
				ran += ticks
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(ran)/time.Since(start).Seconds(), "ticks/s")
			timings, err := x.Timings()
			if err != nil {
				b.Fatal(err)
			}
			for _, t := range timings {
				b.ReportMetric(float64(t.Mean().Nanoseconds())/1e3, t.Name+"-us")
			}
		})
	}
}
