package backendtest

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/snn"
)

// runContract checks what engine.Backend promises of every backend.
func runContract(t *testing.T, factory Factory) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Factory)
	}{
		{"closes at once", closesAtOnce},
		{"names its device", namesItsDevice},
		{"starts as stored", startsAsStored},
		{"appends spikes", appendsSpikes},
		{"spikes agree with last_spike", spikesAgree},
		{"snapshots change nothing", snapshotsChangeNothing},
		{"snapshots of weights alone", weightSnapshots},
		{"snapshots of one kind of value", partialSnapshots},
		{"leaves the brain alone", leavesBrainAlone},
		{"keeps no argument", keepsNoArgument},
		{"backends are independent", independent},
		{"currents hold until replaced", currentsHold},
		{"noise ends", noiseEnds},
		{"rewards too small", rewardsTooSmall},
		{"learning off", learningOff},
		{"a spike arrives after its delay", arrivesAfterDelay},
		{"fires at exactly 30 mV", firesAtThreshold},
		{"u has a limit", recoveryHasLimit},
		{"depresses above 0.01", depressesAboveFloor},
		{"prunes below the threshold", prunesBelowThreshold},
		{"weights are the snapshot's", weightsAreTheSnapshots},
		{"refuses", refuses},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, factory) })
	}
}

// play runs a protocol on a new backend.
func play(t *testing.T, factory Factory, brain *snn.Brain, opt snn.Options, p Protocol) *Trial {
	t.Helper()
	trial, err := Play(open(t, factory, brain, opt), brain, p, 0)
	if err != nil {
		t.Fatal(err)
	}
	return trial
}

// advance runs ticks and returns their spikes.
func advance(t *testing.T, b engine.Backend, ticks int) *snn.Spikes {
	t.Helper()
	var s snn.Spikes
	if err := b.Advance(ticks, &s); err != nil {
		t.Fatal(err)
	}
	return &s
}

// snapshot returns the present state.
func snapshot(t *testing.T, b engine.Backend, brain *snn.Brain) *snn.Snapshot {
	t.Helper()
	s := snn.NewSnapshot(brain)
	if err := b.Snapshot(s); err != nil {
		t.Fatal(err)
	}
	return s
}

// constant returns n equal values.
func constant(n int, x float64) []float64 { return slices.Repeat([]float64{x}, n) }

