//go:build linux && cgo && egl

package gpu_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/loader"
	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

// shared reads a database that V8 wrote. They lie beside the repository: where
// they do not the test is skipped, or fails with ENGINE_GPU_REQUIRE_SHARED=1.
func shared(t testing.TB, name string) *snn.Brain {
	t.Helper()
	file := filepath.Join("..", "..", "shared", "v8", name)
	if _, err := os.Stat(file); err != nil {
		if os.Getenv("ENGINE_GPU_REQUIRE_SHARED") == "1" {
			t.Fatalf("V8's databases are required (ENGINE_GPU_REQUIRE_SHARED=1): %v", err)
		}
		t.Skipf("SKIPPED: no databases of V8 beside this checkout: %v", err)
	}
	brain, _, err := loader.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return brain
}

// goldenProgram is the input of V8's golden runs (semantics section 7), and
// noisyProgram the same with noise.
const (
	goldenProgram = `{"tonic": 2.5, "loop": true, "rewards": {"every": 200, "values": [1, 1, -0.5]},
		"phases": [{"duration": 100, "current": 6, "targets": {"stride": 7}}, {"duration": 300, "current": 0}]}`
	noisyProgram = `{"tonic": 2, "loop": true, "rewards": {"every": 70, "values": [1, -0.5, 0.3]},
		"phases": [{"duration": 100, "noise": 4}, {"duration": 37, "current": 3, "noise": 1, "targets": {"type": "RS"}}, {"duration": 63, "current": -1}]}`
)

// course is what a run left.
type course struct {
	*backendtest.Trial
	world *engine.Arena // nil without
	alive int           // live developmental synapses
}

// run runs a brain on a new backend, in the arena if wanted.
func run(t testing.TB, factory backendtest.Factory, brain *snn.Brain, opt snn.Options, ticks int32, program string, arena bool) course {
	t.Helper()
	b, err := factory(brain, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	cfg := engine.Config{Ticks: ticks, NoiseSeed: 5}
	var c course
	if program != "" {
		if cfg.Program, err = engine.ParseProgram([]byte(program)); err != nil {
			t.Fatal(err)
		}
	}
	if arena {
		if c.world, err = engine.NewArena(brain, engine.DefaultArenaConfig()); err != nil {
			t.Fatal(err)
		}
		cfg.World = c.world
	}
	result, err := engine.Run(context.Background(), brain, b, cfg)
	if err != nil {
		t.Fatal(err)
	}
	end := snn.NewSnapshot(brain)
	if err := b.Snapshot(end); err != nil {
		t.Fatal(err)
	}
	for i, kind := range brain.Synapses.Type {
		if kind == snn.Developmental && end.State[i].Alive {
			c.alive++
		}
	}
	c.Trial = &backendtest.Trial{SpikeHash: result.SpikeHash, Snapshots: []*snn.Snapshot{end}}
	if result.Spikes == 0 {
		t.Error("the case is empty: no spikes")
	}
	t.Logf("%s: %d spikes, %s, weights %s, %d alive, %v", b.Device(), result.Spikes, result.SpikeHash[:12],
		snn.WeightHash(brain, end.Weight)[:12], c.alive, result.Wall)
	return c
}

// sameRun demands that both backends give the same certificates and state.
func sameRun(t *testing.T, brain *snn.Brain, opt snn.Options, ticks int32, program string, arena bool) (want, got course) {
	t.Helper()
	needGL(t)
	t.Parallel()
	want = run(t, backendtest.Oracle, brain, opt, ticks, program, arena)
	got = run(t, altered(gpu.Altered{}), brain, opt, ticks, program, arena)
	backendtest.SameBits(t, brain, want.Trial, got.Trial)
	return want, got
}

// TestGoldenBrains runs the brains of V8's golden runs under their program.
func TestGoldenBrains(t *testing.T) {
	learn := snn.Options{Learn: true}
	for _, c := range []struct {
		name  string
		brain func(t *testing.T) *snn.Brain
		opt   snn.Options
		ticks int32
	}{
		{"exp06_pipeline", func(t *testing.T) *snn.Brain { return shared(t, "exp06_pipeline.db") }, learn, 5000},
		{"exp12_hybrid", func(t *testing.T) *snn.Brain { return shared(t, "exp12_hybrid.db") }, learn, 5000},
		{"exp12_hybrid frozen", func(t *testing.T) *snn.Brain { return shared(t, "exp12_hybrid.db") }, snn.Options{}, 5000},
		{"kitchen_sink", func(t *testing.T) *snn.Brain { return shared(t, "kitchen_sink.db") }, learn, 5000},
		{"corners", func(t *testing.T) *snn.Brain { return shared(t, "corners.db") }, learn, 4000},
		{"corners frozen", func(t *testing.T) *snn.Brain { return shared(t, "corners.db") }, snn.Options{}, 4000},
		{"corners homeostasis", func(t *testing.T) *snn.Brain { return shared(t, "corners.db") },
			snn.Options{Learn: true, RewardHomeostasis: true}, 4000},
		{"arena_v1", func(t *testing.T) *snn.Brain { return shared(t, "arena_v1_s42.db") }, learn, 1000},
		{"arena_v1 documented", func(t *testing.T) *snn.Brain { return shared(t, "arena_v1_s42_documented.db") }, learn, 1000},
	} {
		t.Run(c.name, func(t *testing.T) { sameRun(t, c.brain(t), c.opt, c.ticks, goldenProgram, false) })
	}
}

// TestUnseenBrains runs recipes with other seeds under noise: nothing was ever
// compared on them.
func TestUnseenBrains(t *testing.T) {
	for _, name := range recipe.Names() {
		t.Run(name, func(t *testing.T) {
			brain := testbrain.Seeded(t, name, testbrain.Later, 20260707)
			ticks := int32(min(3000, 10_000_000/(len(brain.Neurons)+brain.Synapses.Len()/2)))
			sameRun(t, brain, snn.Options{Learn: true, RewardHomeostasis: true}, ticks, noisyProgram, false)
		})
	}
}

// TestDevelopmentalArena runs arena_dev_v1 through its whole critical period.
func TestDevelopmentalArena(t *testing.T) {
	brain := testbrain.Builtin(t, "arena_dev_v1", testbrain.Later)
	all := 0
	for _, kind := range brain.Synapses.Type {
		if kind == snn.Developmental {
			all++
		}
	}
	want, got := sameRun(t, brain, snn.Options{Learn: true}, 12000, goldenProgram, false)
	if got.alive != want.alive || got.alive >= all || got.alive == 0 {
		t.Errorf("%d of %d developmental synapses live, %d on cpu", got.alive, all, want.alive)
	}
}

// TestArenaLoop closes the loop: the currents of each tick depend on all
// spikes before it, through body and dish.
func TestArenaLoop(t *testing.T) {
	brain := testbrain.Builtin(t, "arena_v1", "")
	want, got := sameRun(t, brain, snn.Options{Learn: true}, 30000, "", true)
	if got.world.Body.State != want.world.Body.State {
		t.Errorf("the worm ends at %+v, on cpu at %+v", got.world.Body.State, want.world.Body.State)
	}
	if got.world.MotorSpikes == 0 || got.world.SensorySpikes == 0 {
		t.Error("the case is empty: no motor or sensory spikes")
	}
}
