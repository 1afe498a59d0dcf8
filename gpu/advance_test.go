//go:build linux && cgo && egl

package gpu_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/backendtest"
	"github.com/engine-gpu/engine-gpu/snn"
)

// both hands the same calls to the backend and to the oracle, and compares
// what comes of them.
type both struct {
	t            *testing.T
	brain        *snn.Brain
	gpu, oracle  engine.Backend
	spikes, want snn.Spikes
}

func newBoth(t *testing.T, brain *snn.Brain, opt snn.Options) *both {
	t.Helper()
	b := &both{t: t, brain: brain, gpu: open(t, brain, opt, gpu.Altered{})}
	var err error
	if b.oracle, err = backendtest.Oracle(brain, opt); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.oracle.Close() })
	return b
}

// do makes a call on both.
func (b *both) do(f func(engine.Backend)) {
	f(b.gpu)
	f(b.oracle)
}

// advance runs ticks on both.
func (b *both) advance(ticks int) {
	b.t.Helper()
	if err := b.gpu.Advance(ticks, &b.spikes); err != nil {
		b.t.Fatal(err)
	}
	if err := b.oracle.Advance(ticks, &b.want); err != nil {
		b.t.Fatal(err)
	}
}

// same compares all spikes and the state.
func (b *both) same() {
	b.t.Helper()
	trial := func(backend engine.Backend, spikes snn.Spikes) *backendtest.Trial {
		s := snn.NewSnapshot(b.brain)
		if err := backend.Snapshot(s); err != nil {
			b.t.Fatal(err)
		}
		return &backendtest.Trial{Spikes: spikes, Snapshots: []*snn.Snapshot{s}}
	}
	backendtest.SameBits(b.t, b.brain, trial(b.oracle, b.want), trial(b.gpu, b.spikes))
	if len(b.want.Neurons) == 0 {
		b.t.Error("the case is empty: no spikes")
	}
}

// constant returns a current for every neuron.
func constant(n int, current float64) []float64 {
	all := make([]float64, n)
	for i := range all {
		all[i] = current
	}
	return all
}

// TestChunks: however a run is cut into calls, batches and turns of the
// history, its spikes are the same. The history has 128 ticks, with a delay of
// 200 256.
func TestChunks(t *testing.T) {
	needGL(t)
	t.Parallel()
	for _, longest := range []int32{3, 200} {
		s := backendtest.Lively(40)
		s.Delays = []int32{1, 2, longest}
		brain := s.Generate(1)
		opt := snn.Options{Learn: true}
		protocol := backendtest.Protocol{Ticks: 900, Events: []backendtest.Event{{Tick: 0, Do: func(b engine.Backend) error {
			b.SetCurrents(constant(40, 12))
			return nil
		}}}}
		want := play(t, backendtest.Oracle, brain, opt, protocol, 0)
		for _, chunk := range []int{0, 1, 2, 5, 63, 64, 65, 127, 128, 129, 191, 192, 193, 255, 256, 257, 500} {
			t.Run(fmt.Sprintf("delay %d, %d ticks", longest, chunk), func(t *testing.T) {
				backendtest.SameBits(t, brain, want, play(t, altered(gpu.Altered{}), brain, opt, protocol, chunk))
			})
		}
	}
}

