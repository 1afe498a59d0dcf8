package benchmarks_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/engine-gpu/engine-gpu/benchmarks"
	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

// An operation of every benchmark is one tick of a run from its start,
// learning on, hashes included: what `engine-gpu run` does in its tick loop.

// BenchmarkArena is brain, body and dish: V8's arena loop.
func BenchmarkArena(b *testing.B) {
	brain := builtin(b, "arena_v1")
	each(b, brain, func(b *testing.B) engine.Config {
		world, err := engine.NewArena(brain, engine.DefaultArenaConfig())
		if err != nil {
			b.Fatal(err)
		}
		return engine.Config{World: world}
	})
}

// BenchmarkBrain is the brain alone, under the stimulus program of V8's golden
// runs.
func BenchmarkBrain(b *testing.B) {
	for _, name := range []string{"kitchen_sink", "arena_v1", "big_layered_20pct_lr01", "megabrain", "big_layered_v1"} {
		b.Run(name, func(b *testing.B) {
			program, err := benchmarks.GoldenProgram()
			if err != nil {
				b.Fatal(err)
			}
			each(b, builtin(b, name), func(*testing.B) engine.Config { return engine.Config{Program: program} })
		})
	}
}

// each runs a brain on every backend.
func each(b *testing.B, brain *snn.Brain, config func(*testing.B) engine.Config) {
	b.Run("reference", func(b *testing.B) {
		measure(b, brain, config(b), func(opt snn.Options) (engine.Backend, error) { return cpu.NewReference(brain, opt) })
	})
	for _, threads := range []int{1, 2} {
		b.Run(fmt.Sprintf("cpu/threads=%d", threads), func(b *testing.B) {
			measure(b, brain, config(b), func(opt snn.Options) (engine.Backend, error) {
				opt.Threads = threads
				return cpu.NewBackend(brain, opt)
			})
		})
	}
}

// measure runs b.N ticks.
func measure(b *testing.B, brain *snn.Brain, cfg engine.Config, open func(snn.Options) (engine.Backend, error)) {
	backend, err := open(snn.Options{Learn: true})
	if err != nil {
		b.Fatal(err)
	}
	defer backend.Close()
	cfg.Ticks = int32(min(b.N, snn.MaxTicks))
	b.ResetTimer()
	before := processorTime()
	if _, err := engine.Run(context.Background(), brain, backend, cfg); err != nil {
		b.Fatal(err)
	}
	used := processorTime() - before
	b.ReportMetric(float64(cfg.Ticks)/b.Elapsed().Seconds(), "ticks/s")
	// What one thread uses is what it needs; several burn theirs while they
	// wait for each other.
	if backend.Threads() == 1 && used > 0 {
		b.ReportMetric(float64(cfg.Ticks)/used.Seconds(), "ticks/cpu-s")
	}
}

// builtin generates the brain of a built-in recipe with its own seed, once: the
// testing package calls a benchmark several times.
func builtin(b *testing.B, name string) *snn.Brain {
	b.Helper()
	generate, _ := brains.LoadOrStore(name, sync.OnceValues(func() (*snn.Brain, error) {
		r, err := recipe.Builtin(name)
		if err != nil {
			return nil, err
		}
		return r.Generate(r.Seed)
	}))
	brain, err := generate.(func() (*snn.Brain, error))()
	if err != nil {
		b.Fatal(err)
	}
	return brain
}

var brains sync.Map // by name
