package engine_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/snn"
)

// drivenProgram has all that a program can do: phases that overlap, noise,
// rewards of both signs. Noise is for few neurons: it costs more than all else.
const drivenProgram = `{"tonic": 2.5, "phases": [
	{"duration": 100, "current": 6.0, "targets": {"stride": 7}},
	{"duration": 300, "noise": 5.0, "targets": {"stride": 50}},
	{"tick_start": 50, "tick_end": 130, "current": 1.5, "noise": 1.0, "targets": {"stride": 30}}],
	"loop": true, "rewards": {"every": 200, "values": [1.0, 1.0, -0.5]}}`

// threadedRun is a run whose certificate must not depend on the threads.
type threadedRun struct {
	name     string
	recipe   string // built-in
	defaults string // of synapses
	arena    bool   // else drivenProgram
	learn    bool
	ticks    int32
}

// certificate tells runs apart.
type certificate struct {
	spikes              int64
	spikeHash, weightsH string
}

func (r threadedRun) run(t *testing.T, brain *snn.Brain, threads int) certificate {
	t.Helper()
	backend, err := cpu.NewBackend(brain, snn.Options{Learn: r.learn, Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	defer backend.Close()
	if n := backend.Threads(); n != threads {
		t.Fatalf("%d threads, want %d", n, threads)
	}
	cfg := engine.Config{Ticks: r.ticks, NoiseSeed: 7}
	if r.arena {
		cfg.World = newArenaOf(t, brain, 42)
	} else if cfg.Program, err = engine.ParseProgram([]byte(drivenProgram)); err != nil {
		t.Fatal(err)
	}
	result, err := engine.Run(context.Background(), brain, backend, cfg)
	if err != nil {
		t.Fatal(err)
	}
	end := snn.NewSnapshot(brain)
	if err := backend.Snapshot(end); err != nil {
		t.Fatal(err)
	}
	return certificate{result.Spikes, result.SpikeHash, snn.WeightHash(brain, end.Weight)}
}

// compare runs with one thread and with 2, 3 and 8.
func (r threadedRun) compare(t *testing.T) {
	brain := testbrain.Builtin(t, r.recipe, r.defaults)
	want := r.run(t, brain, 1)
	if want.spikes < int64(r.ticks) {
		t.Fatalf("the run is empty: %d spikes in %d ticks", want.spikes, r.ticks)
	}
	stored := snn.WeightHash(brain, snn.NewSnapshot(brain).Weight)
	if learned := want.weightsH != stored; learned != r.learn {
		t.Fatalf("the run is empty: learning is %v, but that weights changed is %v", r.learn, learned)
	}
	for _, threads := range []int{2, 3, 8} {
		if got := r.run(t, brain, threads); got != want {
			t.Errorf("%d threads give %+v, one gives %+v", threads, got, want)
		}
	}
}

// TestThreadsChangeNothing: how neurons and synapses are divided among threads
// reaches neither spikes nor weights, in runs of full length. The threads take
// turns on one core: on machines with fewer cores than threads their barriers
// would else cost a hundred times the run. TestThreadsAtOnce is the other half,
// and the one for the race detector, for which -short spares the length.
func TestThreadsChangeNothing(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, r := range []threadedRun{
		{"arena", "arena_v1", "{}", true, true, 30000},
		{"program", "arena_dev_v1", testbrain.Later, false, true, 30000},
		{"arena frozen", "arena_v1", "{}", true, false, 3000},
		{"program frozen", "arena_v1", testbrain.Later, false, false, 3000},
	} {
		if testing.Short() {
			r.ticks /= 100
		}
		t.Run(fmt.Sprintf("%s %d ticks", r.name, r.ticks), r.compare)
	}
}

// TestThreadsAtOnce: nor does what threads do at the same time.
func TestThreadsAtOnce(t *testing.T) {
	for _, r := range []threadedRun{
		{"arena", "arena_v1", "{}", true, true, 600},
		{"program", "arena_dev_v1", testbrain.Later, false, true, 600},
	} {
		t.Run(r.name, r.compare)
	}
}

// TestThreadsWithFeedback: nor does feedback, whose noise is drawn by tick and
// neuron; and it gives no reward.
func TestThreadsWithFeedback(t *testing.T) {
	brain := testbrain.Builtin(t, "arena_v1", testbrain.Later)
	outcome := func(threads int, f *engine.Feedback) (*engine.Result, engine.FeedbackState) {
		backend, err := cpu.NewBackend(brain, snn.Options{Learn: true, Threads: threads})
		if err != nil {
			t.Fatal(err)
		}
		defer backend.Close()
		cfg := engine.DefaultArenaConfig()
		cfg.Seed, cfg.Feedback = 2, f
		world, err := engine.NewArena(brain, cfg)
		if err != nil {
			t.Fatal(err)
		}
		result, err := engine.Run(context.Background(), brain, backend, engine.Config{Ticks: 1500, World: world})
		if err != nil {
			t.Fatal(err)
		}
		return result, world.Feedback
	}
	f := engine.DefaultFeedback()
	want, state := outcome(1, f)
	if state.Noises == 0 || state.Pulses == 0 {
		t.Fatalf("the case is empty: %+v", state)
	}
	if want.Rewards != 0 {
		t.Errorf("%d rewards beside the feedback", want.Rewards)
	}
	for _, threads := range []int{2, 3, 8} {
		if got, s := outcome(threads, f); got.SpikeHash != want.SpikeHash || s != state {
			t.Errorf("%d threads end with %s, %+v, one with %s, %+v", threads, got.SpikeHash, s, want.SpikeHash, state)
		}
	}
	if without, _ := outcome(1, nil); without.SpikeHash == want.SpikeHash {
		t.Error("feedback changes nothing")
	}
	quiet := *f
	quiet.NoiseSD = 0
	if quiet, _ := outcome(1, &quiet); quiet.SpikeHash == want.SpikeHash {
		t.Error("the feedback's noise changes nothing")
	}
}
