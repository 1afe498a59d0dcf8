//go:build linux && cgo && egl

package gpu

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/internal/egltest"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/shaders"
	"github.com/engine-gpu/engine-gpu/snn"
)

// trial is a backend whose memory is filled at random, and the model of it.
type trial struct {
	*Backend
	rng   *rand.Rand
	model model
	fired []int32 // of the tick
}

// newTrial makes the backend of a random brain with everything in it.
func newTrial(t *testing.T, neurons, shards int, seed uint64) *trial {
	t.Helper()
	s := backendtest.Lively(neurons)
	s.Delays = []int32{1, 2, 5, 20, 62, 63, 64, 200}
	s.Taus = []float64{0.5, 3, 20, 500, 1e4, 1e7}
	s.FanIn, s.FanOut = 700, 700
	s.Restored, s.Odd = true, true
	net := compile(t, s.Generate(seed))
	cfg := Config{Device: Best}
	b, err := newBackend(net, snn.Options{Learn: true}, cfg, limits{shards: shards}, shaders.FS)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	l, err := newLayout(net, b.device.BlockSize(), shards) // the backend's own was released
	if err != nil {
		t.Fatal(err)
	}
	return &trial{Backend: b, rng: rand.New(rand.NewPCG(seed, 7)), model: model{net: net, l: l, mostGroups: b.kernels.groups}}
}

// fill fills the memory at random, as of a random tick: before it with the
// tick's work lists empty, or within it with those of some that fired.
func (x *trial) fill(within bool) error {
	m, err := download(x.Backend)
	if err != nil {
		return err
	}
	rng, l := x.rng, x.model.l
	tick := 1000 + rng.Int32N(1<<20)
	float := func(lo, hi float64) float32 { return float32(lo + (hi-lo)*rng.Float64()) }
	past := func() int32 { return tick - 1 - []int32{0, 1, rng.Int32N(100), rng.Int32N(tick)}[rng.IntN(4)] }
	trace := func() float32 { return []float32{0, snn.SpentTrace, 1e-6, float(0, 1), float(0, 5)}[rng.IntN(5)] }
	for i := range m.membrane {
		m.membrane[i] = snn.DeviceMembrane{V: float(-99, 34), U: float(-20, 20)}
		m.lastSpike[i], m.external[i] = past(), float(-5, 40)
		m.noise[i] = []float32{0, float(0, 1e-3)}[rng.IntN(2)]
	}
	for i := range m.ring {
		m.ring[i] = []int32{0, rng.Int32N(1<<24) - 1<<23}[rng.IntN(2)]
	}
	for i := range m.history {
		if m.history[i] = rng.Uint32() & rng.Uint32(); i%int(l.historyWords) == int(l.historyWords)-1 && x.net.Neurons%32 != 0 {
			m.history[i] &= 1<<(x.net.Neurons%32) - 1
		}
	}
	for i := range m.traces {
		m.traces[i].Value, m.traces[i].Tick = trace(), past()
	}
	for i := range m.gateTotals {
		m.gateTotals[i] = rng.Int32N(30)
	}
	for i := range m.gateHistory {
		m.gateHistory[i] = rng.Int32N(5)
	}
	for i := range m.shards {
		s := &m.shards[i]
		for k := range s.weights {
			s.weights[k] = []float32{0, float(-10, 10), float(-1e-9, 1e-9)}[rng.IntN(3)]
		}
		for k := range s.rewards {
			s.rewards[k] = snn.DeviceReward{Trace: trace(), TraceTick: past(), Eligibility: trace(), EligibilityTick: past()}
		}
		for k := range s.gains {
			s.gains[k] = snn.DeviceGain{Gain: float(0, 4), Tick: past()}
		}
		for k := range s.developments {
			fires := rng.Int32N(12)
			s.developments[k] = snn.DeviceDevelopment{SourceFires: fires, Coincidences: rng.Int32N(fires + 1), Alive: rng.Int32N(3) / 2 * rng.Int32N(2)}
			if rng.IntN(2) == 0 {
				s.developments[k].Alive = 1
			}
		}
	}
	x.tick, x.model.tick, x.model.memory = tick, tick, m
	x.fired = x.fired[:0]
	for n := range int32(x.net.Neurons) {
		if rng.IntN(3) == 0 {
			x.fired = append(x.fired, n)
		}
	}
	if x.model.makeWork(nil, true); within {
		x.model.makeWork(x.fired, true)
	}
	return m.upload(x.Backend)
}

// alone is a kernel: how to run it, and what the model does.
type alone struct {
	name  string
	run   func() error
	model func()
}

