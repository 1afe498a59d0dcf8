package life

import (
	"context"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/snn"
)

// small has what a life changes: synapses that learn by themselves and by
// rewards, and some that are pruned.
const small = `{
  "name": "small", "seed": 3,
  "components": [
    {"type": "sensory_bank", "count": 4, "layer": 0},
    {"type": "mechanosensory", "count": 2, "layer": 0},
    {"type": "working_memory_cell", "count": 4, "layer": 0},
    {"type": "binary_decision", "count": 2, "layer": 1},
    {"type": "forward_motor", "count": 4, "layer": 2},
    {"type": "backward_motor", "count": 2, "layer": 2}
  ],
  "projections": [
    {"from_type": "sensory_bank", "to_type": "binary_decision", "weight": 5, "probability": 1, "synapse_type": "plastic"},
    {"from_type": "sensory_bank", "to_type": "working_memory_cell", "weight": 5, "probability": 1, "synapse_type": "developmental"},
    {"from_type": "binary_decision", "to_type": "forward_motor", "weight": 5, "probability": 1, "synapse_type": "reward_plastic"}
  ]
}`

// short is a life of three short sessions with all that can happen between.
func short(t *testing.T) Config {
	t.Helper()
	c := Config{
		Brain: testbrain.FromRecipe(t, small), Sessions: 3, SessionTicks: 2000, Seed: 5, FoodRadius: 25, Learn: true,
		Arena:  engine.ArenaConfig{Dish: arena.DefaultDish(), StartDistance: 20, SensoryGain: engine.DefaultSensoryGain},
		Sleep:  Sleep{Ticks: 300, Noise: 8, Exponent: 0.8},
		Sprout: DefaultSprout(), Drift: DefaultDrift(),
	}
	c.Open = opener(&c, 1)
	return c
}

func opener(c *Config, threads int) func(*snn.Brain) (engine.Backend, error) {
	return func(b *snn.Brain) (engine.Backend, error) {
		return cpu.NewBackend(b, snn.Options{Learn: c.Learn, Threads: threads})
	}
}

func lives(t *testing.T, c Config) ([]*Session, *snn.Brain) {
	t.Helper()
	sessions, brain, err := Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	if len(sessions) != c.Sessions {
		t.Fatalf("%d sessions, want %d", len(sessions), c.Sessions)
	}
	if err := brain.Validate(); err != nil {
		t.Error(err)
	}
	return sessions, brain
}

// TestSessionIsARun: each session is what engine.Run makes of the brain before
// it, the session's food and its start.
func TestSessionIsARun(t *testing.T) {
	c := short(t)
	before := []*snn.Brain{c.Brain}
	c.Lived = func(_ *Session, b *snn.Brain) error {
		before = append(before, b)
		return nil
	}
	sessions, last := lives(t, c)
	if before[len(before)-1] != last {
		t.Error("the brain after the last session is not the one returned")
	}
	stored := snn.BrainHash(testbrain.FromRecipe(t, small))
	if snn.BrainHash(c.Brain) != stored {
		t.Error("the life changed the brain that it was given")
	}
	for i, s := range sessions {
		dish, err := arena.NewDish(arena.DefaultRadius, s.Food)
		if err != nil {
			t.Fatal(err)
		}
		world, err := engine.NewArena(before[i], engine.ArenaConfig{Dish: dish, Seed: s.StartSeed, StartDistance: 20, SensoryGain: engine.DefaultSensoryGain})
		if err != nil {
			t.Fatal(err)
		}
		b, err := c.Open(before[i])
		if err != nil {
			t.Fatal(err)
		}
		want, err := engine.Run(context.Background(), before[i], b, engine.Config{Ticks: c.SessionTicks, World: world})
		b.Close()
		if err != nil {
			t.Fatal(err)
		}
		if s.SpikeHash != want.SpikeHash || s.Spikes != want.Spikes || s.Spikes == 0 || s.Rewards != want.Rewards ||
			s.Index != world.Chemotaxis.Index() || s.MinDistance != world.Chemotaxis.Min {
			t.Errorf("session %+v\nruns as %+v", s, want)
		}
		if s.WeightHash != snn.WeightHash(before[i+1], before[i+1].Synapses.Weight) {
			t.Errorf("session %d: weight hash %s", i+1, s.WeightHash)
		}
		if math.Hypot(s.Food.X, s.Food.Y) > c.FoodRadius {
			t.Errorf("session %d: food %+v", i+1, s.Food)
		}
	}
}

