package plan

import (
	"runtime"

	"github.com/engine-gpu/engine-gpu/benchmarks/izh"
	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/snn"
)

// DefaultRate is the rate at which IZH networks fire [Hz].
const DefaultRate = 12

// Request is what is to be planned: an IZH network of any size.
type Request struct {
	Neurons, Fanout int64
	MaxDelay        int // [ticks]
	Plastic         bool
	Rate            float64 // [Hz]
	Threads         int     // 0: as the backend would choose
	GPU             bool    // on a device with these limits, instead of the cpu backend
	Limits          gpu.Limits
}

// Synapses is the number of synapses.
func (r *Request) Synapses() float64 { return float64(r.Neurons) * float64(r.Fanout) }

// threads is the number of threads that the cpu backend runs.
func (r *Request) threads() int {
	if r.Threads > 0 {
		return int(min(int64(r.Threads), r.Neurons))
	}
	return cpu.DefaultThreads(r.Neurons, int64(min(r.Synapses(), snn.MaxSynapses)))
}

// config is the network's, at a size that it can be built with.
func (r *Request) config(neurons, fanout int) izh.Config {
	return izh.Config{Neurons: neurons, Fanout: fanout, MaxDelay: r.MaxDelay, Plastic: r.Plastic, Seed: 42}
}

// What a run takes beside its arrays: a current is given as a float64, and
// spikes are collected and garbage left, of which networks from 10^6 to 10^8
// synapses were seen to have 5 to 15 MB.
const (
	currentBytes = 8
	runBytes     = 10 << 20
)

// Memory is what a run takes.
type Memory struct {
	Arrays  []Array
	Scratch int64 // what the host needs beside, most of it for a while [bytes]
	Shards  int   // of the synapses on the device
}

// Host is the most that is in use on the host at one time [bytes], the program
// itself left out.
func (m *Memory) Host() int64 { return Sum(m.Arrays, Host) + m.Scratch }

// Sizer knows the sizes of networks of one kind.
type Sizer struct {
	request Request
	laws    *laws
	tables  [2]int64 // decay tables, and the entries of all
	classes int64
}

// NewSizer builds the small networks that sizes are read off. A size of the
// request decides the number of threads only.
func NewSizer(r Request) (*Sizer, error) {
	s := &Sizer{request: r}
	opt := snn.Options{Learn: true, Threads: r.threads()}
	c := r.config(probeNeurons, probeFanout)
	var err error
	if s.laws, err = newLaws(c, opt); err != nil {
		return nil, err
	}
	net, err := izh.Build(c)
	if err != nil {
		return nil, err
	}
	for i := range net.Decays {
		s.tables[0]++
		s.tables[1] += int64(len(net.Decays[i].Low) + len(net.Decays[i].High))
	}
	for _, set := range net.Chemical {
		if set != nil {
			s.classes += int64(len(set.Classes))
		}
	}
	return s, nil
}

// On returns the sizer of the same networks on a device.
func (s *Sizer) On(limits gpu.Limits) *Sizer {
	other := *s
	other.request.GPU, other.request.Limits = true, limits
	return &other
}

// Memory returns what a network of the sizer's kind takes. The error says why a
// device cannot hold it.
func (s *Sizer) Memory(neurons, fanout int64) (*Memory, error) {
	r := &s.request
	m := &Memory{
		Arrays:  s.laws.list(neurons, fanout, r.Rate, r.GPU),
		Scratch: 16*neurons + 4*fanout*int64(runtime.GOMAXPROCS(0)),
	}
	if neurons <= snn.MaxNeurons && fanout <= snn.MaxSynapses {
		m.Scratch = r.config(int(neurons), int(fanout)).ScratchBytes()
	}
	m.Scratch += currentBytes*neurons + runBytes
	if !r.GPU {
		return m, nil
	}
	p, err := gpu.PlanCounts(s.counts(neurons, fanout), r.Limits)
	if p != nil {
		m.addDevice(p)
	}
	return m, err
}

// counts are the numbers of a network for a device.
func (s *Sizer) counts(neurons, fanout int64) gpu.Counts {
	c := gpu.Counts{MaxDelay: int32(s.request.MaxDelay), Decays: s.tables[0], DecayFactors: s.tables[1], Classes: s.classes}
	excitatory := int64(0)
	if s.request.Plastic {
		excitatory = s.request.config(int(neurons), 1).PlasticSynapses()
		c.Traces = excitatory + neurons
		c.Groups = append(c.Groups, gpu.Sources{Neurons: excitatory, Plastic: fanout})
	}
	c.Groups = append(c.Groups, gpu.Sources{Neurons: neurons - excitatory, Fixed: fanout})
	return c
}

// AddNetwork adds what a network takes on a device. The error says why it cannot
// hold it.
func (m *Memory) AddNetwork(net *snn.Network, limits gpu.Limits) error {
	p, err := gpu.PlanNetwork(net, limits)
	if p != nil {
		m.addDevice(p)
	}
	return err
}

// addDevice adds what the gpu backend takes.
func (m *Memory) addDevice(p *gpu.Plan) {
	m.Shards = p.Shards
	synapses := map[string]bool{"statics": true, "links": true, "weights": true, "incoming": true, "rewards": true, "gains": true, "developments": true}
	add := func(where, name string, element, elements int64, bySynapse bool) {
		if elements > 0 {
			m.Arrays = append(m.Arrays, Array{where, name, element, elements, element * elements, bySynapse})
		}
	}
	for _, a := range p.Arrays {
		add(Device, a.Name, a.Element, a.Elements, synapses[a.Name])
	}
	add(Device, "spikes read back", 1, p.Readback, false)
	add(Host, "gpu.links", 1, p.Links, true)
	m.Scratch += p.Staging
}
