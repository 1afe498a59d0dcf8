package backendtest

import (
	"fmt"
	"math"
	"slices"

	"github.com/engine-gpu/engine-gpu/snn"
)

// reporter is what a comparison needs of a *testing.T or *rapid.T.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// sameBits demands that two trials are equal in every bit and says where they
// first are not.
func sameBits(t reporter, brain *snn.Brain, want, got *Trial) {
	t.Helper()
	if !sameSpikes(t, &want.Spikes, &got.Spikes) {
		return // the states differ as a consequence
	}
	if want.SpikeHash != got.SpikeHash {
		t.Errorf("spike hash %s, want %s", got.SpikeHash, want.SpikeHash)
	}
	for i := range want.Snapshots {
		if differences := diff(brain, want.Snapshots[i], got.Snapshots[i]); len(differences) > 0 {
			t.Errorf("before tick %d, %d values differ; the first:\n%s", want.Snapshots[i].Tick, len(differences), differences[0])
			return
		}
	}
	if w, g := snn.WeightHash(brain, want.End().Weight), snn.WeightHash(brain, got.End().Weight); w != g {
		t.Errorf("weight hash %s, want %s", g, w)
	}
}

// sameSpikes compares tick by tick.
func sameSpikes(t reporter, want, got *snn.Spikes) bool {
	t.Helper()
	if len(want.Counts) != len(got.Counts) {
		t.Errorf("%d ticks, want %d", len(got.Counts), len(want.Counts))
		return false
	}
	w, g := 0, 0
	for tick := range want.Counts {
		wants := want.Neurons[w : w+int(want.Counts[tick])]
		gots := got.Neurons[g : g+int(got.Counts[tick])]
		if !slices.Equal(wants, gots) {
			t.Errorf("tick %d: %d neurons fired, want %d; missing %s, too many %s", tick, len(gots), len(wants),
				without(wants, gots), without(gots, wants))
			return false
		}
		w, g = w+len(wants), g+len(gots)
	}
	return true
}

// without lists the first few of the positions a that are not in b.
func without(a, b []int32) string {
	var rest []int32
	for _, n := range a {
		if !slices.Contains(b, n) {
			rest = append(rest, n)
		}
		if len(rest) == 8 {
			return fmt.Sprint(rest, "...")
		}
	}
	return fmt.Sprint(rest)
}

// diff lists the values of two snapshots whose bits differ.
func diff(brain *snn.Brain, want, got *snn.Snapshot) []string {
	var differences []string
	add := func(format string, args ...any) { differences = append(differences, fmt.Sprintf(format, args...)) }
	if want.Tick != got.Tick {
		add("tick %d, want %d", got.Tick, want.Tick)
	}
	for i := range brain.Neurons {
		if !sameFloats(want.V[i], got.V[i]) || !sameFloats(want.U[i], got.U[i]) || want.LastSpike[i] != got.LastSpike[i] {
			add("neuron at position %d: v %v, u %v, last spike %d; want %v, %v, %d", i,
				got.V[i], got.U[i], got.LastSpike[i], want.V[i], want.U[i], want.LastSpike[i])
		}
	}
	for i, y := range brain.Synapses.All() {
		if !sameFloats(want.Weight[i], got.Weight[i]) || !sameStates(&want.State[i], &got.State[i]) {
			add("%s synapse %d (%d to %d, delay %d, params %s): weight %v, state %+v; want %v, %+v", y.Type, y.ID,
				y.Source, y.Target, y.Delay, brain.ParamSets[y.Params].Text,
				got.Weight[i], got.State[i], want.Weight[i], want.State[i])
		}
	}
	return differences
}

// sameFloats compares bits: 0 differs from -0, and a NaN equals itself.
func sameFloats(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }

func sameStates(a, b *snn.SynapseState) bool {
	return sameFloats(a.Eligibility, b.Eligibility) && sameFloats(a.EligPost, b.EligPost) &&
		sameFloats(a.Trace, b.Trace) && sameFloats(a.CurrentGain, b.CurrentGain) &&
		a.SourceFires == b.SourceFires && a.Coincidences == b.Coincidences && a.Alive == b.Alive
}