// kernelsAlone lists the kernels.
func (x *trial) kernelsAlone() []alone {
	k, m := x.kernels, &x.model
	const seed, amount = 1<<40 | 77, -0.7
	integrate := func(noise bool) (func() error, func()) {
		run := func() error {
			if err := k.setNoise(x.Backend, seed, noise); err != nil {
				return err
			}
			return x.dispatch(k.integrate, x.tick, k.of.integrate)
		}
		return run, func() {
			m.loud, m.seed = noise, seed
			m.makeWork(m.integrate(), true)
		}
	}
	quiet, quietModel := integrate(false)
	noisy, noisyModel := integrate(true)
	reward := func() error {
		var s setter
		s.int(k.reward, "tick", x.tick)
		s.float(k.reward, "amount", amount)
		if s.err != nil {
			return s.err
		}
		return x.overDynamic(k.reward)
	}
	input := func() error {
		x.inputs.neurons, x.inputs.currents, x.inputs.changed = slices.Clone(x.fired), make([]float32, len(x.fired)), true
		return x.inputs.apply(x.Backend)
	}
	return []alone{
		{"integrate", quiet, quietModel},
		{"integrate with noise", noisy, noisyModel},
		{"window", func() error { return x.dispatch(k.window, x.tick, k.of.window) }, m.window},
		{"gap", func() error { return x.dispatch(k.gap, x.tick, k.of.gap) }, m.gap},
		{"late", func() error { return x.dispatch(k.late, x.tick, k.of.late) }, m.late},
		{"deliver", func() error { return x.indirect(k.deliver, x.tick, 0) }, func() { m.deliver(x.fired) }},
		{"learn", func() error { return x.indirect(k.learn, x.tick, 1) }, func() { m.learn(x.fired) }},
		{"prune", func() error { return x.overDynamic(k.prune) }, m.prune},
		{"reward", reward, func() { m.reward(amount) }},
		{"input", input, func() {
			for _, n := range x.fired {
				m.external[n] = 0
			}
		}},
	}
}

// TestEveryKernelAlone runs each kernel on random memory, and compares every
// bit of every array with a plain loop on the host: what it wrote, and that it
// wrote nothing else.
func TestEveryKernelAlone(t *testing.T) {
	egltest.Open(t, egl.Options{Device: egl.Best})
	for _, c := range []struct{ neurons, shards int }{{1, 1}, {31, 1}, {64, 3}, {65, 1}, {333, 5}, {2000, 1}} {
		x := newTrial(t, c.neurons, c.shards, uint64(c.neurons))
		for _, kernel := range x.kernelsAlone() {
			t.Run(fmt.Sprintf("%s, %d neurons, %d shards", kernel.name, c.neurons, c.shards), func(t *testing.T) {
				for range 5 {
					x.compare(t, kernel)
				}
			})
		}
	}
}

// compare runs a kernel and its model once.
func (x *trial) compare(t *testing.T, kernel alone) {
	t.Helper()
	var before, got *memory
	if err := x.context.Do(func() error {
		if err := x.fill(!strings.HasPrefix(kernel.name, "integrate")); err != nil {
			return err
		}
		before = x.model.clone(x.Backend)
		if err := kernel.run(); err != nil {
			return err
		}
		var err error
		got, err = download(x.Backend)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	kernel.model()
	sortWork(got, x.model.l)
	sortWork(x.model.memory, x.model.l)
	got.same(t, x.Backend, x.model.memory)
	changed(t, x, before)
}

// changed demands that the kernel had something to do: with one neuron not all
// have.
func changed(t *testing.T, x *trial, before *memory) {
	t.Helper()
	if x.net.Neurons < 31 {
		return
	}
	after := x.model.transfers(x.Backend)
	for i, a := range before.transfers(x.Backend) {
		if !slices.Equal(a.bits(), after[i].bits()) {
			return
		}
	}
	t.Error("the case is empty: nothing changed")
}

// sortWork brings the items of each list into an order of their own: that of
// the device is any.
func sortWork(m *memory, l *layout) {
	shards := len(l.shards)
	for parity := range 2 {
		for s, entry := range l.shardTable {
			for phase, begin := range []int32{entry.DeliverList, entry.LearnList} {
				count := int32(m.dispatches[(parity*2+phase)*shards+s].Count)
				slices.SortFunc(m.work[begin:begin+count], compareItems)
			}
		}
	}
}

func compareItems(a, b snn.DeviceItem) int {
	return slices.Compare([]int32{a.Neuron, a.Kind, a.First, a.Count}, []int32{b.Neuron, b.Kind, b.First, b.Count})
}