// TestUpdateCurrents: updates of the same neurons, of others, of none, of one
// twice, one upon the other and upon all, in any order.
func TestUpdateCurrents(t *testing.T) {
	needGL(t)
	t.Parallel()
	const n = 200
	b := newBoth(t, backendtest.Lively(n).Generate(2), snn.Options{Learn: true})
	update := func(neurons []int32, currents ...float64) {
		b.do(func(x engine.Backend) { x.UpdateCurrents(neurons, currents) })
	}
	some := make([]int32, 150)
	for i := range some {
		some[i] = int32(199 - i)
	}
	b.do(func(x engine.Backend) { x.SetCurrents(constant(n, 6)) })
	b.advance(20)
	update([]int32{3, 70, 199}, 20, -5, 11) // a list
	b.advance(20)
	update([]int32{3, 70, 199}, 11, 30, 12) // the same one
	update([]int32{3, 70, 199}, 9, 31, 13)  // again, before any tick
	b.advance(20)
	update([]int32{70, 71}, 1, 40)           // another one
	update(some, constant(150, 8)...)        // a longer one, upon the waiting one
	update([]int32{60, 61}, 17, 18)          // a shorter one
	update(nil)                              // none
	update([]int32{5, 9, 5, 5}, 1, 2, 3, 25) // one neuron thrice: the last holds
	b.advance(40)
	update([]int32{5, 9, 5, 5}, 30, 12, 13, 14)
	b.advance(40)
	b.do(func(x engine.Backend) { x.SetCurrents(constant(n, 7)) })
	update([]int32{0}, 50)
	b.advance(20)
	update([]int32{0, 1}, -50, 50)
	b.do(func(x engine.Backend) { x.SetCurrents(constant(n, 10)) }) // takes the update back
	b.advance(60)
	update([]int32{0, 1}, 12, 5e-40) // a denormal is none
	b.advance(60)
	b.same()
}

// TestNoise: on, with other amplitudes and seeds, off and on again.
func TestNoise(t *testing.T) {
	needGL(t)
	t.Parallel()
	const n = 130
	b := newBoth(t, backendtest.Lively(n).Generate(3), snn.Options{Learn: true})
	noise := func(sd []float64, seed uint64) {
		b.do(func(x engine.Backend) { x.SetNoise(sd, seed) })
		b.advance(50)
	}
	half := constant(n, 9)
	for i := range n / 2 {
		half[2*i] = 0
	}
	noise(constant(n, 8), 1)
	noise(constant(n, 8), 1<<63|5)
	noise(nil, 7)
	noise(half, 7)
	noise(constant(n, 0), 7)
	noise(nil, 0)
	noise(constant(n, 1e-300), 8)
	noise(half, 0xffffffff)
	b.same()
}

// TestTwoBackendsAtOnce: backends on goroutines of their own do not disturb
// each other.
func TestTwoBackendsAtOnce(t *testing.T) {
	needGL(t)
	t.Parallel()
	var running sync.WaitGroup
	for seed := range uint64(3) {
		brain := backendtest.Lively(90).Generate(seed)
		protocol := lively(200).Protocol(brain, seed)
		opt := snn.Options{Learn: true, RewardHomeostasis: seed == 1}
		want := play(t, backendtest.Oracle, brain, opt, protocol, 0)
		b := open(t, brain, opt, gpu.Altered{})
		running.Go(func() {
			got, err := backendtest.Play(b, brain, protocol, 7)
			if err != nil {
				t.Error(err)
				return
			}
			backendtest.SameBits(t, brain, want, got)
		})
	}
	running.Wait()
}

// TestAdvanceAllocates: a call of Advance for one tick, with an update of
// currents as the arena makes it, allocates a fixed handful of objects on the
// host and nothing on the device.
func TestAdvanceAllocates(t *testing.T) {
	const most = 2 // objects per tick: the function that crosses to the context's thread, and one to spare
	brain := backendtest.Lively(300).Generate(1)
	b := open(t, brain, snn.Options{Learn: true}, gpu.Altered{})
	b.SetCurrents(constant(300, 9))
	neurons, currents := []int32{1, 2, 3}, []float64{4, 5, 6}
	var spikes snn.Spikes
	tick := func() {
		spikes.Reset(0)
		b.UpdateCurrents(neurons, currents)
		if err := b.Advance(1, &spikes); err != nil {
			t.Fatal(err)
		}
	}
	for range 300 {
		tick()
	}
	before := b.Allocated()
	if n := testing.AllocsPerRun(500, tick); n > most {
		t.Errorf("%v objects per tick, at most %d", n, most)
	}
	if after := b.Allocated(); after != before {
		t.Errorf("%d bytes on the device, %d before", after, before)
	}
}
