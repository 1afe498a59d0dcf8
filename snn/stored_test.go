package snn_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/snn"
)

// TestStored: what is stored makes the brain of before out of one whose every
// value was overwritten, and is refused by a brain that it does not fit, which
// then keeps its own.
func TestStored(t *testing.T) {
	brain := func() *snn.Brain {
		b := testbrain.Builtin(t, "kitchen_sink", "{}")
		b.States = []snn.SynapseState{snn.StartState(), {EligPost: 0.5, CurrentGain: 0.25, SourceFires: 3, Coincidences: 2}}
		b.Synapses.State = make([]int32, b.Synapses.Len())
		b.Synapses.State[1] = 1
		return b
	}
	b := brain()
	want := snn.BrainHash(b)
	stored := snn.NewStored(b)
	stored.StateOf = slices.Clone(stored.StateOf)
	overwrite := func() {
		for i := range b.Neurons {
			b.Neurons[i].V, b.Neurons[i].U, b.Neurons[i].LastSpike = 1, 2, 3
		}
		for i, kind := range b.Synapses.Type {
			if kind.LearnsAtTarget() {
				b.Synapses.Weight[i]++
			}
		}
		b.States, b.Synapses.State = []snn.SynapseState{{Trace: 7}}, nil
	}
	overwrite()
	changed := snn.BrainHash(b)
	for _, c := range stored.Columns() {
		v := reflect.ValueOf(c.Values).Elem()
		whole := v.Interface()
		v.Set(v.Slice(0, v.Len()-1))
		if err := stored.Restore(b); err == nil || snn.BrainHash(b) != changed {
			t.Errorf("%s a value short: error %v", c.Name, err)
		}
		v.Set(reflect.ValueOf(whole))
	}
	stored.StateOf[1] = 2
	if err := stored.Restore(b); err == nil || snn.BrainHash(b) != changed {
		t.Errorf("a state that is not there: error %v", err)
	}
	stored.StateOf[1] = 1
	if err := stored.Restore(b); err != nil || snn.BrainHash(b) != want {
		t.Errorf("the brain restored has the hash %s, not %s; error %v", snn.BrainHash(b), want, err)
	}
}
