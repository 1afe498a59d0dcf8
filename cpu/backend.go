package cpu

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Backend runs a network in float32 with int32 fixed-point currents and lazy
// traces. Neurons are split into one contiguous part per thread; a part owns
// its neurons and every synapse onto them, so that threads share nothing they
// write and any number of them gives the same bits. A tick has two phases with
// a barrier after each:
//
//	fire:    drain long delays, integrate and fire, presynaptic traces
//	deliver: deliver all spikes, learn, prune, gap junctions of the next tick
type Backend struct {
	net *snn.Network
	opt snn.Options

	tick   int32
	closed bool
	shared *shared
	parts  []*part
	sets   [snn.NumChemicalTypes]*columns // nil where the network has none

	ticks   int // to run from the next start on; 0 ends the threads
	barrier *barrier
	running sync.WaitGroup
}

// shared is what parts read of each other. Each element is written by the part
// that owns its neuron, and read by others only in the other phase.
type shared struct {
	v, u      []float32 // [mV]
	lastSpike []int32   // [tick]
	traces    []trace
	external  []float32 // external current
	noise     []float32 // current per unit of snn.NoiseInteger; nil without noise
	noiseSeed uint64

	taken atomic.Int32 // sources of fixed synapses that parts have taken in this tick
}

// NewBackend compiles a brain and starts the threads that run it. The brain is
// not changed. Options.Threads of 0 takes as many as the brain's size pays for.
func NewBackend(brain *snn.Brain, opt snn.Options) (*Backend, error) {
	net, err := snn.Compile(brain)
	if err != nil {
		return nil, err
	}
	return NewNetworkBackend(net, opt)
}

// NewNetworkBackend starts the threads that run a network, which is not
// changed and may be shared.
func NewNetworkBackend(net *snn.Network, opt snn.Options) (*Backend, error) {
	threads := opt.Threads
	if threads < 0 {
		return nil, fmt.Errorf("%d threads", threads)
	}
	if threads == 0 {
		threads = defaultThreads(net)
	}
	threads = min(threads, net.Neurons, maxThreads)
	b := &Backend{
		net: net, opt: opt,
		shared: &shared{
			v: clone(net.V), u: clone(net.U), lastSpike: clone(net.LastSpike),
			traces:   make([]trace, len(net.Traces.Value)),
			external: make([]float32, net.Neurons),
		},
		barrier: newBarrier(threads),
	}
	for i, value := range net.Traces.Value {
		b.shared.traces[i].value = value
	}
	bounds := make([]int32, threads+1)
	for i := range bounds {
		bounds[i] = int32(net.Neurons * i / threads)
	}
	for t, s := range net.Chemical {
		if s != nil {
			b.sets[t] = newColumns(s, bounds)
		}
	}
	fixed := b.sets[snn.Fixed]
	rings, spread := newRings(net, bounds, fixed)
	if fixed != nil && (spread || threads == 1) {
		fixed.tiles = cutTiles(net.Chemical[snn.Fixed])
	}
	for i, ring := range rings {
		b.parts = append(b.parts, newPart(b, i, bounds, ring, &b.sets))
	}
	for _, p := range b.parts {
		p.conductGaps(0)
	}
	b.start()
	return b, nil
}

// maxThreads bounds the threads of one run.
const maxThreads = 256

func defaultThreads(net *snn.Network) int {
	synapses := 0
	for _, s := range net.Chemical {
		if s != nil {
			synapses += s.Len()
		}
	}
	return DefaultThreads(int64(net.Neurons), int64(synapses))
}

// start launches a goroutine for every part but the first, which is run by
// whoever calls Advance. All meet at the barrier before they start: a worm's
// next tick comes so soon that a thread had better not sleep until then.
func (b *Backend) start() {
	for _, p := range b.parts[1:] {
		b.running.Go(func() {
			for {
				b.barrier.wait()
				if b.ticks == 0 {
					return
				}
				b.run(p, b.ticks, nil)
			}
		})
	}
}

// Device implements engine.Backend.
func (b *Backend) Device() string { return deviceName() }

// Threads implements engine.Backend.
func (b *Backend) Threads() int { return len(b.parts) }

// Network returns the compiled network.
func (b *Backend) Network() *snn.Network { return b.net }

// SetCurrents implements engine.Backend.
func (b *Backend) SetCurrents(current []float64) {
	for i, x := range current {
		b.shared.external[i] = snn.Flush(float32(x))
	}
}

// UpdateCurrents implements engine.Backend.
func (b *Backend) UpdateCurrents(neurons []int32, current []float64) {
	for i, n := range neurons {
		b.shared.external[n] = snn.Flush(float32(current[i]))
	}
}

// SetNoise implements engine.Backend.
func (b *Backend) SetNoise(sd []float64, seed uint64) {
	b.shared.noise, b.shared.noiseSeed = nil, seed
	if sd == nil {
		return
	}
	b.shared.noise = make([]float32, len(sd))
	for i, x := range sd {
		b.shared.noise[i] = snn.Flush(float32(x * snn.NoiseScale))
	}
}

// Advance implements engine.Backend.
func (b *Backend) Advance(ticks int, out *snn.Spikes) error {
	if ticks == 0 {
		return nil // would end the threads
	}
	b.ticks = ticks
	b.barrier.wait()
	b.run(b.parts[0], ticks, out)
	b.tick += int32(ticks)
	return nil
}

// run is one thread's share of a number of ticks; the first thread writes the
// spikes to out.
func (b *Backend) run(p *part, ticks int, out *snn.Spikes) {
	tick := b.tick
	for range ticks {
		p.fire(tick)
		b.barrier.wait()
		if out != nil {
			b.report(out)
		}
		p.deliver(tick)
		b.barrier.wait()
		tick++
	}
}

// report appends the tick's spikes: parts are in neuron order, and so are the
// spikes of a part.
func (b *Backend) report(out *snn.Spikes) {
	count := 0
	for _, p := range b.parts {
		out.Neurons = append(out.Neurons, p.fired...)
		count += len(p.fired)
	}
	out.Counts = append(out.Counts, int32(count))
}

// Reward implements engine.Backend. It runs between ticks, on the caller's
// thread.
func (b *Backend) Reward(amount float64) error {
	m, effective := snn.RewardAmount(amount)
	if !effective {
		return nil
	}
	for _, p := range b.parts {
		p.reward.deliver(b.tick, m)
		if b.opt.RewardHomeostasis {
			p.reward.rescale()
		}
	}
	return nil
}

// Snapshot implements engine.Backend.
func (b *Backend) Snapshot(s *snn.Snapshot) error {
	s.Tick = b.tick
	for i := range s.V { // none if they are not wanted
		s.V[i] = float64(b.shared.v[i])
	}
	for i := range s.U {
		s.U[i] = float64(b.shared.u[i])
	}
	for i := range s.LastSpike {
		s.LastSpike[i] = int64(b.shared.lastSpike[i])
	}
	if s.Weight == nil {
		return nil // no synapse needs to be looked at
	}
	for _, p := range b.parts {
		p.snapshot(b.tick, s)
	}
	return nil
}

// Close implements engine.Backend.
func (b *Backend) Close() error {
	if !b.closed {
		b.closed, b.ticks = true, 0
		b.barrier.wait()
		b.running.Wait()
	}
	return nil
}

func clone[T any](xs []T) []T { return append([]T(nil), xs...) }
