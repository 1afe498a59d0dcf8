package sweep

import (
	"context"
	"errors"
	"math"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/worm"
)

const small = `{
  "name": "small", "seed": 3,
  "components": [
    {"type": "sensory_bank", "count": 2, "layer": 0},
    {"type": "mechanosensory", "count": 2, "layer": 0},
    {"type": "binary_decision", "count": 1, "layer": 1},
    {"type": "forward_motor", "count": 4, "layer": 2},
    {"type": "backward_motor", "count": 2, "layer": 2}
  ],
  "projections": [
    {"from_type": "sensory_bank", "to_type": "binary_decision", "weight": 10, "probability": 1},
    {"from_type": "binary_decision", "to_type": "forward_motor", "weight": 20, "probability": 1, "synapse_type": "reward_plastic"}
  ]
}`

// config is a sweep over one network that all starts share.
func config(t *testing.T, ticks int32) Config {
	t.Helper()
	brain := testbrain.FromRecipe(t, small)
	net, err := snn.Compile(brain)
	if err != nil {
		t.Fatal(err)
	}
	return Config{
		Brain: brain, Ticks: ticks, StartDistance: 20, SensoryGain: engine.DefaultSensoryGain, Jobs: 1,
		Open: func(learn bool) (engine.Backend, error) {
			return cpu.NewNetworkBackend(net, snn.Options{Learn: learn, Threads: 1})
		},
	}
}

// collect runs the tasks and returns the starts in order.
func collect(t *testing.T, cfg Config, tasks []Task) []Done {
	t.Helper()
	var done []Done
	cfg.Finished = func(d Done) error { done = append(done, d); return nil }
	if err := Run(context.Background(), cfg, tasks); err != nil {
		t.Fatal(err)
	}
	Sort(done)
	return done
}

// TestRunIsTheRun: every start is the run of its seed and its learning, however
// many run beside it, and whatever ran on the network before.
func TestRunIsTheRun(t *testing.T) {
	cfg := config(t, 2000)
	tasks := Tasks(40, 4, true, false)
	var ticks atomic.Int64
	cfg.Progress = func(n int32) { ticks.Add(int64(n)) }
	var learned atomic.Int64
	open := cfg.Open
	cfg.Open = func(learn bool) (engine.Backend, error) {
		if learn {
			learned.Add(1)
		}
		return open(learn)
	}
	one := collect(t, cfg, tasks)
	if ticks.Load() != 8*2000 {
		t.Errorf("%d ticks of progress, want 16000", ticks.Load())
	}
	for _, jobs := range []int{2, 3, 20} {
		cfg.Jobs = jobs
		if many := collect(t, cfg, tasks); !reflect.DeepEqual(one, many) {
			t.Errorf("%d jobs give\n%+v\none gives\n%+v", jobs, many, one)
		}
	}
	want := Tasks(40, 4, true)
	want = append(want, Tasks(40, 4, false)...)
	if len(one) != len(want) || learned.Load() != 4*4 {
		t.Fatalf("%d starts, want %d; %d backends that learn, want 16", len(one), len(want), learned.Load())
	}
	for i, d := range one {
		if d.Task() != want[i] {
			t.Errorf("start %d is %v, want %v", i, d.Task(), want[i])
		}
		arenaConfig := engine.DefaultArenaConfig()
		arenaConfig.Seed = d.Seed
		world, err := engine.NewArena(cfg.Brain, arenaConfig)
		if err != nil {
			t.Fatal(err)
		}
		backend, err := cpu.NewBackend(cfg.Brain, snn.Options{Learn: d.Learn})
		if err != nil {
			t.Fatal(err)
		}
		alone, err := engine.Run(context.Background(), cfg.Brain, backend, engine.Config{Ticks: cfg.Ticks, World: world})
		if err != nil {
			t.Fatal(err)
		}
		backend.Close()
		if d.SpikeHash != alone.SpikeHash || d.Spikes != alone.Spikes || d.Index != world.Chemotaxis.Index() || d.MinDistance != world.Chemotaxis.Min {
			t.Errorf("seed %d, learning %v: %+v, the run gives %+v", d.Seed, d.Learn, d.Start, alone)
		}
		last := len(d.Path.Tick) - 1
		if last != 40 || d.Path.Tick[0] != 0 || d.Path.Tick[1] != 50 || d.Path.Tick[last] != 2000 ||
			d.Path.X[last] != float32(world.Body.X) || d.Path.Y[last] != float32(world.Body.Y) {
			t.Errorf("seed %d: path %+v", d.Seed, d.Path)
		}
	}
}

