package plan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"

	"github.com/engine-gpu/engine-gpu/benchmarks/izh"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Backend is what a calibration needs of a backend.
type Backend interface {
	Threads() int
	SetCurrents(current []float64)
	Advance(ticks int, out *snn.Spikes) error
	Close() error
}

// Open starts the backend that is to be timed, with a network and a number of
// threads.
type Open func(net *snn.Network, threads int) (Backend, error)

// Sizes of the networks that are timed. The most synapses are more than a
// processor's caches hold, as are those of larger networks.
const (
	mostTimedNeurons  = 2000000
	mostTimedSynapses = 20000000
)

// Speed is how fast a run is foretold to be.
type Speed struct {
	TicksPerSecond float64
	Rate           float64 // of the neurons, as assumed [Hz]
	Threads        int
	NeuronTime     float64 // of a neuron in a tick, barriers included [s]
	SpikeTime      float64 // of a spike with all its synapses [s]
	EventTime      float64 // SpikeTime by synapse [s]
	Timed          []Timed
}

// tick is the time of a tick [s].
func (s *Speed) tick(neurons float64) float64 {
	return neurons * (s.NeuronTime + s.Rate/1000*s.SpikeTime)
}

// NewSpeed times small networks of the request's kind and reckons with them:
//
//	tick = N·neuron + spikes·spike
//
// A network that is small enough is timed itself. Else it is one of as many
// neurons and of rows as long, which only every so many neurons have: a tick
// touches as many neurons and currents, and rows that lie as far away. What a
// spike costs without a row is then known from a network with hardly any.
func NewSpeed(ctx context.Context, r Request, open Open) (*Speed, error) {
	n := int(min(r.Neurons, mostTimedNeurons))
	s := &Speed{Rate: r.Rate, Threads: r.threads()}
	time := func(fanout, every int, without float64) (Timed, error) {
		t, err := s.timeNetwork(ctx, r.config(n, fanout), every, without, open)
		if err != nil {
			return t, fmt.Errorf("timing %d neurons of %d synapses: %w", n, fanout, err)
		}
		s.Threads = t.Threads
		if every == n {
			t.Fanout, t.Every = 0, 0
		}
		s.Timed = append(s.Timed, t)
		return t, nil
	}
	every := int(math.Ceil(float64(n) * float64(r.Fanout) / mostTimedSynapses))
	fanout := max(1, int(r.Fanout)/every)
	without := 0.0
	if every > 1 && n > 1 {
		bare, err := time(1, n, 0)
		if err != nil {
			return nil, err
		}
		without = bare.Spike
	}
	long, err := time(fanout, every, without)
	if err != nil {
		return nil, err
	}
	s.NeuronTime = long.Neuron
	s.EventTime = long.Spike / float64(long.Fanout)
	s.SpikeTime = s.EventTime * float64(r.Fanout)
	s.TicksPerSecond = 1 / s.tick(float64(r.Neurons))
	return s, ctx.Err()
}

// timeNetwork builds a network, of whose neurons only every so many keep their
// rows, and times it, first as it fires, then at rest. without is the time of a
// spike that goes nowhere [s]; if it is 0, spikes with rows and without count
// alike.
func (s *Speed) timeNetwork(ctx context.Context, c izh.Config, every int, without float64, open Open) (t Timed, err error) {
	net, err := izh.Build(c)
	if err != nil {
		return t, err
	}
	gatherRows(net.Network, every)
	b, err := open(net.Network, s.Threads)
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	w := stopwatch{backend: b, hash: snn.NewSpikeHash(), every: 1}
	if without > 0 {
		w.every = int32(every)
	}
	b.SetCurrents(constant(driveFor(every), c.Neurons))
	active, err := w.run(ctx, c.Neurons, settleTicks, settleTime, activeTime)
	if err != nil {
		return t, err
	}
	b.SetCurrents(make([]float64, c.Neurons))
	rest, err := w.run(ctx, c.Neurons, restTicks, 0, restTime)
	if err != nil {
		return t, err
	}
	quiet := rest.tick(0)
	return Timed{
		Neurons: c.Neurons, Fanout: c.Fanout * every, Every: every, Threads: b.Threads(), Rate: active.rate(),
		Neuron: quiet / float64(c.Neurons), Spike: active.spike(quiet, without),
	}, nil
}

// driveFor returns a current under which neurons fire so much more often that as
// many rows are delivered in a tick as if every neuron had one, as far as they
// can: currents that are touched more often are nearer.
func driveFor(every int) float64 {
	const perTime, most = 4, 40
	return min(izh.Drive+perTime*float64(every-1), most)
}

// gatherRows gives the rows of neurons that follow each other to the first of
// them, every so many.
func gatherRows(net *snn.Network, every int) {
	if every == 1 {
		return
	}
	for _, s := range net.Chemical {
		if s == nil {
			continue
		}
		begin := make([]int32, len(s.Begin))
		for i := range begin {
			begin[i] = s.Begin[min((i+every-1)/every*every, net.Neurons)]
		}
		s.Begin = begin
		// Rows ascend by target. Weights and delays are alike in distribution.
		var sorting sync.WaitGroup
		workers := runtime.GOMAXPROCS(0)
		for w := range workers {
			sorting.Go(func() {
				for n := net.Neurons * w / workers; n < net.Neurons*(w+1)/workers; n++ {
					slices.SortFunc(s.Destination[begin[n]:begin[n+1]], func(a, b uint32) int {
						return cmp.Compare(a<<(32-snn.TargetBits), b<<(32-snn.TargetBits))
					})
				}
			})
		}
		sorting.Wait()
	}
}
