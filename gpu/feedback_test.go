//go:build linux && cgo && egl

package gpu_test

import (
	"context"
	"testing"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TestArenaOptions closes the loop with what takes the place of plain rewards:
// surprise and stimuli on the sensor neurons.
func TestArenaOptions(t *testing.T) {
	needGL(t)
	brain := testbrain.Builtin(t, "arena_v1", testbrain.Later)
	for name, change := range map[string]func(*engine.ArenaConfig){
		"surprise": func(c *engine.ArenaConfig) { c.Surprise = true },
		"feedback": func(c *engine.ArenaConfig) { c.Feedback = engine.DefaultFeedback() },
	} {
		t.Run(name, func(t *testing.T) {
			course := func(factory backendtest.Factory) (string, string, engine.Arena) {
				b, err := factory(brain, snn.Options{Learn: true})
				if err != nil {
					t.Fatal(err)
				}
				defer b.Close()
				cfg := engine.DefaultArenaConfig()
				cfg.Seed = 2
				change(&cfg)
				world, err := engine.NewArena(brain, cfg)
				if err != nil {
					t.Fatal(err)
				}
				result, err := engine.Run(context.Background(), brain, b, engine.Config{Ticks: 1500, World: world})
				if err != nil {
					t.Fatal(err)
				}
				end := snn.NewWeightSnapshot(brain)
				if err := b.Snapshot(end); err != nil {
					t.Fatal(err)
				}
				return result.SpikeHash, snn.WeightHash(brain, end.Weight), *world
			}
			spikes, weights, world := course(backendtest.Oracle)
			gotSpikes, gotWeights, gotWorld := course(altered(gpu.Altered{}))
			if gotSpikes != spikes || gotWeights != weights {
				t.Errorf("spikes %s, weights %s; on cpu %s, %s", gotSpikes, gotWeights, spikes, weights)
			}
			if gotWorld.Surprise != world.Surprise || gotWorld.Feedback != world.Feedback || gotWorld.Body.State != world.Body.State {
				t.Errorf("the world ends as %+v, on cpu as %+v", gotWorld, world)
			}
			if world.Surprise.Expected == 0 && world.Feedback.Noises*world.Feedback.Pulses == 0 {
				t.Error("the case is empty: neither surprise nor both kinds of feedback")
			}
		})
	}
}