// TestLifeCarriesOver: a session begins with the weights that the night left.
func TestLifeCarriesOver(t *testing.T) {
	c := short(t)
	c.Sprout, c.Drift = nil, nil
	sessions, _ := lives(t, c)
	moved := false
	for i, s := range sessions {
		for k, w := range s.Weights {
			moved = moved || w.After != w.Before
			switch {
			case i+1 == len(sessions):
				if w.Slept != nil {
					t.Error("there is a night after the last session")
				}
			case w.Slept == nil || *w.Slept != sessions[i+1].Weights[k].Before:
				t.Errorf("session %d leaves %+v, the next begins with %+v", i+1, w, sessions[i+1].Weights[k])
			}
		}
	}
	if !moved {
		t.Error("the case is empty: nothing was learned")
	}
	// What has been lived does not depend on what is to come.
	c.Sessions = 2
	two, _ := lives(t, c)
	if !reflect.DeepEqual(two[0], sessions[0]) || two[1].SpikeHash != sessions[1].SpikeHash {
		t.Error("the first sessions of a shorter life differ")
	}
}

// TestLifeOnAnyThreads gives the same bits, with all options.
func TestLifeOnAnyThreads(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"plain":     func(*Config) {},
		"surprise":  func(c *Config) { c.Arena.Surprise = true },
		"dishbrain": func(c *Config) { c.Arena.Feedback = engine.DefaultFeedback() },
	} {
		t.Run(name, func(t *testing.T) {
			c := short(t)
			change(&c)
			want, brain := lives(t, c)
			c.Open = opener(&c, 3)
			got, other := lives(t, c)
			for i := range want {
				if !reflect.DeepEqual(got[i], want[i]) {
					t.Errorf("session %d: %+v on 3 threads, %+v on one", i+1, got[i], want[i])
				}
			}
			if snn.BrainHash(brain) != snn.BrainHash(other) {
				t.Error("the brains differ")
			}
			if want[0].Drifted == 0 || want[0].Sprouted == 0 {
				t.Errorf("the case is empty: %d drifted, %d sprouted", want[0].Drifted, want[0].Sprouted)
			}
			grown := 0
			for _, s := range want {
				grown += s.Sprouted
			}
			if was, is := c.Brain.Synapses.Len(), brain.Synapses.Len(); is != was+grown {
				t.Errorf("%d synapses of %d, %d of which sprouted", is, was, grown)
			}
			if answered := want[0].Noises+want[0].Pulses > 0; answered != (name == "dishbrain") || answered && want[0].Rewards > 0 {
				t.Errorf("%d noises, %d pulses, %d rewards", want[0].Noises, want[0].Pulses, want[0].Rewards)
			}
		})
	}
}

