package cpu_test

import (
	"fmt"
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TestThreadsGolden runs V8's brains under their golden protocols on different
// numbers of threads: both certificates are the same.
func TestThreadsGolden(t *testing.T) {
	for _, name := range goldenNames(t) {
		t.Run(name, func(t *testing.T) {
			g := readGolden(t, name)
			brain := g.brain(t)
			g.Protocol.Ticks = min(g.Protocol.Ticks, 2100)
			if len(brain.Neurons) > 1000 {
				g.Protocol.Ticks = 420
			}
			var want string
			for _, threads := range []int{1, 2, 3, 8, 0} {
				opt := g.options()
				opt.Threads = threads
				b, err := cpu.NewBackend(brain, opt)
				if err != nil {
					t.Fatal(err)
				}
				hash, s := snn.NewSpikeHash(), snn.NewSnapshot(brain)
				g.Protocol.run(t, b, len(brain.Neurons), func(_ int, fired *snn.Spikes) { fired.Each(hash.Add) })
				if err := b.Snapshot(s); err != nil {
					t.Fatal(err)
				}
				if err := b.Close(); err != nil {
					t.Fatal(err)
				}
				got := fmt.Sprintf("%d spikes %s, weights %s", hash.Spikes, hash.Sum(), snn.WeightHash(brain, s.Weight))
				if want == "" {
					want = got
				}
				if got != want {
					t.Errorf("%d threads: %s; 1 thread: %s", threads, got, want)
				}
			}
		})
	}
}

func TestThreadsOption(t *testing.T) {
	brain := readCorners(t)
	for _, c := range []struct{ asked, got int }{{1, 1}, {2, 2}, {77, 77}, {78, 77}, {1000, 77}, {0, 1}} {
		b, err := cpu.NewBackend(brain, snn.Options{Threads: c.asked})
		if err != nil {
			t.Fatal(err)
		}
		if b.Threads() != c.got {
			t.Errorf("asked for %d threads for 77 neurons: %d, want %d", c.asked, b.Threads(), c.got)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := cpu.NewBackend(brain, snn.Options{Threads: -1}); err == nil {
		t.Error("-1 threads is no error")
	}
}
