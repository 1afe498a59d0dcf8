package backendtest

import (
	"math"
	"slices"
	"testing"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// weigher is a backend whose weights can be read without a brain.
type weigher interface {
	engine.Backend
	Network() *snn.Network
	Weights(snn.SynapseType) ([]float32, error)
}

// weightsAreTheSnapshots: the weights in the order of the network's sets are
// those of a snapshot, of all types, in the middle of a run and at its end, and
// reading them changes nothing.
func weightsAreTheSnapshots(t *testing.T, factory Factory) {
	brain, opt := Lively(120).Generate(8), snn.Options{Learn: true}
	p := moderate(900).Protocol(brain, 8)
	want := play(t, factory, brain, opt, p)
	b, reads := open(t, factory, brain, opt).(weigher)
	if !reads {
		t.Fatal("its weights cannot be read")
	}
	p.at(p.Ticks, func(engine.Backend) error { compareWeights(t, b, brain); return nil })
	p.at(301, func(engine.Backend) error { compareWeights(t, b, brain); return nil })
	slices.SortStableFunc(p.Events, func(x, y Event) int { return x.Tick - y.Tick })
	got, err := Play(b, brain, p, 0)
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, brain, want, got)
}

// compareWeights sets the weights beside those of a snapshot. The weights come
// first: a snapshot must not have to prepare them.
func compareWeights(t *testing.T, b weigher, brain *snn.Brain) {
	t.Helper()
	var all [snn.NumChemicalTypes][]float32
	for kind := range all {
		weights, err := b.Weights(snn.SynapseType(kind))
		if err != nil {
			t.Fatal(err)
		}
		all[kind] = slices.Clone(weights)
	}
	s := snapshot(t, b, brain)
	for kind, weights := range all {
		set, changed := b.Network().Chemical[kind], 0
		if set == nil || snn.SynapseType(kind) == snn.Fixed {
			if weights != nil {
				t.Errorf("%d weights of type %v, want none", len(weights), snn.SynapseType(kind))
			}
			continue
		}
		if len(weights) != set.Len() {
			t.Errorf("%d weights of %d %v synapses", len(weights), set.Len(), set.Type)
			continue
		}
		for k, w := range weights {
			row := set.RowOf(int32(k))
			if want := float32(s.Weight[row]); math.Float32bits(w) != math.Float32bits(want) {
				t.Errorf("%v synapse %d weighs %v, in the snapshot %v", set.Type, k, w, want)
			}
			if w != float32(brain.Synapses.Weight[row]) {
				changed++
			}
		}
		if changed == 0 && set.Type.LearnsAtTarget() {
			t.Errorf("no %v synapse has learned", set.Type)
		}
	}
	if weights, err := b.Weights(snn.GapJunction); weights != nil || err != nil {
		t.Errorf("%d weights of gap junctions, error %v", len(weights), err)
	}
}
