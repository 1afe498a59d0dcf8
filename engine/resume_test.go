package engine_test

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/snn"
)

// saver is an observer that saves the run after the given numbers of ticks.
type saver struct {
	at     []int32
	states []*engine.State
	ended  *engine.State
}

func (s *saver) Next(ticks int32) int32 {
	for _, at := range s.at {
		if at > ticks {
			return at
		}
	}
	return engine.Never
}

func (s *saver) Observe(m *engine.Moment) error {
	if !slices.Contains(s.at, m.Ticks()) {
		return nil
	}
	state, err := m.State()
	s.states = append(s.states, state)
	return err
}

func (s *saver) Finish(m *engine.Moment) (err error) {
	s.ended, err = m.State()
	return err
}

// resumable is a run that is cut at some ticks.
type resumable struct {
	name    string
	recipe  string
	arena   bool // else drivenProgram alone
	program bool // in the arena too
	ticks   int32
	cuts    []int32
	prunes  bool                      // synapses die
	changes bool                      // the chemoreceptors are ON and OFF cells
	answers func(*engine.ArenaConfig) // how the arena answers the worm; nil: with rewards
	float64 bool                      // the reference
}

// alive counts the live developmental synapses.
func alive(brain *snn.Brain, s *snn.Snapshot) (n int) {
	for i, kind := range brain.Synapses.Type {
		if kind == snn.Developmental && s.State[i].Alive {
			n++
		}
	}
	return n
}

// outcome is all that a run leaves behind.
type outcome struct {
	result *engine.Result
	end    *snn.Snapshot
	world  []byte
}

func (r resumable) run(t *testing.T, brain *snn.Brain, threads int, from *engine.State, o ...engine.Observer) outcome {
	t.Helper()
	opt := snn.Options{Learn: true, RewardHomeostasis: true, Threads: threads}
	var backend engine.Backend
	var err error
	if r.float64 {
		backend, err = cpu.NewReference(brain, opt)
	} else {
		backend, err = cpu.NewBackend(brain, opt)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer backend.Close()
	cfg := engine.Config{
		Ticks: r.ticks, NoiseSeed: 7, Observers: o, Resume: from,
		Marks: []int32{1, 100, 101, r.ticks / 2, r.ticks},
	}
	if !r.arena || r.program {
		if cfg.Program, err = engine.ParseProgram([]byte(drivenProgram)); err != nil {
			t.Fatal(err)
		}
	}
	var world *engine.Arena
	if r.arena {
		dish := engine.DefaultArenaConfig()
		if r.answers != nil {
			r.answers(&dish)
		}
		if world, err = engine.NewArena(brain, dish); err != nil {
			t.Fatal(err)
		}
		cfg.World = world
	}
	result, err := engine.Run(context.Background(), brain, backend, cfg)
	if err != nil {
		t.Fatal(err)
	}
	result.Wall, result.FirstTick = 0, 0
	end := outcome{result: result, end: snn.NewSnapshot(brain)}
	if err := backend.Snapshot(end.end); err != nil {
		t.Fatal(err)
	}
	if world != nil {
		if end.world, err = world.MarshalBinary(); err != nil {
			t.Fatal(err)
		}
	}
	return end
}

// senseChanges makes ON and OFF cells of a brain's chemoreceptors in turn.
func senseChanges(brain *snn.Brain) {
	for i := range brain.SensorMap {
		if brain.SensorMap[i].Modality == snn.Chemical {
			brain.SensorMap[i].Response = []snn.Response{snn.On, snn.Off}[i%2]
		}
	}
}

// resume compares a run that never stops with those that go on from each of its
// cuts, on another number of threads.
func (r resumable) resume(t *testing.T) {
	brain := testbrain.Builtin(t, r.recipe, testbrain.Later)
	if r.changes {
		senseChanges(brain)
	}
	want := r.run(t, brain, 1, nil)
	if len(want.result.Marks) != 5 || want.result.Spikes < 50 || want.result.Rewards == 0 {
		t.Fatalf("the run is empty: %+v", want.result)
	}
	if r.prunes && alive(brain, want.end) == alive(brain, snn.NewSnapshot(brain)) {
		t.Fatal("the run is empty: no synapse was pruned")
	}
	s := &saver{at: r.cuts}
	if got := r.run(t, brain, 2, nil, s); !reflect.DeepEqual(got, want) {
		t.Fatalf("saving changes the run:\n%+v, want\n%+v", got.result, want.result)
	}
	if len(s.states) != len(r.cuts) {
		t.Fatalf("%d states of %d cuts", len(s.states), len(r.cuts))
	}
	for i, state := range append(s.states, s.ended) {
		got := r.run(t, brain, 1+(i+2)%3, state)
		if !reflect.DeepEqual(got.result, want.result) {
			t.Errorf("from tick %d: result\n%+v, want\n%+v", state.Ticks, got.result, want.result)
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("from tick %d: the end differs", state.Ticks)
		}
	}
}

// TestResume: from whatever tick a run is resumed, on however many threads, it
// ends as one that never stopped: the first ticks, before, at and behind
// changes of the current (100, 130, 400), rewards (200), prunings (2000), samples
// of the path (100) and the end. The threads take turns on one core, as in
// TestThreadsChangeNothing.
func TestResume(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	few := []int32{1, 99, 100, 199, 200, 333}
	for _, name := range recipe.Names() {
		r := resumable{name: name, recipe: name, ticks: 431, cuts: few}
		if name == "big_layered_v1" || name == "megabrain" { // large
			if testing.Short() {
				continue // with the race detector they take minutes, and their threads do nothing that others' do not
			}
			r.ticks, r.cuts = 251, []int32{100, 200}
		}
		r.start(t)
	}
	long := []int32{0, 1, 130, 131, 199, 200, 201, 400, 777, 1999, 2000, 2001}
	resumable{name: "pruning", recipe: "arena_dev_v1", prunes: true, ticks: 2222, cuts: long}.start(t)
	resumable{name: "arena", recipe: "arena_v1", arena: true, ticks: 2222, cuts: long}.start(t)
	resumable{name: "arena with ON and OFF cells", recipe: "arena_v1", arena: true, program: true, changes: true, ticks: 2222, cuts: []int32{1, 200, 777, 2000}}.start(t)
	resumable{name: "arena with surprise", recipe: "arena_v1", arena: true, ticks: 2222, cuts: []int32{201, 777},
		answers: func(c *engine.ArenaConfig) { c.Surprise = true }}.start(t)
	resumable{name: "arena with feedback", recipe: "arena_v1", arena: true, program: true, ticks: 2222, cuts: []int32{201, 777, 2001},
		answers: func(c *engine.ArenaConfig) { c.Feedback = engine.DefaultFeedback() }}.start(t)
	resumable{name: "arena with pruning and program", recipe: "arena_dev_v1", arena: true, program: true, prunes: true, ticks: 2222, cuts: long}.start(t)
	resumable{name: "reference", recipe: "exp12_hybrid_creature", float64: true, ticks: 431, cuts: few}.start(t)
	resumable{name: "reference arena", recipe: "arena_v1", arena: true, float64: true, ticks: 333, cuts: []int32{1, 199, 200, 201}}.start(t)
}

func (r resumable) start(t *testing.T) {
	t.Run(fmt.Sprintf("%s %d ticks", r.name, r.ticks), r.resume)
}
