package cpu_test

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TestReferenceOrder shows that Reference adds up what arrives in V8's order:
// by tick of departure, then by neuron, then by type, then by id (semantics
// section 1, step 7). Each brain sends -1e16, 1e16 and 1 to one neuron; only in
// this order is the sum 1, in any other the 1 is lost.
func TestReferenceOrder(t *testing.T) {
	const receiver, twin = 3, 4
	synapse := func(k snn.SynapseType, source, delay int32, weight float64) snn.Synapse {
		return snn.Synapse{Type: k, Source: source, Target: receiver, Delay: delay, Weight: weight, Params: int32(k)}
	}
	for name, synapses := range map[string][]snn.Synapse{ // in id order
		"types": {
			synapse(snn.Developmental, 0, 1, 1), synapse(snn.Depressing, 0, 1, 2e16), synapse(snn.Gated, 0, 1, -1e16),
		},
		"more types": {
			synapse(snn.Facilitating, 0, 1, 1/1.2), synapse(snn.RewardPlastic, 0, 1, 1e16), synapse(snn.Fixed, 0, 1, -1e16),
		},
		"plastic before gated": {
			synapse(snn.Facilitating, 0, 1, 1/1.2), synapse(snn.Gated, 0, 1, 1e16), synapse(snn.Plastic, 0, 1, -1e16),
		},
		"ids": {
			synapse(snn.Fixed, 0, 1, -1e16), synapse(snn.Fixed, 0, 1, 1e16), synapse(snn.Fixed, 0, 1, 1),
		},
		"neurons": {
			synapse(snn.Fixed, 2, 1, 1), synapse(snn.Gated, 1, 1, 1e16), synapse(snn.Developmental, 0, 1, -1e16),
		},
		"departures": {
			synapse(snn.Fixed, 0, 1, 1), synapse(snn.Fixed, 1, 3, -1e16), synapse(snn.Fixed, 2, 2, 1e16),
		},
	} {
		t.Run(name, func(t *testing.T) {
			brain := &snn.Brain{States: []snn.SynapseState{snn.StartState()}}
			for i := range 5 {
				brain.Neurons = append(brain.Neurons, snn.Neuron{ID: int64(i) + 1, Izhikevich: snn.RS.Parameters(), V: -65, U: -13})
			}
			for k := range snn.NumSynapseTypes {
				brain.ParamSets = append(brain.ParamSets, snn.ParamSet{Type: k, Params: snn.DefaultParams(k)})
			}
			longest := int32(1)
			for i, y := range synapses {
				y.ID = int64(i) + 1
				brain.Synapses.Append(y)
				longest = max(longest, y.Delay)
			}
			r, err := cpu.NewReference(brain, snn.Options{})
			if err != nil {
				t.Fatal(err)
			}
			fire := make([][]int32, longest) // who has to fire in a tick for all to arrive in tick longest
			for _, y := range synapses {
				fire[longest-y.Delay] = append(fire[longest-y.Delay], y.Source)
			}
			var spikes snn.Spikes
			for _, sources := range fire {
				currents := make([]float64, len(brain.Neurons))
				for _, n := range sources {
					currents[n] = 500
				}
				r.SetCurrents(currents)
				if err := r.Advance(1, &spikes); err != nil {
					t.Fatal(err)
				}
			}
			r.SetCurrents([]float64{0, 0, 0, 0, 1}) // the twin gets from outside what the receiver should get
			if err := r.Advance(1, &spikes); err != nil {
				t.Fatal(err)
			}
			s := snn.NewSnapshot(brain)
			if err := r.Snapshot(s); err != nil {
				t.Fatal(err)
			}
			if s.V[receiver] != s.V[twin] || s.V[receiver] == -65 {
				t.Errorf("v is %v, with a current of 1 it would be %v", s.V[receiver], s.V[twin])
			}
		})
	}
}
