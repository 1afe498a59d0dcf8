package snn_test

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// TestRingLength: the largest delay of a chemical synapse plus one.
func TestRingLength(t *testing.T) {
	synapse := func(k snn.SynapseType, delay int32) snn.Synapse { return snn.Synapse{Type: k, Delay: delay} }
	for _, c := range []struct {
		synapses []snn.Synapse
		want     int32
	}{
		{nil, 1},
		{[]snn.Synapse{synapse(snn.Fixed, 0)}, 1},
		{[]snn.Synapse{synapse(snn.Fixed, 3), synapse(snn.Developmental, 30), synapse(snn.Fixed, 0)}, 31},
		{[]snn.Synapse{synapse(snn.Fixed, 3), synapse(snn.GapJunction, 30)}, 4},
	} {
		if got := (&snn.Brain{Synapses: snn.NewSynapses(c.synapses...)}).RingLength(); got != c.want {
			t.Errorf("%+v: %d, want %d", c.synapses, got, c.want)
		}
	}
}

func TestHasArenaMaps(t *testing.T) {
	body, sensors := []snn.BodyMapRow{{}}, []snn.SensorMapRow{{}}
	for _, c := range []struct {
		brain snn.Brain
		want  bool
	}{{snn.Brain{}, false}, {snn.Brain{BodyMap: body}, false}, {snn.Brain{SensorMap: sensors}, false}, {snn.Brain{BodyMap: body, SensorMap: sensors}, true}} {
		if got := c.brain.HasArenaMaps(); got != c.want {
			t.Errorf("%+v: %v", c.brain, got)
		}
	}
}

// TestNewSnapshot: the frame holds the brain as stored, and shares nothing
// with it.
func TestNewSnapshot(t *testing.T) {
	b := &snn.Brain{
		Neurons:  []snn.Neuron{{V: 1, U: 2, LastSpike: 3}, {V: 4, U: 5, LastSpike: 6}},
		Synapses: snn.NewSynapses(snn.Synapse{Weight: 7, State: 1}, snn.Synapse{Weight: 8}),
		States:   []snn.SynapseState{snn.StartState(), {Trace: 9}},
	}
	s := snn.NewSnapshot(b)
	if s.Tick != 0 || s.V[1] != 4 || s.U[0] != 2 || s.LastSpike[1] != 6 || s.Weight[0] != 7 || s.State[0].Trace != 9 || s.State[1] != snn.StartState() {
		t.Errorf("%+v", s)
	}
	s.V[0], s.Weight[0], s.State[0].Trace = -1, -1, -1
	if b.Neurons[0].V != 1 || b.Synapses.Weight[0] != 7 || b.States[1].Trace != 9 {
		t.Error("the snapshot shares memory with the brain")
	}
}
