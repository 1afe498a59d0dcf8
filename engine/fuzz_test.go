package engine

import (
	"math"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/allocbound"
	"github.com/engine-gpu/engine-gpu/internal/fuzzcorpus"
	"github.com/engine-gpu/engine-gpu/snn"
)

// FuzzProgram gives any text to the parser of stimulus programs. What it takes
// is laid out for a brain and asked for its currents: finite ones, that change
// only where the schedule says so.
func FuzzProgram(f *testing.F) {
	for _, text := range []string{
		`{}`, `{"tonic": 2.5, "phases": [{"duration": 10, "current": 6.0, "targets": {"stride": 7}}, {"duration": 3}], "loop": true}`,
		`{"phases": [{"tick_start": 5, "tick_end": 8, "current": 1, "noise": 0.5, "targets": {"type": "RS"}}],
		  "rewards": {"every": 200, "values": [1.0, -0.5]}}`,
		`{"phases": [{"duration": 2147483647, "targets": [1, 2, 3]}, {"duration": 1}]}`, `{"phases": [{"duration": 1, "targets": []}]}`,
	} {
		f.Add([]byte(text))
	}
	brain := new(snn.Brain)
	for i := range 20 {
		n := snn.Neuron{ID: int64(i + 1), Type: snn.NeuronType(i % int(snn.NumNeuronTypes))}
		brain.Neurons = append(brain.Neurons, n)
	}
	fuzzcorpus.Add(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		allocbound.Check(t, len(text), 4<<20, 200, func() { checkProgram(t, text, brain) })
	})
}

func checkProgram(t *testing.T, text []byte, brain *snn.Brain) {
	p, err := ParseProgram(text)
	if err != nil {
		cleanLine(t, err)
		return
	}
	s, err := newSchedule(p, brain)
	if err != nil {
		cleanLine(t, err)
		return
	}
	n := len(brain.Neurons)
	current, noise, before := make([]float64, n), make([]float64, n), make([]float64, n)
	for _, first := range []int32{0, 1000, math.MaxInt32 - 200000} {
		for tick := first; tick < first+50; tick++ {
			s.phaseCurrents(tick, current, noise)
			for i := range current {
				if math.IsNaN(current[i]) || math.IsInf(current[i], 0) || !(noise[i] >= 0) || math.IsInf(noise[i], 0) {
					t.Fatalf("tick %d: current %v, noise %v", tick, current[i], noise[i])
				}
				if tick > first && current[i] != before[i] && !s.changesAt(tick) {
					t.Fatalf("tick %d: an unannounced change", tick)
				}
			}
			copy(before, current)
			if next := s.nextChange(tick, tick+100); next <= tick || next > tick+100 {
				t.Fatalf("tick %d: next change at %d", tick, next)
			}
			if next := s.nextReward(tick, tick+100); next <= tick || next > tick+100 {
				t.Fatalf("tick %d: next reward at %d", tick, next)
			}
		}
	}
}

func cleanLine(t *testing.T, err error) {
	if text := err.Error(); strings.ContainsAny(text, "\n\r\x00") || len(text) > 2000 {
		t.Errorf("not one clean line: %q", text)
	}
}
