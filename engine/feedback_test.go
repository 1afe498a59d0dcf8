package engine

import (
	"math"
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/worm"
)

// feelers has a chemical sensor, a thermal one, which senses nothing, and a
// motor neuron.
func feelers() *snn.Brain {
	return mappedBrain(6, []snn.SensorMapRow{
		sensor(4, snn.Thermal, snn.Head, snn.Bilateral), sensor(1, snn.Chemical, snn.Head, snn.Bilateral),
		sensor(1, snn.Mechanical, snn.Head, snn.Bilateral),
	}, []snn.BodyMapRow{{Neuron: 2, Segment: 3, Side: snn.Dorsal}})
}

// answered puts the worm so that the interval that ends with tick 199 earns what
// is wanted, and returns the arena after it.
func answered(t *testing.T, f *Feedback, x float64) *Arena {
	t.Helper()
	cfg := DefaultArenaConfig()
	cfg.Feedback = f
	a := newArena(t, feelers(), cfg)
	for tick := range int32(200) {
		a.Body.SetHead(worm.Point{X: x})
		if due := a.Act(tick, nil); len(due) != 0 {
			t.Fatalf("rewards %v beside the feedback", due)
		}
	}
	return a
}

// added returns what the feedback adds to neurons 1, 2 and 4 in a tick.
func added(a *Arena, tick int32) [3]float64 {
	plain := make([]float64, 2)
	got := make([]float64, 3)
	a.Feedback.Tick = tick
	nose, weber := a.senses.Nose, a.senses.Weber
	a.senses.Currents(a.Body, 2.5, plain)
	a.senses.Nose, a.senses.Weber = nose, weber
	a.Sense(2.5, got)
	a.senses.Nose, a.senses.Weber = nose, weber
	return [3]float64{got[0] - plain[0], got[1] - plain[1], got[2] - 2.5}
}

// TestPulses: all sensor neurons at once, every tenth of a hundred ticks, no
// other neuron.
func TestPulses(t *testing.T) {
	a := answered(t, &Feedback{PulseCurrent: 7, PulsePeriod: 10, PulseTicks: 100, NoiseSD: 3, NoiseTicks: 200}, 15)
	if !slices.Equal(a.Neurons(), []int32{1, 2, 4}) {
		t.Fatalf("neurons %v", a.Neurons())
	}
	if a.Feedback.Pulses != 1 || a.Feedback.Noises != 0 {
		t.Errorf("%d pulses and %d noises, want one pulse", a.Feedback.Pulses, a.Feedback.Noises)
	}
	for tick := int32(200); tick < 420; tick++ {
		want := [3]float64{}
		if tick < 300 && tick%10 == 0 {
			want = [3]float64{7, 0, 7}
		}
		if got := added(a, tick); !near(got[0], want[0], 1e-13) || got[1] != 0 || got[2] != want[2] {
			t.Errorf("tick %d: %v, want %v", tick, got, want)
		}
	}
}

// TestPunishingNoise: each sensor neuron its own noise, of the standard
// deviation that was asked for, for as long, and no other neuron.
func TestPunishingNoise(t *testing.T) {
	const sd, ticks = 3, 5000
	a := answered(t, &Feedback{PulseCurrent: 7, PulsePeriod: 10, PulseTicks: 100, NoiseSD: sd, NoiseTicks: ticks}, -29.5)
	if a.Feedback.Pulses != 0 || a.Feedback.Noises != 1 {
		t.Errorf("%d pulses and %d noises, want one noise", a.Feedback.Pulses, a.Feedback.Noises)
	}
	var square, cross float64
	for tick := int32(200); tick < 200+ticks; tick++ {
		got := added(a, tick)
		square += got[0]*got[0] + got[2]*got[2]
		cross += got[0] * got[2]
		if got[1] != 0 {
			t.Fatalf("tick %d: noise %v for a motor neuron", tick, got[1])
		}
		if tick > 210 && got[0] == got[2] {
			t.Fatalf("tick %d: the same noise for both", tick)
		}
	}
	// 2·5000 draws: a standard error of 0.7 % of the deviation, 1.4 % of the
	// covariance in units of the variance. Four of each.
	if got := math.Sqrt(square / (2 * ticks)); math.Abs(got/sd-1) > 0.028 {
		t.Errorf("standard deviation %v, want %v", got, sd)
	}
	if got := cross / ticks / (sd * sd); math.Abs(got) > 0.057 {
		t.Errorf("the noises of two neurons correlate by %v", got)
	}
	if got := added(a, 200+ticks); !near(got[0], 0, 1e-13) || got[2] != 0 {
		t.Errorf("after the stretch: %v", got)
	}
}

// TestSurpriseScalesRewards: the way to the wall earns -1.5 in all, and staying
// there -0.5, which surprises less and less.
func TestSurpriseScalesRewards(t *testing.T) {
	cfg := DefaultArenaConfig()
	cfg.Surprise = true
	a := newArena(t, crawler(), cfg)
	place := func(tick int32, x float64) []float64 {
		a.Body.SetHead(worm.Point{X: x})
		return slices.Clone(a.Act(tick, nil))
	}
	if got := place(199, -29.5); !slices.Equal(got, []float64{-1.5, -0.75}) {
		t.Fatalf("a surprise of 1.5 makes %v of -1 and -0.5", got)
	}
	// Expected is -0.15; -0.5 surprises by 0.35, then by 0.35·0.9, ...
	for n := range 20 {
		want := -0.5 * 0.35 * math.Pow(0.9, float64(n))
		place(299+200*int32(n), -29.5) // in between nothing is noticed
		if got := place(399+200*int32(n), -29.5); len(got) != 1 || !near(got[0], want, 1e-15) {
			t.Errorf("interval %d: rewards %v, want %v", n, got, want)
		}
	}
}

func TestFeedbackRefuses(t *testing.T) {
	for _, f := range []Feedback{
		{NoiseSD: -1, PulsePeriod: 1}, {NoiseSD: math.NaN(), PulsePeriod: 1}, {PulseCurrent: math.Inf(1), PulsePeriod: 1},
		{NoiseTicks: -1, PulsePeriod: 1}, {PulseTicks: -1, PulsePeriod: 1}, {},
	} {
		cfg := DefaultArenaConfig()
		cfg.Feedback = &f
		if _, err := NewArena(feelers(), cfg); err == nil {
			t.Errorf("%+v is taken", f)
		}
	}
	cfg := DefaultArenaConfig()
	cfg.Feedback, cfg.Surprise = DefaultFeedback(), true
	if _, err := NewArena(feelers(), cfg); err == nil {
		t.Error("surprise and feedback are taken together")
	}
}