// TestRunEndsEarly: what is finished when the context ends counts, what is not
// does not, and nothing new begins.
func TestRunEndsEarly(t *testing.T) {
	cfg := config(t, 1000)
	ctx, cancel := context.WithCancel(context.Background())
	var seeds []uint32
	cfg.Finished = func(d Done) error {
		if seeds = append(seeds, d.Seed); len(seeds) == 3 {
			cancel()
		}
		return nil
	}
	if err := Run(ctx, cfg, Tasks(1, 1000, true)); err != nil || !reflect.DeepEqual(seeds, []uint32{1, 2, 3}) {
		t.Errorf("starts %v, error %v", seeds, err)
	}
}

// TestRunDropsHalves: a start that the context cuts short is none.
func TestRunDropsHalves(t *testing.T) {
	cfg := config(t, 1000000)
	ctx, cancel := context.WithCancel(context.Background())
	cfg.Progress = func(int32) { cancel() }
	cfg.Finished = func(d Done) error { t.Errorf("a start of %d ticks", d.Path.Tick[len(d.Path.Tick)-1]); return nil }
	if err := Run(ctx, cfg, Tasks(1, 5, true)); err != nil {
		t.Error(err)
	}
}

func TestRunReportsFailures(t *testing.T) {
	broken := errors.New("broken")
	cfg := config(t, 1000)
	whole := cfg.Open
	calls := 0
	cfg.Open = func(learn bool) (engine.Backend, error) {
		if calls++; calls == 3 {
			return nil, broken
		}
		return whole(learn)
	}
	if err := Run(context.Background(), cfg, Tasks(7, 100, true)); !errors.Is(err, broken) || !strings.Contains(err.Error(), "start seed 9: ") || calls != 3 {
		t.Errorf("error %v after %d starts", err, calls)
	}
	cfg.Open = whole
	cfg.Jobs = 2
	kept := 0
	cfg.Finished = func(Done) error { kept++; return broken }
	if err := Run(context.Background(), cfg, Tasks(7, 100, true)); !errors.Is(err, broken) || kept != 1 {
		t.Errorf("error %v after %d starts", err, kept)
	}
}

// TestWorldMeasures the way of a worm that is moved by hand.
func TestWorldMeasures(t *testing.T) {
	a, err := engine.NewArena(testbrain.FromRecipe(t, small), engine.DefaultArenaConfig())
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(a)
	place := func(tick int32, x, y float64) {
		a.Body.SetHead(worm.Point{X: x, Y: y})
		w.Act(tick, nil) // a silent worm stays where it is
	}
	x, y := a.Body.X, a.Body.Y
	place(0, x+3, y-4)
	place(1, x+3, y-4)
	place(2, x, y)
	if math.Abs(w.length-10) > 1e-12 || w.reached != nil {
		t.Errorf("length %v, want 10; reached %v", w.length, w.reached)
	}
	place(3, 15, 3.01) // the food lies at (15, 0)
	if w.reached != nil {
		t.Errorf("reached after %v ticks at a distance of 3.01", *w.reached)
	}
	place(4, 15, -2.99)
	place(5, 0, 0)
	place(6, 15, 0)
	if w.reached == nil || *w.reached != 5 {
		t.Errorf("reached %v, want 5", w.reached)
	}

	cfg := engine.DefaultArenaConfig()
	cfg.StartDistance = 2.5
	if a, err = engine.NewArena(testbrain.FromRecipe(t, small), cfg); err != nil {
		t.Fatal(err)
	}
	if w := newWorld(a); w.reached == nil || *w.reached != 0 {
		t.Errorf("a start within reach: %v, want 0", w.reached)
	}
}