// TestNight tells its parts apart: replay moves plastic weights only where there
// is noise, the pull does by its closed form, and without learning nothing
// moves at all.
func TestNight(t *testing.T) {
	night := func(change func(*Config)) (after, slept *snn.Brain, s *Session) {
		c := short(t)
		c.Sessions, c.Sprout, c.Drift = 1, nil, nil
		change(&c)
		_, after = lives(t, c) // there is no night after the last
		c.Sessions = 2
		c.Lived = func(lived *Session, b *snn.Brain) error {
			if s == nil {
				s, slept = lived, b
			}
			return nil
		}
		lives(t, c)
		return after, slept, s
	}
	after, slept, s := night(func(c *Config) { c.Sleep.Exponent = 1 })
	if s.SleepSpikes == 0 || slices.Equal(after.Synapses.Weight, slept.Synapses.Weight) {
		t.Errorf("%d spikes in sleep replay nothing", s.SleepSpikes)
	}
	for i, kind := range after.Synapses.Type {
		if kind == snn.RewardPlastic && after.Synapses.Weight[i] != slept.Synapses.Weight[i] {
			t.Error("a reward_plastic weight moved without a reward")
		}
	}
	after, slept, s = night(func(c *Config) { c.Sleep.Exponent, c.Sleep.Noise = 1, 0 })
	if s.SleepTicks != 300 || s.SleepSpikes != 0 || !slices.Equal(after.Synapses.Weight, slept.Synapses.Weight) {
		t.Errorf("a sleep of silence: %d spikes in %d ticks", s.SleepSpikes, s.SleepTicks)
	}
	after, slept, _ = night(func(c *Config) { c.Sleep.Exponent, c.Sleep.Noise = 0.5, 0 })
	for i, kind := range after.Synapses.Type {
		w, got := after.Synapses.Weight[i], slept.Synapses.Weight[i]
		if rest, moves := map[snn.SynapseType]float64{snn.RewardPlastic: 1, snn.Plastic: 2}[kind]; moves {
			w = rest * math.Sqrt(w/rest)
		}
		if got != w {
			t.Fatalf("synapse %d (%v): %v after the night, want %v", i+1, kind, got, w)
		}
	}
	after, slept, s = night(func(c *Config) { c.Sleep.Ticks = 0 })
	if s.SleepTicks != 0 || !slices.Equal(after.Synapses.Weight, slept.Synapses.Weight) {
		t.Error("a night without sleep changes weights")
	}
	after, slept, s = night(func(c *Config) { c.Learn = false; c.Open = opener(c, 1) })
	if s.SleepSpikes == 0 || !slices.Equal(slept.Synapses.Weight, testbrain.FromRecipe(t, small).Synapses.Weight) || !slices.Equal(after.Synapses.Weight, slept.Synapses.Weight) {
		t.Error("weights move without learning")
	}
}

// TestInterruptedLife keeps what was learned until then.
func TestInterruptedLife(t *testing.T) {
	c := short(t)
	whole, _ := lives(t, c)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c.Progress = func(ticks int64) {
		if ticks >= 2000+300+1000 {
			cancel()
		}
	}
	sessions, brain, err := Run(ctx, c)
	if err != nil || len(sessions) != 2 || sessions[0].Interrupted || !sessions[1].Interrupted {
		t.Fatalf("%d sessions, %v", len(sessions), err)
	}
	if !reflect.DeepEqual(sessions[0], whole[0]) {
		t.Error("the first session is another")
	}
	s := sessions[1]
	if s.Ticks != 1000 || s.SleepTicks != 0 || s.WeightHash != snn.WeightHash(brain, brain.Synapses.Weight) || s.WeightHash == whole[0].WeightHash {
		t.Errorf("the interrupted session: %+v", s)
	}
	// In the sleep.
	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	c.Progress = func(ticks int64) {
		if ticks > 2000 {
			cancel()
		}
	}
	sessions, _, err = Run(ctx, c)
	if err != nil || len(sessions) != 1 || !sessions[0].Interrupted || sessions[0].Ticks != 2000 || sessions[0].SleepTicks == 0 {
		t.Fatalf("%d sessions, %v, %+v", len(sessions), err, sessions[0])
	}
}

func TestLifeRefuses(t *testing.T) {
	for want, change := range map[string]func(*Config){
		"no life":  func(c *Config) { c.Sessions = 0 },
		"a dish":   func(c *Config) { c.Arena.Dish = nil },
		"the dish": func(c *Config) { c.FoodRadius = 30 },
		"exponent": func(c *Config) { c.Sleep.Exponent = 1.5 },
		"noise":    func(c *Config) { c.Sleep.Noise = math.NaN() },
		"one place": func(c *Config) {
			for i := range c.Brain.Neurons {
				n := &c.Brain.Neurons[i]
				n.X, n.Y, n.Z = 1, 2, 3
			}
		},
		"needs both":     func(c *Config) { c.Brain.BodyMap = nil },
		"a full disk":    func(c *Config) { c.Lived = func(*Session, *snn.Brain) error { return errors.New("a full disk") } },
		"start distance": func(c *Config) { c.Arena.StartDistance = -1 },
	} {
		c := short(t)
		change(&c)
		if _, _, err := Run(context.Background(), c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one about %q", err, want)
		}
	}
}
