package backendtest

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// recorder keeps what a comparison reports.
type recorder struct{ texts []string }

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.texts = append(r.texts, fmt.Sprintf(format, args...))
}

// trialOf runs a small brain on the oracle.
func trialOf(t *testing.T, brain *snn.Brain) *Trial {
	t.Helper()
	return play(t, oracle, brain, snn.Options{Learn: true}, moderate(60).Protocol(brain, 1))
}

// TestSameBitsSeesEverything changes one bit after the other: each must be
// seen.
func TestSameBitsSeesEverything(t *testing.T) {
	brain := Lively(30).Generate(1)
	want := trialOf(t, brain)
	same := &recorder{}
	if sameBits(same, brain, want, trialOf(t, brain)); len(same.texts) > 0 {
		t.Fatalf("two equal trials differ: %v", same.texts)
	}
	flip := func(x *float64) { *x = float64(math.Float32frombits(math.Float32bits(float32(*x)) ^ 1)) }
	for name, spoil := range map[string]func(*Trial){
		"spike moved":        func(x *Trial) { x.Spikes.Neurons[len(x.Spikes.Neurons)-1]++ },
		"spike missing":      func(x *Trial) { x.Spikes.Counts[lastTick(x)]-- },
		"tick missing":       func(x *Trial) { x.Spikes.Counts = x.Spikes.Counts[:59] },
		"spike hash":         func(x *Trial) { x.SpikeHash = "" },
		"tick":               func(x *Trial) { x.End().Tick++ },
		"v":                  func(x *Trial) { flip(&x.End().V[29]) },
		"u":                  func(x *Trial) { flip(&x.End().U[0]) },
		"v earlier":          func(x *Trial) { flip(&x.Snapshots[0].V[7]) },
		"sign of 0":          func(x *Trial) { x.End().State[5].EligPost = math.Copysign(0, -1) },
		"last spike":         func(x *Trial) { x.End().LastSpike[3]++ },
		"weight":             func(x *Trial) { flip(&x.End().Weight[len(x.End().Weight)-1]) },
		"state eligibility":  func(x *Trial) { x.End().State[5].Eligibility++ },
		"state elig_post":    func(x *Trial) { x.End().State[5].EligPost++ },
		"state trace":        func(x *Trial) { x.End().State[5].Trace++ },
		"state gain":         func(x *Trial) { x.End().State[5].CurrentGain++ },
		"state fires":        func(x *Trial) { x.End().State[5].SourceFires++ },
		"state coincidences": func(x *Trial) { x.End().State[5].Coincidences++ },
		"state alive":        func(x *Trial) { x.End().State[5].Alive = !x.End().State[5].Alive },
	} {
		got, seen := trialOf(t, brain), &recorder{}
		spoil(got)
		if sameBits(seen, brain, want, got); len(seen.texts) == 0 {
			t.Errorf("%s: not seen", name)
		}
	}
}

// lastTick returns the last tick with a spike.
func lastTick(x *Trial) int {
	for tick := len(x.Spikes.Counts) - 1; ; tick-- {
		if x.Spikes.Counts[tick] > 0 {
			return tick
		}
	}
}

// TestSameBitsSaysWhere: a report names the synapse by its id and type.
func TestSameBitsSaysWhere(t *testing.T) {
	brain := Lively(30, snn.Gated).Generate(2)
	want, got, seen := trialOf(t, brain), trialOf(t, brain), &recorder{}
	got.End().Weight[17]++
	sameBits(seen, brain, want, got)
	if len(seen.texts) != 1 || !strings.Contains(seen.texts[0], fmt.Sprintf("gated synapse %d ", brain.Synapses.IDAt(17))) {
		t.Errorf("%q", seen.texts)
	}
}

// TestGenerate: a seed always gives the same brain, another seed another one;
// every brain is valid.
func TestGenerate(t *testing.T) {
	for _, c := range parityCases() {
		brain := c.shape.Generate(1)
		if err := brain.Validate(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if !reflect.DeepEqual(brain, c.shape.Generate(1)) {
			t.Errorf("%s: a seed gives two brains", c.name)
		}
		if reflect.DeepEqual(brain, c.shape.Generate(2)) {
			t.Errorf("%s: two seeds give one brain", c.name)
		}
	}
}
