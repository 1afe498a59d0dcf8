package snn_test

import (
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// developmentalBrain has a fixed synapse and then developmental ones, whose
// first names the parameters; fires are their restored source spikes.
func developmentalBrain(p snn.Params, fires ...int64) *snn.Brain {
	other := snn.DefaultParams(snn.Developmental)
	other.CriticalPeriod, other.MinSourceFires, other.EvalInterval = 7, 1, 1
	b := &snn.Brain{
		Neurons:   []snn.Neuron{{ID: 1}},
		Synapses:  snn.NewSynapses(snn.Synapse{ID: 1, Type: snn.Fixed, Params: 2}),
		ParamSets: []snn.ParamSet{{Type: snn.Developmental, Params: p}, {Type: snn.Developmental, Params: other}, {Type: snn.Fixed}},
		States:    []snn.SynapseState{snn.StartState()},
	}
	for i, n := range fires {
		state := snn.StartState()
		state.SourceFires = n
		b.States = append(b.States, state)
		b.Synapses.Append(snn.Synapse{
			ID: int64(i) + 2, Type: snn.Developmental, Params: int32(min(i, 1)), State: int32(i) + 1,
		})
	}
	return b
}

// TestCriticalPeriodIsOver: more than ten times min_source_fires of the first
// developmental synapse (semantics section 2).
func TestCriticalPeriodIsOver(t *testing.T) {
	p := snn.DefaultParams(snn.Developmental) // min_source_fires 20
	for _, c := range []struct {
		fires []int64
		first int
		over  bool
	}{{nil, -1, true}, {[]int64{0}, 1, false}, {[]int64{0, 200}, 1, false}, {[]int64{200, 201}, 1, true}, {[]int64{201, 0}, 1, true}} {
		b := developmentalBrain(p, c.fires...)
		if b.FirstDevelopmental() != c.first || b.CriticalPeriodIsOver() != c.over {
			t.Errorf("source spikes %v: first %d, over %v; want %d, %v", c.fires, b.FirstDevelopmental(), b.CriticalPeriodIsOver(), c.first, c.over)
		}
		n, err := snn.Compile(b)
		if err != nil {
			t.Fatal(err)
		}
		if n.Pruning.Over != c.over {
			t.Errorf("source spikes %v: pruning over %v", c.fires, n.Pruning.Over)
		}
	}
}

func TestPruningDue(t *testing.T) {
	p := snn.DefaultParams(snn.Developmental)
	p.CriticalPeriod, p.EvalInterval = 1000, 250
	n, err := snn.Compile(developmentalBrain(p, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	var due []int32
	for tick := range int32(3000) {
		if n.Pruning.Due(tick) {
			due = append(due, tick)
		}
	}
	if len(due) != 3 || due[0] != 250 || due[1] != 500 || due[2] != 750 {
		t.Errorf("pruning is due in ticks %v, want 250, 500, 750", due)
	}
	over, err := snn.Compile(developmentalBrain(p, 201))
	if err != nil {
		t.Fatal(err)
	}
	if over.Pruning.Due(250) {
		t.Error("pruning is due after the critical period")
	}
}

// TestPruningThreshold: in whole numbers the verdict is that of V8's float64
// quotient, for every number of spikes of some 2,000 ticks, ties included.
func TestPruningThreshold(t *testing.T) {
	for _, threshold := range []float64{0, -1, 0.02, 0.05, 0.1, 1.0 / 3, 0.25, 0.5, 1, 1.5, 0.0173, 1e6} {
		p := snn.DefaultParams(snn.Developmental)
		p.PruningThreshold = threshold
		n, err := snn.Compile(developmentalBrain(p, 0))
		if err != nil {
			t.Fatal(err)
		}
		for fires := uint64(1); fires <= 2000; fires++ {
			around := uint64(max(0, threshold)*float64(fires)) % 4000
			for _, coincidences := range []uint64{0, max(around, 1) - 1, around, around + 1, fires, 2 * fires} {
				want := float64(coincidences)/float64(fires) < threshold
				if got := coincidences<<32 < n.Pruning.Threshold*fires; got != want {
					t.Fatalf("threshold %v, %d coincidences of %d: dies %v, V8 says %v", threshold, coincidences, fires, got, want)
				}
			}
		}
	}
}
