package cpu_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/testbrain"
	"github.com/engine-gpu/engine-gpu/snn"
)

// golden is a run of V8: what was done and what came of it.
type golden struct {
	Recipe           string // built-in recipe of the brain; empty: the corners
	Neurons          int
	ChemicalSynapses int `json:"chemical_synapses"`
	GapJunctions     int `json:"gap_junctions"`
	Protocol         goldenProtocol
	Marks            []goldenMark
}

// goldenProtocol is the input of semantics section 7: a tonic current, a drive
// to every stride-th neuron in the first ticks of a period, rewards in turn.
type goldenProtocol struct {
	Ticks       int
	Learn       bool
	Tonic       float64
	Drive       float64
	Period      int       `json:"drive_period"`
	On          int       `json:"drive_on"`
	Stride      int       `json:"drive_stride"`
	Homeostasis bool      `json:"reward_homeostasis"`
	RewardEvery int       `json:"reward_every"`
	Rewards     []float64 `json:"reward_values"`
}

// goldenMark is V8's state after Tick ticks.
type goldenMark struct {
	Tick   int
	Spikes int64
	SHA256 string
	SumV   float64 `json:"sum_v"`
	SumU   float64 `json:"sum_u"`
	SumW   float64 `json:"sum_w"`
	Alive  int     // live developmental synapses
}

// TestReferenceGolden compares Reference with V8 at every mark of every golden
// run: spikes by their hash, voltages and weights by their sums, bit for bit.
func TestReferenceGolden(t *testing.T) {
	for _, name := range goldenNames(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := readGolden(t, name)
			brain := g.brain(t)
			r, err := cpu.NewReference(brain, g.options())
			if err != nil {
				t.Fatal(err)
			}
			hash, marks := snn.NewSpikeHash(), g.Marks
			g.Protocol.run(t, r, len(brain.Neurons), func(tick int, fired *snn.Spikes) {
				fired.Each(hash.Add)
				if len(marks) > 0 && marks[0].Tick == tick+1 {
					if got := mark(t, r, brain, hash); got != marks[0] {
						t.Fatalf("mark\n%+v, V8 has\n%+v", got, marks[0])
					}
					marks = marks[1:]
				}
			})
			if len(marks) > 0 {
				t.Errorf("%d marks were not reached", len(marks))
			}
		})
	}
}

// goldenNames lists the golden runs.
func goldenNames(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/golden/*.json")
	if err != nil || len(files) != 9 {
		t.Fatalf("%d golden runs in testdata, not 9 (%v)", len(files), err)
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(filepath.Base(f), ".json")
	}
	return files
}

func readGolden(t *testing.T, name string) *golden {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "golden", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var g golden
	if err := json.Unmarshal(text, &g); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return &g
}

func (g *golden) options() snn.Options {
	return snn.Options{Learn: g.Protocol.Learn, RewardHomeostasis: g.Protocol.Homeostasis}
}

// brain returns the brain of a golden run: the corners, or that of a recipe
// with the rows of V8's later release, which wrote ltd_ratio.
func (g *golden) brain(t *testing.T) *snn.Brain {
	t.Helper()
	var b *snn.Brain
	if g.Recipe == "" {
		b = readCorners(t)
	} else {
		b = testbrain.Builtin(t, g.Recipe, testbrain.Later)
	}
	gaps := 0
	for _, kind := range b.Synapses.Type {
		if kind == snn.GapJunction {
			gaps++
		}
	}
	if len(b.Neurons) != g.Neurons || b.Synapses.Len()-gaps != g.ChemicalSynapses || gaps != g.GapJunctions {
		t.Fatalf("%d neurons, %d chemical synapses, %d gap junctions; V8 had %d, %d, %d",
			len(b.Neurons), b.Synapses.Len()-gaps, gaps, g.Neurons, g.ChemicalSynapses, g.GapJunctions)
	}
	return b
}

// run plays the protocol; after each tick, before the reward that may follow
// it, f sees the tick's spikes.
func (p *goldenProtocol) run(t testing.TB, b engine.Backend, neurons int, f func(tick int, fired *snn.Spikes)) {
	t.Helper()
	on, off := make([]float64, neurons), make([]float64, neurons)
	for i := range neurons {
		on[i], off[i] = p.Tonic, p.Tonic
		if i%p.Stride == 0 {
			on[i] = p.Tonic + p.Drive
		}
	}
	p.runWith(t, b, on, off, f)
}

// runWith is run with these currents while the drive is on and off.
func (p *goldenProtocol) runWith(t testing.TB, b engine.Backend, on, off []float64, f func(tick int, fired *snn.Spikes)) {
	t.Helper()
	var fired snn.Spikes
	for tick := range p.Ticks {
		switch tick % p.Period {
		case 0:
			b.SetCurrents(on)
		case p.On:
			b.SetCurrents(off)
		}
		fired.Reset(int32(tick))
		if err := b.Advance(1, &fired); err != nil {
			t.Fatal(err)
		}
		f(tick, &fired)
		if (tick+1)%p.RewardEvery == 0 {
			if err := b.Reward(p.Rewards[tick/p.RewardEvery%len(p.Rewards)]); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// mark sums up the present state as V8 did.
func mark(t *testing.T, b engine.Backend, brain *snn.Brain, hash *snn.SpikeHash) goldenMark {
	t.Helper()
	s := snn.NewSnapshot(brain)
	if err := b.Snapshot(s); err != nil {
		t.Fatal(err)
	}
	m := goldenMark{
		Tick: int(s.Tick), Spikes: hash.Spikes, SHA256: hash.Sum(),
		SumV: pairwiseSum(s.V), SumU: pairwiseSum(s.U), Alive: alive(brain, s),
	}
	for i, w := range s.Weight {
		if brain.Synapses.Type[i].Chemical() {
			m.SumW += w
		}
	}
	return m
}

// alive counts the live developmental synapses.
func alive(brain *snn.Brain, s *snn.Snapshot) int {
	n := 0
	for i, kind := range brain.Synapses.Type {
		if kind == snn.Developmental && s.State[i].Alive {
			n++
		}
	}
	return n
}

// pairwiseSum adds up numbers in the order in which NumPy's sum of a
// contiguous array does: halves of whole eights, down to blocks of at most
// 128, which eight running sums share.
func pairwiseSum(x []float64) float64 {
	const block = 128
	switch n := len(x); {
	case n < 8:
		sum := 0.0
		for _, v := range x {
			sum += v
		}
		return sum
	case n <= block:
		var r [8]float64
		i := 0
		for ; i+8 <= n; i += 8 {
			for k := range r {
				r[k] += x[i+k]
			}
		}
		sum := ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]))
		for ; i < n; i++ {
			sum += x[i]
		}
		return sum
	default:
		half := n / 2
		half -= half % 8
		return pairwiseSum(x[:half]) + pairwiseSum(x[half:])
	}
}
