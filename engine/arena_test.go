package engine

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/worm"
)

// crawler has one sensor, neuron 0, and a motor neuron for each muscle.
func crawler() *snn.Brain {
	var muscles []snn.BodyMapRow
	for segment := range int32(worm.Segments) {
		muscles = append(muscles,
			snn.BodyMapRow{Neuron: 1 + 2*segment, Segment: segment, Side: snn.Dorsal},
			snn.BodyMapRow{Neuron: 2 + 2*segment, Segment: segment, Side: snn.Ventral})
	}
	return mappedBrain(60, []snn.SensorMapRow{sensor(0, snn.Chemical, snn.Head, snn.Left)}, muscles)
}

func newArena(t *testing.T, brain *snn.Brain, cfg ArenaConfig) *Arena {
	t.Helper()
	a, err := NewArena(brain, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestArenaStart(t *testing.T) {
	a := newArena(t, crawler(), DefaultArenaConfig())
	// V8's figures; its cosine and sine of the angle are an ulp off.
	if !near(a.Body.X, 0.8987873204841925, 4e-15) || !near(a.Body.Y, 14.182940490852477, 4e-15) || a.Body.Heading != 5.9735141613602165 {
		t.Errorf("start at (%v, %v), heading %v", a.Body.X, a.Body.Y, a.Body.Heading)
	}
	if n := len(a.Neurons()); n != 49 {
		t.Errorf("%d neurons sense, want 1 sensor and 48 motor neurons", n)
	}
	cfg := DefaultArenaConfig()
	cfg.StartDistance = 3
	near3 := newArena(t, crawler(), cfg)
	if d := near3.Dish().FoodDistance(near3.Body.X, near3.Body.Y); !near(d, 3, 1e-14) {
		t.Errorf("start %v BL from the food, want 3", d)
	}
}

// TestSilentWorm neither moves nor earns anything.
func TestSilentWorm(t *testing.T) {
	a := newArena(t, crawler(), DefaultArenaConfig())
	start := a.Body.State
	for tick := range int32(1000) {
		if due := a.Act(tick, nil); len(due) != 0 {
			t.Fatalf("tick %d: rewards %v", tick, due)
		}
	}
	if a.Body.State != start {
		t.Error("the body moved")
	}
	if a.Chemotaxis.Samples != 10 || a.Chemotaxis.Index() != 0 || a.Chemotaxis.Displacement() != 0 {
		t.Errorf("chemotaxis %+v", a.Chemotaxis)
	}
}

// TestSpikesReachTheBody through the map: the joints between contracted
// segments bend, and the counts are right.
func TestSpikesReachTheBody(t *testing.T) {
	a := newArena(t, crawler(), DefaultArenaConfig())
	current := make([]float64, len(a.Neurons()))
	for tick := range int32(500) {
		a.Sense(2.5, current)
		a.Act(tick, []int32{0, 1 + 2*10, 1 + 2*11, 59})
	}
	if a.MotorSpikes != 1000 || a.SensorySpikes != 500 {
		t.Errorf("%d motor and %d sensory spikes, want 1000 and 500", a.MotorSpikes, a.SensorySpikes)
	}
	if !(a.Body.Theta[10] > 0.5) || a.Body.Theta[15] != 0 {
		t.Errorf("joint angles %v", a.Body.Theta)
	}
	// The bend begins at joint 9, between a relaxed and a contracted segment:
	// it inhibits its own neuron and excites those behind it.
	at := func(n int32) float64 { return current[slices.Index(a.Neurons(), n)] }
	if !(at(1+2*9) < 2.5 && at(1+2*13) > 2.5) {
		t.Errorf("currents %v at the bend, %v behind it", at(1+2*9), at(1+2*13))
	}
}

// TestArenaRewards moves the worm by hand: towards the food, then to the wall.
func TestArenaRewards(t *testing.T) {
	a := newArena(t, crawler(), DefaultArenaConfig())
	place := func(tick int32, x, y float64) []float64 {
		a.Body.SetHead(worm.Point{X: x, Y: y})
		return slices.Clone(a.Act(tick, nil))
	}
	for _, c := range []struct {
		tick int32
		x, y float64
		want []float64
	}{
		{198, 14, 0, nil},
		{199, 14, 0, []float64{1}},
		{399, 0, -29.9, []float64{-1, -0.5}},
		{599, 0, -29.9, []float64{-0.5}},
	} {
		if got := place(c.tick, c.x, c.y); !slices.Equal(got, c.want) {
			t.Errorf("tick %d: rewards %v, want %v", c.tick, got, c.want)
		}
	}
	place(600, 40, -30)
	if r := math.Hypot(a.Body.X, a.Body.Y); !near(r, 30, 1e-12) {
		t.Errorf("head %v BL from the centre, want it at the wall", r)
	}
}

func TestNewArenaRefuses(t *testing.T) {
	with := func(change func(*ArenaConfig)) ArenaConfig {
		cfg := DefaultArenaConfig()
		change(&cfg)
		return cfg
	}
	for _, c := range []struct {
		brain *snn.Brain
		cfg   ArenaConfig
		want  string
	}{
		{mappedBrain(3, nil, nil), DefaultArenaConfig(), "needs both"},
		{crawler(), with(func(c *ArenaConfig) { c.StartDistance = -1 }), "start distance"},
		{crawler(), with(func(c *ArenaConfig) { c.StartDistance = math.NaN() }), "start distance"},
		{crawler(), with(func(c *ArenaConfig) { c.StartDistance = math.Inf(1) }), "start distance"},
		{crawler(), with(func(c *ArenaConfig) { c.SensoryGain = math.NaN() }), "gain"},
	} {
		if _, err := NewArena(c.brain, c.cfg); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want one about %q", err, c.want)
		}
	}
	if a := newArena(t, crawler(), with(func(c *ArenaConfig) { c.Dish = nil })); a.Dish().Radius() != arena.DefaultRadius {
		t.Error("without a dish V8's is taken")
	}
}
