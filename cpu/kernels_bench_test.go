package cpu

import (
	"math/rand/v2"
	"testing"

	"github.com/engine-gpu/engine-gpu/snn"
)

// Benchmarks of single kernels; whole runs are measured in package benchmarks,
// the membrane equation in BenchmarkIntegrate.

// BenchmarkDeliverFixed measures a fixed synapse's delivery, by the way in which
// a network's weights and delays are kept.
func BenchmarkDeliverFixed(b *testing.B) {
	for name, c := range map[string]struct {
		uniform bool
		delays  int
	}{"one weight and delay": {true, 1}, "one weight a row": {true, 5}, "each its own": {false, 5}} {
		b.Run(name, func(b *testing.B) {
			net := fixedNetwork(rand.New(rand.NewPCG(1, 1)), c.uniform, c.delays)
			f := openPart(b, net, false).fixed
			fired, events := everyNth(net.Neurons, 80), 0
			for _, n := range fired {
				events += int(f.end[n] - f.begin[n])
			}
			for b.Loop() {
				f.deliver(fired)
			}
			perEvent(b, events)
		})
	}
}

// BenchmarkDeliverPlastic measures all that a spike does to a plastic synapse:
// potentiation that is due, depression, delivery. Every other source has
// synapses of several classes, which are moved one by one.
func BenchmarkDeliverPlastic(b *testing.B) {
	for _, way := range []string{"vector", "scalar", "eager"} {
		b.Run(way, func(b *testing.B) {
			net := learningNetwork(rand.New(rand.NewPCG(2, 2)), 5000, 100, true)
			p := openPart(b, net, true)
			switch l := p.plastic.(*lazyPlastic); way {
			case "vector":
				if !l.vector {
					b.Skip("this processor has no AVX-512")
				}
			case "scalar":
				l.vector = false
			default:
				p.plastic = newEagerPlastic(p, net.Chemical[snn.Plastic], &columns{
					cuts: [][]int32{l.begin, l.end}, weight: l.weight,
				})
			}
			tick := int32(0)
			for b.Loop() {
				p.fired = p.fired[:0]
				for n := tick % 80; n < int32(net.Neurons); n += 80 { // each at 12.5 Hz
					p.fired = append(p.fired, n)
				}
				p.own.reset()
				p.own.sort(p.fired)
				p.bump(p.own.of(preTraces), net.Traces.PreBegin, tick)
				p.ring.aim(tick)
				p.plastic.deliver(tick, p.fired)
				p.bump(p.own.of(postTraces), net.Traces.PostBegin, tick)
				p.plastic.learn(tick, p.fired)
				tick++
			}
			perEvent(b, net.Chemical[snn.Plastic].Len()/80)
		})
	}
}

// BenchmarkConductGaps measures a gap junction.
func BenchmarkConductGaps(b *testing.B) {
	random := rand.New(rand.NewPCG(3, 3))
	net := fixedNetwork(random, true, 1)
	for range 4000 {
		net.Gaps.Source = append(net.Gaps.Source, int32(random.IntN(net.Neurons)))
		net.Gaps.Target = append(net.Gaps.Target, int32(random.IntN(net.Neurons)))
		net.Gaps.Conductance = append(net.Gaps.Conductance, 0.01)
	}
	p := openPart(b, net, false)
	for tick := int32(0); b.Loop(); tick++ {
		p.conductGaps(tick)
	}
	perEvent(b, len(net.Gaps.Source))
}

// BenchmarkGather measures the gathering of currents from other threads.
func BenchmarkGather(b *testing.B) {
	into, from := make([]int32, 50000), make([]int32, 50000)
	for b.Loop() {
		addCurrents(into, from)
	}
	perEvent(b, len(into))
}

// openPart returns the one part of a network on one thread.
func openPart(b *testing.B, net *snn.Network, learn bool) *part {
	b.Helper()
	backend, err := NewNetworkBackend(net, snn.Options{Learn: learn, Threads: 1})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { backend.Close() })
	p := backend.parts[0]
	p.ring.aim(0)
	return p
}

func everyNth(neurons, n int) []int32 {
	var some []int32
	for i := 0; i < neurons; i += n {
		some = append(some, int32(i))
	}
	return some
}

// perEvent reports the time of one of the events of an iteration.
func perEvent(b *testing.B, events int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(events), "ns/event")
}
