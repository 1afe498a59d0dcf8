package fork_test

import (
	"context"
	"testing"

	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/fork"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

const forkAt = 120

type keeper struct {
	at    int32
	state *engine.State
}

func (k *keeper) Next(ticks int32) int32 { return ticks + 1 }

func (k *keeper) Observe(m *engine.Moment) (err error) {
	if m.Ticks() == k.at {
		k.state, err = m.State()
	}
	return err
}

// spikes notes all spikes from the fork on.
type spikes struct {
	fired [][]int32
	later *engine.State // after the last arrival of what was sent before the fork
}

// settled is when nothing is on its way any more that was sent before the fork.
const settled = forkAt + 95

func (s *spikes) Record(_ int32, fired []int32) error {
	s.fired = append(s.fired, append([]int32{}, fired...))
	return nil
}

func (s *spikes) count(n int32) (total int) {
	for _, fired := range s.fired {
		for _, x := range fired {
			if x == n {
				total++
			}
		}
	}
	return total
}

func config() engine.Config {
	p, err := engine.ParseProgram([]byte(`{"tonic": 4, "loop": true, "rewards": {"every": 31, "values": [1, -0.5]},
		"phases": [{"duration": 40, "current": 400, "noise": 3, "targets": {"stride": 9}}, {"duration": 20, "current": 0}]}`))
	if err != nil {
		panic(err)
	}
	return engine.Config{Ticks: 400, Program: p, NoiseSeed: 3}
}

// future runs a network from the fork on, or from the start without a state.
func future(t *testing.T, brain *snn.Brain, change func(*snn.Network, *snn.Float32State) func(engine.Backend) engine.Backend) *spikes {
	t.Helper()
	opt := snn.Options{Learn: true, Threads: 2}
	whole, err := cpu.NewBackend(brain, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer whole.Close()
	c, k := config(), &keeper{at: forkAt}
	c.Observers = []engine.Observer{k}
	if _, err := engine.Run(context.Background(), brain, whole, c); err != nil {
		t.Fatal(err)
	}
	net, err := snn.Compile(brain)
	if err != nil {
		t.Fatal(err)
	}
	on := change(net, k.state.Brain.(*snn.Float32State))
	b, err := cpu.NewNetworkBackend(net, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	s := &spikes{}
	c = config()
	later := &keeper{at: settled}
	c.Resume, c.Recorders, c.Observers = k.state, []engine.Recorder{s}, []engine.Observer{later}
	if _, err := engine.Run(context.Background(), brain, on(b), c); err != nil {
		t.Fatal(err)
	}
	s.later = later.state
	return s
}

func unchanged(*snn.Network, *snn.Float32State) func(engine.Backend) engine.Backend {
	return func(b engine.Backend) engine.Backend { return b }
}

func brainOf(types ...snn.SynapseType) *snn.Brain {
	s := backendtest.Lively(80, types...)
	s.Delays = []int32{2, 3, 5, 70, 90}
	return s.Generate(4)
}

// TestLesion: dead neurons never fire, however they are driven, and nobody else
// changes before a spike of theirs is missed.
func TestLesion(t *testing.T) {
	var types []snn.SynapseType
	for _, kind := range backendtest.AllTypes() {
		if kind != snn.GapJunction { // it would tell at once
			types = append(types, kind)
		}
	}
	brain := brainOf(types...)
	dead := []int32{0, 9, 17, 33, 80 - 1}
	whole := future(t, brain, unchanged)
	cut := future(t, brain, func(net *snn.Network, s *snn.Float32State) func(engine.Backend) engine.Backend {
		l := &fork.Lesion{Neurons: dead}
		if err := l.Apply(net, s); err != nil {
			t.Fatal(err)
		}
		return l.On
	})
	isDead := map[int32]bool{}
	for _, n := range dead {
		isDead[n] = true
		if got := cut.count(n); got != 0 {
			t.Errorf("the dead neuron %d fires %d times", n, got)
		}
		if whole.count(n) == 0 {
			t.Errorf("the case is empty: neuron %d does not fire without a lesion", n)
		}
	}
	// The shortest delay is 2: a first missing spike tells two ticks later.
	missed := -1
	for i := range whole.fired {
		for _, n := range whole.fired[i] {
			if isDead[n] && missed < 0 {
				missed = i
			}
		}
	}
	differs := -1
	for i := range whole.fired {
		if !equal(alive(whole.fired[i], isDead), alive(cut.fired[i], isDead)) {
			differs = i
			break
		}
	}
	if differs < missed+2 {
		t.Errorf("others differ in tick %d after the fork, the first missing spike is of tick %d", differs, missed)
	}
	c := fork.NewComparison(context.Background(), dead)
	go func() {
		for i, fired := range whole.fired {
			c.Unchanged().Record(int32(forkAt+i), fired)
		}
	}()
	for i, fired := range cut.fired {
		c.Changed().Record(int32(forkAt+i), fired)
	}
	if c.Any == nil || c.Any.Tick != int32(forkAt+missed) || c.Any.InNew || !isDead[c.Any.Neuron] {
		t.Errorf("the first difference is %+v, want tick %d", c.Any, forkAt+missed)
	}
	if c.Others == nil || c.Others.Tick != int32(forkAt+differs) || isDead[c.Others.Neuron] {
		t.Errorf("the first difference of others is %+v, want tick %d", c.Others, forkAt+differs)
	}
}

func alive(fired []int32, dead map[int32]bool) (left []int32) {
	for _, n := range fired {
		if !dead[n] {
			left = append(left, n)
		}
	}
	return left
}

func equal(a, b []int32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// TestSilenceSynapses: with all types silenced, every neuron runs as it would in
// a brain without synapses, once all that was sent before has arrived.
func TestSilenceSynapses(t *testing.T) {
	for _, kind := range backendtest.AllTypes() {
		t.Run(kind.String(), func(t *testing.T) {
			brain := brainOf(kind)
			whole := future(t, brain, unchanged)
			var left int
			cut := future(t, brain, func(net *snn.Network, s *snn.Float32State) func(engine.Backend) engine.Backend {
				if n := fork.SilenceSynapses(net, s, kind); n != brain.Synapses.Len() {
					t.Errorf("%d synapses silenced, want %d", n, brain.Synapses.Len())
				}
				for _, c := range s.PendingCount {
					left += int(c)
				}
				return func(b engine.Backend) engine.Backend { return b }
			})
			if kind != snn.GapJunction && left == 0 {
				t.Error("the case is empty: nothing was on its way")
			}
			// The shortest delay is 2: the first two ticks receive what was sent
			// before. A gap junction's next tick is on its way too.
			first := 2
			if kind == snn.GapJunction {
				first = 1
			}
			for i := range first {
				if !equal(whole.fired[i], cut.fired[i]) {
					t.Errorf("tick %d after the fork differs already", i)
				}
			}
			bare := isolated(t, brain, cut.later)
			different := false
			for i := range whole.fired {
				if k := i - (settled - forkAt); k >= 0 && !equal(bare.fired[k], cut.fired[i]) {
					t.Fatalf("tick %d after the fork: the silenced brain is not one without synapses", i)
				}
				different = different || !equal(whole.fired[i], cut.fired[i])
			}
			if !different {
				t.Error("the case is empty: the synapses made no difference")
			}
		})
	}
}

// isolated runs the same neurons without any synapse from a state on.
func isolated(t *testing.T, brain *snn.Brain, from *engine.State) *spikes {
	t.Helper()
	alone := &snn.Brain{Neurons: brain.Neurons, States: brain.States}
	b, err := cpu.NewBackend(alone, snn.Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	old := from.Brain.(*snn.Float32State)
	if len(old.PendingCount)+len(old.LateTick) > 0 {
		for i := range old.PendingCurrent {
			t.Errorf("a current of %d is on its way", old.PendingCurrent[i])
		}
	}
	state := *from
	state.Brain = &snn.Float32State{
		Tick: old.Tick, External: old.External, Noise: old.Noise, NoiseSeed: old.NoiseSeed, V: old.V, U: old.U, LastSpike: old.LastSpike,
	}
	s := &spikes{}
	c := config()
	c.Resume, c.Recorders = &state, []engine.Recorder{s}
	if _, err := engine.Run(context.Background(), alone, b, c); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestWhatWasSentArrives: a spike on a long way arrives although its synapse was
// silenced meanwhile.
func TestWhatWasSentArrives(t *testing.T) {
	for _, delay := range []int32{40, 90} {
		brain := &snn.Brain{States: []snn.SynapseState{snn.StartState()}}
		for id := range int64(2) {
			brain.Neurons = append(brain.Neurons, snn.Neuron{ID: 1 + id, Izhikevich: snn.RS.Parameters(), V: -65, U: -13, LastSpike: -1000})
		}
		p, err := snn.ParseParams(snn.Fixed, "{}")
		if err != nil {
			t.Fatal(err)
		}
		brain.ParamSets = []snn.ParamSet{{Type: snn.Fixed, Text: "{}", Params: p}}
		brain.Synapses.Append(snn.Synapse{ID: 1, Weight: 300, Source: 0, Target: 1, Delay: delay, Type: snn.Fixed})
		whole := future(t, brain, unchanged)
		cut := future(t, brain, func(net *snn.Network, s *snn.Float32State) func(engine.Backend) engine.Backend {
			fork.SilenceSynapses(net, s, snn.Fixed)
			return func(b engine.Backend) engine.Backend { return b }
		})
		arrived := 0
		for i := range delay {
			if !equal(whole.fired[i], cut.fired[i]) {
				t.Fatalf("delay %d: tick %d after the fork differs", delay, i)
			}
			for _, n := range cut.fired[i] {
				arrived += int(n)
			}
		}
		if arrived == 0 {
			t.Errorf("delay %d: the case is empty: the target does not fire", delay)
		}
	}
}
