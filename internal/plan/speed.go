package plan

import (
	"context"
	"errors"
	"fmt"

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

// Sizes of the networks that are timed.
const (
	mostTimedNeurons  = 1000000
	mostTimedSynapses = 8000000
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
// A network that is small enough is timed itself. Else the time of a neuron is
// that of as many neurons with few synapses; and the time of a spike that of
// rows as long, of fewer neurons, times what more neurons cost where rows are
// short: rows and currents then lie farther away.
func NewSpeed(ctx context.Context, r Request, open Open) (*Speed, error) {
	n, k := int(min(r.Neurons, mostTimedNeurons)), int(r.Fanout)
	s := &Speed{Rate: r.Rate, Threads: r.threads()}
	time := func(neurons, fanout int) (Timed, error) {
		t, err := timeNetwork(ctx, r.config(neurons, fanout), s.Threads, open)
		if err != nil {
			return t, fmt.Errorf("timing %d neurons of %d synapses: %w", neurons, fanout, err)
		}
		s.Threads = t.Threads
		s.Timed = append(s.Timed, t)
		return t, nil
	}
	if int64(n) == r.Neurons && float64(n)*float64(k) <= mostTimedSynapses {
		itself, err := time(n, k)
		if err != nil {
			return nil, err
		}
		s.NeuronTime, s.SpikeTime = itself.Neuron, itself.Spike
	} else {
		short := max(1, min(k, mostTimedSynapses/n))
		fewer := max(1, min(n, mostTimedSynapses/k))
		wide, err := time(n, short)
		if err != nil {
			return nil, err
		}
		s.NeuronTime, s.SpikeTime = wide.Neuron, wide.Spike
		if fewer < n {
			long, err := time(fewer, min(k, mostTimedSynapses))
			if err != nil {
				return nil, err
			}
			narrow, err := time(fewer, short)
			if err != nil {
				return nil, err
			}
			s.SpikeTime = long.Spike * max(1, wide.Spike/narrow.Spike)
		}
	}
	s.EventTime = s.SpikeTime / float64(r.Fanout)
	s.TicksPerSecond = 1 / s.tick(float64(r.Neurons))
	return s, ctx.Err()
}

// timeNetwork builds a network and times it, first as it fires, then at rest.
func timeNetwork(ctx context.Context, c izh.Config, threads int, open Open) (t Timed, err error) {
	net, err := izh.Build(c)
	if err != nil {
		return t, err
	}
	b, err := open(net.Network, threads)
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	w := stopwatch{backend: b}
	b.SetCurrents(constant(izh.Drive, c.Neurons))
	active, err := w.run(ctx, c.Neurons, settleTicks, settleTime, activeTime)
	if err != nil {
		return t, err
	}
	b.SetCurrents(make([]float64, c.Neurons))
	rest, err := w.run(ctx, c.Neurons, restTicks, 0, restTime)
	if err != nil {
		return t, err
	}
	t = Timed{Neurons: c.Neurons, Fanout: c.Fanout, Threads: b.Threads(), Rate: active.rate()}
	quiet := rest.tick(0)
	t.Neuron = quiet / float64(c.Neurons)
	t.Spike = active.spike(quiet)
	return t, nil
}