func closesAtOnce(t *testing.T, factory Factory) {
	for range 100 {
		b, err := factory(Lively(20).Generate(1), snn.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func namesItsDevice(t *testing.T, factory Factory) {
	b := open(t, factory, Lively(20).Generate(1), snn.Options{})
	if b.Device() == "" || b.Threads() < 1 {
		t.Errorf("device %q, %d threads", b.Device(), b.Threads())
	}
}

// startsAsStored: before the first tick a snapshot is the brain, rounded to
// float32 where it has not been left as stored.
func startsAsStored(t *testing.T, factory Factory) {
	s := Lively(80)
	s.Restored = true
	brain := s.Generate(3)
	got, want := snapshot(t, open(t, factory, brain, snn.Options{}), brain), snn.NewSnapshot(brain)
	round := func(x float64) float64 { return float64(snn.Flush(float32(x))) }
	for i := range brain.Neurons {
		want.V[i], want.U[i] = round(want.V[i]), round(want.U[i])
	}
	for i, kind := range brain.Synapses.Type {
		got.Weight[i], want.Weight[i] = round(got.Weight[i]), round(want.Weight[i])
		want.State[i] = roundedState(kind, want.State[i])
	}
	if differences := diff(brain, want, got); len(differences) > 0 {
		t.Errorf("%d values differ; the first:\n%s", len(differences), differences[0])
	}
}

// roundedState returns the state of a synapse as float32 keeps it: traces below
// the floor are 0, or spent where they tell of a spike; a gain is kept by what
// is above 1; the trace of a dead synapse is no more.
func roundedState(k snn.SynapseType, s snn.SynapseState) snn.SynapseState {
	trace := func(x, spent float64) float64 {
		switch {
		case math.Abs(x) >= snn.TraceFloor:
			return float64(float32(x))
		case x > 0:
			return spent
		}
		return 0
	}
	spent := snn.SpentTrace
	if k == snn.RewardPlastic { // its traces are its own, and only their values count
		spent = 0
	}
	s.Eligibility, s.EligPost, s.Trace = trace(s.Eligibility, spent), trace(s.EligPost, spent), trace(s.Trace, spent)
	if k == snn.Facilitating || k == snn.Depressing {
		s.CurrentGain = float64(1 + (float32(s.CurrentGain) - 1))
	}
	if !s.Alive {
		s.Eligibility = 0
	}
	return s
}

func appendsSpikes(t *testing.T, factory Factory) {
	brain := Lively(50).Generate(4)
	b := open(t, factory, brain, snn.Options{})
	b.SetCurrents(constant(50, 20))
	s := snn.Spikes{First: 7, Counts: []int32{1}, Neurons: []int32{42}}
	for _, ticks := range []int{0, 30, 0, 20} {
		if err := b.Advance(ticks, &s); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.Counts) != 51 || s.First != 7 || s.Counts[0] != 1 || s.Neurons[0] != 42 {
		t.Fatalf("first %d, %d counts, begins with %v %v", s.First, len(s.Counts), s.Counts[0], s.Neurons[0])
	}
	whole := advance(t, func() engine.Backend {
		b := open(t, factory, brain, snn.Options{})
		b.SetCurrents(constant(50, 20))
		return b
	}(), 50)
	if len(whole.Neurons) < 100 {
		t.Errorf("the case is empty: %d spikes", len(whole.Neurons))
	}
	sameSpikes(t, whole, &snn.Spikes{Counts: s.Counts[1:], Neurons: s.Neurons[1:]})
}

// spikesAgree: positions ascend within a tick, and the last of each neuron's
// ticks is its last_spike.
func spikesAgree(t *testing.T, factory Factory) {
	brain := Lively(300).Generate(5)
	trial := play(t, factory, brain, snn.Options{Learn: true}, moderate(400).Protocol(brain, 5))
	last := map[int32]int64{}
	trial.Spikes.Each(func(tick int32, fired []int32) {
		for i, n := range fired {
			if i > 0 && n <= fired[i-1] {
				t.Fatalf("tick %d: positions do not ascend: %v", tick, fired)
			}
			last[n] = int64(tick)
		}
	})
	for i, got := range trial.End().LastSpike {
		want, fired := last[int32(i)]
		if !fired {
			want = brain.Neurons[i].LastSpike
		}
		if got != want {
			t.Fatalf("neuron at position %d: last spike %d, want %d", i, got, want)
		}
	}
}

// weightSnapshots: a snapshot of the weights has those of the whole, and
// nothing else.
func weightSnapshots(t *testing.T, factory Factory) {
	brain := Lively(60).Generate(6)
	b := open(t, factory, brain, snn.Options{Learn: true})
	b.SetCurrents(constant(60, 20))
	advance(t, b, 200)
	got := snn.NewWeightSnapshot(brain)
	if err := b.Snapshot(got); err != nil {
		t.Fatal(err)
	}
	want := snapshot(t, b, brain)
	if slices.Equal(want.Weight, brain.Synapses.Weight) {
		t.Error("the case is empty: no weight changed")
	}
	if !reflect.DeepEqual(got, &snn.Snapshot{Tick: want.Tick, Weight: want.Weight}) {
		t.Errorf("not the weights of the whole snapshot, or more: %d voltages, %d states", len(got.V), len(got.State))
	}
}

// partialSnapshots: each part of a neuron's state can be had alone, is that of
// the whole, and nothing else is looked at.
func partialSnapshots(t *testing.T, factory Factory) {
	brain := Lively(60).Generate(6)
	b := open(t, factory, brain, snn.Options{Learn: true})
	b.SetCurrents(constant(60, 20))
	advance(t, b, 200)
	var got [3]snn.Snapshot
	got[0].V, got[1].U, got[2].LastSpike = make([]float64, 60), make([]float64, 60), make([]int64, 60)
	for i := range got {
		if err := b.Snapshot(&got[i]); err != nil {
			t.Fatal(err)
		}
	}
	whole := snapshot(t, b, brain)
	want := [3]snn.Snapshot{{Tick: whole.Tick, V: whole.V}, {Tick: whole.Tick, U: whole.U}, {Tick: whole.Tick, LastSpike: whole.LastSpike}}
	for i := range got {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("part %d: %+v, want %+v", i, got[i], want[i])
		}
	}
}

func snapshotsChangeNothing(t *testing.T, factory Factory) {
	s := Lively(60)
	s.Restored = true
	brain := s.Generate(6)
	opt, p := snn.Options{Learn: true, RewardHomeostasis: true}, moderate(200).Protocol(brain, 6)
	want := play(t, factory, brain, opt, p)
	middle := want.Snapshots[0]
	p.Snapshots = nil
	for tick := range p.Ticks {
		p.Snapshots = append(p.Snapshots, tick)
	}
	got := play(t, factory, brain, opt, p)
	if differences := diff(brain, middle, got.Snapshots[middle.Tick]); len(differences) > 0 {
		t.Errorf("%d values differ in the middle; the first:\n%s", len(differences), differences[0])
	}
	got.Snapshots = []*snn.Snapshot{middle, got.End()}
	sameBits(t, brain, want, got)
}

func leavesBrainAlone(t *testing.T, factory Factory) {
	s := Lively(60)
	s.Restored, s.Odd = true, true
	brain, same := s.Generate(7), s.Generate(7)
	play(t, factory, brain, snn.Options{Learn: true, RewardHomeostasis: true}, moderate(200).Protocol(brain, 7))
	if !reflect.DeepEqual(brain, same) {
		t.Error("the run changed the brain")
	}
}

func keepsNoArgument(t *testing.T, factory Factory) {
	brain := Lively(40).Generate(8)
	run := func(spoil bool) *snn.Spikes {
		b := open(t, factory, brain, snn.Options{})
		all, sd := constant(40, 10), constant(40, 3)
		some, values := []int32{3, 5}, []float64{30, 40}
		b.SetCurrents(all)
		b.SetNoise(sd, 9)
		b.UpdateCurrents(some, values)
		if spoil {
			for _, xs := range [][]float64{all, sd, values} {
				for i := range xs {
					xs[i] = 77
				}
			}
			some[0], some[1] = 1, 2
		}
		return advance(t, b, 60)
	}
	sameSpikes(t, run(false), run(true))
}

func independent(t *testing.T, factory Factory) {
	brain := Lively(60).Generate(9)
	alone := func() engine.Backend {
		b := open(t, factory, brain, snn.Options{Learn: true})
		b.SetCurrents(constant(60, 12))
		return b
	}
	want := advance(t, alone(), 100)
	a, b := alone(), alone()
	var spikes, others snn.Spikes
	for range 50 {
		for _, run := range []struct {
			b   engine.Backend
			out *snn.Spikes
		}{{a, &spikes}, {b, &others}} {
			if err := run.b.Advance(2, run.out); err != nil {
				t.Fatal(err)
			}
		}
	}
	sameSpikes(t, want, &spikes)
	sameSpikes(t, want, &others)
}

// currentsHold: currents hold until replaced, and replacing some of them is
// the same as replacing all with the others as they were.
func currentsHold(t *testing.T, factory Factory) {
	brain := Lively(40).Generate(10)
	run := func(change func(b engine.Backend)) *snn.Spikes {
		b := open(t, factory, brain, snn.Options{})
		b.SetCurrents(constant(40, 9))
		s := advance(t, b, 50)
		change(b)
		if err := b.Advance(100, s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	all := constant(40, 9)
	all[3], all[39] = 50, -50
	want := run(func(b engine.Backend) { b.SetCurrents(all) })
	sameSpikes(t, want, run(func(b engine.Backend) { b.UpdateCurrents([]int32{39, 3}, []float64{-50, 50}) }))
	if slices.Equal(want.Neurons, run(func(engine.Backend) {}).Neurons) {
		t.Error("changed currents changed nothing")
	}
}

func noiseEnds(t *testing.T, factory Factory) {
	brain := Shape{Neurons: 40, Types: []snn.SynapseType{snn.Fixed}, Delays: []int32{1}}.Generate(11)
	b := open(t, factory, brain, snn.Options{})
	fired := func() int { return len(advance(t, b, 300).Neurons) }
	if n := fired(); n != 0 {
		t.Fatalf("%d spikes without input", n)
	}
	b.SetNoise(constant(40, 15), 1)
	if n := fired(); n < 40 {
		t.Errorf("%d spikes with noise", n)
	}
	b.SetNoise(nil, 1)
	advance(t, b, 100) // u comes to rest
	if n := fired(); n != 0 {
		t.Errorf("%d spikes after the end of noise", n)
	}
	b.SetNoise(constant(40, 0), 1)
	if n := fired(); n != 0 {
		t.Errorf("%d spikes with noise of standard deviation 0", n)
	}
}

func rewardsTooSmall(t *testing.T, factory Factory) {
	brain := Lively(40, snn.RewardPlastic).Generate(12)
	b := open(t, factory, brain, snn.Options{Learn: true, RewardHomeostasis: true})
	b.SetCurrents(constant(40, 12))
	advance(t, b, 100)
	before := snapshot(t, b, brain)
	reward := func(amount float64) []string {
		if err := b.Reward(amount); err != nil {
			t.Fatal(err)
		}
		return diff(brain, before, snapshot(t, b, brain))
	}
	for _, amount := range []float64{0, 9.9e-7, -9.9e-7} {
		if d := reward(amount); len(d) > 0 {
			t.Errorf("reward %v changed %d values; the first:\n%s", amount, len(d), d[0])
		}
	}
	if len(reward(1e-6)) == 0 {
		t.Error("reward 1e-6 changed nothing")
	}
}

func learningOff(t *testing.T, factory Factory) {
	brain := Lively(100).Generate(13)
	trial := play(t, factory, brain, snn.Options{}, moderate(90).Protocol(brain, 13)) // before the first pruning
	c := cover(brain, trial)
	c.fired(t)
	for k, n := range c.changed {
		if n > 0 {
			t.Errorf("%d %s weights changed with learning off", n, snn.SynapseType(k))
		}
	}
}

// arrivesAfterDelay: the target's voltage is that of an unconnected neuron up
// to and including the tick before arrival, and is not in it.
func arrivesAfterDelay(t *testing.T, factory Factory) {
	const longest = 700
	for _, k := range AllTypes() {
		if !k.Chemical() {
			continue
		}
		for _, delay := range []int32{1, 2, 3, 31, 32, 61, 62, 63, 64, 65, 128, 511, 512, longest, 0} {
			brain := &snn.Brain{States: []snn.SynapseState{snn.StartState()}}
			for i := range 4 {
				n := snn.Neuron{ID: int64(i) + 1, Izhikevich: snn.RS.Parameters(), V: -65, U: -13, LastSpike: -1000}
				brain.Neurons = append(brain.Neurons, n)
			}
			brain.ParamSets = []snn.ParamSet{newParamSet(k, map[string]any{}), newParamSet(snn.Fixed, map[string]any{})}
			brain.Synapses = snn.NewSynapses(
				snn.Synapse{ID: 1, Type: k, Source: 0, Target: 1, Delay: delay, Weight: 5},
				snn.Synapse{ID: 2, Type: snn.Fixed, Source: 2, Target: 2, Delay: longest, Params: 1}, // gives the ring its length
			)
			want := delay
			if delay == 0 {
				want = longest + 1
			}
			b := open(t, factory, brain, snn.Options{})
			b.SetCurrents([]float64{500, 0, 0, 0})
			if s := advance(t, b, 1); len(s.Neurons) != 1 || s.Neurons[0] != 0 {
				t.Fatalf("%s: fired %v, want neuron 0 alone", k, s.Neurons)
			}
			b.SetCurrents([]float64{-40, 0, 0, 0}) // silent from now on
			if s := advance(t, b, int(want)-1); len(s.Neurons) != 0 {
				t.Fatalf("%s, delay %d: %v fired too", k, delay, s.Neurons)
			}
			if s := snapshot(t, b, brain); s.V[1] != s.V[3] {
				t.Errorf("%s: a spike with delay %d has arrived before tick %d", k, delay, want)
			}
			advance(t, b, 1)
			if s := snapshot(t, b, brain); s.V[1] <= s.V[3]+1 {
				t.Errorf("%s: a spike with delay %d has not arrived in tick %d: v %v, unconnected %v", k, delay, want, s.V[1], s.V[3])
			}
		}
	}
}

// firesAtThreshold: the first half step ends at the clamp of 35, where
// 0.04·v·v + 5·v + 140 is 364; with u = 374 the second one ends at exactly 30,
// with the next larger u, half of whose last bit is 2^-16, below it.
func firesAtThreshold(t *testing.T, factory Factory) {
	brain := &snn.Brain{}
	for i := range 67 {
		n := snn.Neuron{ID: int64(i) + 1, Izhikevich: snn.Izhikevich{B: 0.2, C: -65, D: 1}, V: 100, U: 374}
		if i%3 == 1 {
			n.U = float64(math.Nextafter32(374, 400))
		}
		brain.Neurons = append(brain.Neurons, n)
	}
	b := open(t, factory, brain, snn.Options{})
	fired := advance(t, b, 1).Neurons
	s := snapshot(t, b, brain)
	for i := range brain.Neurons {
		v, u := -65.0, 375.0
		if i%3 == 1 {
			v, u = 30-0x1p-16, brain.Neurons[i].U
		}
		if got := slices.Contains(fired, int32(i)); got != (i%3 != 1) || s.V[i] != v || s.U[i] != u {
			t.Errorf("neuron at position %d: fired %v, v %v, u %v; want %v, %v", i, got, s.V[i], s.U[i], v, u)
		}
	}
}

// refuses: what is invalid, or cannot be run without overflow, is an error
// that names the row.
func refuses(t *testing.T, factory Factory) {
	for _, c := range []struct {
		name  string
		spoil func(*snn.Brain)
		want  string
	}{
		{"no neurons", func(b *snn.Brain) { *b = snn.Brain{} }, "no neurons"},
		{"dangling target", func(b *snn.Brain) { b.Synapses.Target[4] = 99 }, "synapses row 5"},
		{"negative delay", func(b *snn.Brain) { b.Synapses.Delay[6] = -1 }, "synapses row 7"},
		{"huge voltage", func(b *snn.Brain) { b.Neurons[2].V = 1e300 }, "neurons row 3"},
		{"huge recovery", func(b *snn.Brain) { b.Neurons[2].A = 1.1e9 }, "neurons row 3"},
		{"overflow", func(b *snn.Brain) { b.Synapses.Weight[5], b.Synapses.Target[5] = 1e6, 3 }, "neuron 4:"},
	} {
		brain := Lively(10, snn.Fixed).Generate(14)
		c.spoil(brain)
		b, err := factory(brain, snn.Options{})
		if err == nil {
			b.Close()
			t.Errorf("%s: no error", c.name)
		} else if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %q does not contain %q", c.name, err, c.want)
		}
	}
}
