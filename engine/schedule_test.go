package engine

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/engine-gpu/engine-gpu/internal/allocbound"
	"github.com/engine-gpu/engine-gpu/snn"
)

// row is a brain of unconnected neurons with the given ids, of type RS and FS
// in turn.
func row(ids ...int64) *snn.Brain {
	b := &snn.Brain{}
	for i, id := range ids {
		kind := []snn.NeuronType{snn.RS, snn.FS}[i%2]
		b.Neurons = append(b.Neurons, snn.Neuron{ID: id, Type: kind, Izhikevich: kind.Parameters(), V: -65, U: -13})
	}
	return b
}

func mustSchedule(t rapid.TB, text string, brain *snn.Brain) *schedule {
	t.Helper()
	p, err := ParseProgram([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	s, err := newSchedule(p, brain)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestScheduleCurrents(t *testing.T) {
	brain := row(3, 5, 8, 13)
	s := mustSchedule(t, `{"tonic": 1, "phases": [
		{"duration": 2, "current": 6, "targets": {"stride": 3}},
		{"duration": 3, "current": 4, "targets": {"type": "FS"}},
		{"tick_start": 1, "tick_end": 3, "current": 10, "targets": [5, 8, 5]}], "loop": true}`, brain)
	want := [][]float64{
		{6, 0, 0, 6},
		{6, 10, 10, 6},
		{0, 14, 10, 4},
		{0, 4, 0, 4},
		{0, 4, 0, 4},
		{6, 0, 0, 6}, // again from the start
		{6, 10, 10, 6},
	}
	current, noise := make([]float64, 4), make([]float64, 4)
	for tick, w := range want {
		if active, noisy := s.phaseCurrents(int32(tick), current, noise); !active || noisy {
			t.Errorf("tick %d: active %v, noisy %v", tick, active, noisy)
		}
		if !slices.Equal(current, w) {
			t.Errorf("tick %d: currents %v, want %v", tick, current, w)
		}
	}
}

func TestScheduleNoise(t *testing.T) {
	s := mustSchedule(t, `{"phases": [
		{"tick_start": 0, "tick_end": 10, "noise": 0.1},
		{"tick_start": 5, "tick_end": 10, "noise": 3, "targets": [1]},
		{"tick_start": 5, "tick_end": 10, "noise": 4, "targets": [1]}]}`, row(1, 2))
	current, noise := make([]float64, 2), make([]float64, 2)
	s.phaseCurrents(0, current, noise)
	if noise[0] != 0.1 || noise[1] != 0.1 {
		t.Errorf("a single deviation changed: %v", noise)
	}
	if _, noisy := s.phaseCurrents(10, current, noise); noisy || noise[0] != 0 {
		t.Errorf("noise goes on after its phase: %v", noise)
	}
	s = mustSchedule(t, `{"phases": [{"duration": 1, "noise": 3}, {"tick_start": 0, "tick_end": 1, "noise": 4}]}`, row(1))
	if s.phaseCurrents(0, current[:1], noise[:1]); noise[0] != 5 {
		t.Errorf("deviations 3 and 4 add up to %v, want 5", noise[0])
	}
}

func TestScheduleTargetUnknown(t *testing.T) {
	p, err := ParseProgram([]byte(`{"phases":[{"duration":1},{"duration":1,"targets":[4]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	_, err = newSchedule(p, row(3, 5))
	if err == nil || !strings.Contains(err.Error(), "phase 2: target 4 is not a neuron") {
		t.Errorf("error %v", err)
	}
}

// Phases name many neurons in a few bytes: they take no memory of their own.
func TestScheduleSharesTargets(t *testing.T) {
	ids := make([]int64, 20_000)
	for i := range ids {
		ids[i] = int64(i)
	}
	brain := row(ids...)
	var text strings.Builder
	text.WriteString(`{"phases": [{"duration": 1}`)
	for range 2000 {
		text.WriteString(`, {"duration": 1, "targets": {"stride": 1}}, {"duration": 1, "targets": {"type": "RS"}}`)
	}
	text.WriteString(`]}`)
	p, err := ParseProgram([]byte(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	allocbound.Check(t, text.Len(), 4<<20, 20, func() {
		s, err := newSchedule(p, brain)
		if err != nil || len(s.phases) != 4001 || len(s.phases[1].targets) != 20_000 || len(s.phases[4000].targets) != 10_000 {
			t.Errorf("%v", err)
		}
	})
}

// The rewards of semantics section 7: after tick t with t mod 200 = 199, 1, 1
// and -0.5 in turn.
func TestScheduleRewards(t *testing.T) {
	s := mustSchedule(t, `{"rewards": {"every": 200, "values": [1, 1, -0.5]}}`, row(1))
	for tick := range int32(2000) {
		amount, due := s.rewardAfter(tick)
		if due != (tick%200 == 199) {
			t.Fatalf("tick %d: due %v", tick, due)
		}
		want := 1.0
		if tick/200%3 == 2 {
			want = -0.5
		}
		if due && amount != want {
			t.Errorf("tick %d: reward %v, want %v", tick, amount, want)
		}
		if next := s.nextReward(tick, 5000); next != (tick/200+1)*200 {
			t.Errorf("tick %d: next reward after %d ticks", tick, next)
		}
	}
}

// Whatever the program, currents change only where the schedule says so.
func TestScheduleChangesAreComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := &Program{Loop: rapid.Bool().Draw(t, "loop")}
		for range rapid.IntRange(1, 4).Draw(t, "phases") {
			phase := Phase{Current: float64(rapid.IntRange(-2, 2).Draw(t, "current"))}
			if start := rapid.Int32Range(0, 20).Draw(t, "start"); rapid.Bool().Draw(t, "window") {
				end := start + rapid.Int32Range(1, 10).Draw(t, "length")
				phase.TickStart, phase.TickEnd = &start, &end
			} else {
				duration := start + 1
				phase.Duration = &duration
			}
			p.Phases = append(p.Phases, phase)
		}
		s, err := newSchedule(p, row(1))
		if err != nil {
			t.Fatal(err)
		}
		current, noise, last := make([]float64, 1), make([]float64, 1), 0.0
		changed := int32(0)
		for tick := range int32(100) {
			s.phaseCurrents(tick, current, noise)
			if s.changesAt(tick) {
				changed = tick
			} else if current[0] != last {
				t.Fatalf("tick %d: current changes from %v to %v unannounced", tick, last, current[0])
			}
			if next := s.nextChange(changed, 1000); next <= tick {
				t.Fatalf("tick %d: change announced for %d did not happen", tick, next)
			}
			last = current[0]
		}
	})
}
