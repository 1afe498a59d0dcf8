package plan

import (
	"math"
	"runtime"
	"strings"

	"github.com/engine-gpu/engine-gpu/benchmarks/izh"
	"github.com/engine-gpu/engine-gpu/cpu"
	"github.com/engine-gpu/engine-gpu/internal/memsize"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Names of the roots under which the arrays of a run are listed.
const (
	networkRoot = "network"
	backendRoot = "cpu"
)

// Sizes of the probes. The number of neurons is divisible by five, so that the
// excitatory ones are four fifths.
const (
	probeNeurons = 1280
	probeFanout  = 64
	// Every thread has synapses from nearly every neuron of a probe.
	fanoutOfThread = 16
	mostFanout     = 1024
)

// laws say how the lengths of a run's arrays follow from the number of neurons
// N and of synapses of each, K, and how fast they grow as the network fires.
type laws struct {
	arrays []law
	growth []growth
}

// law is the length of an array: constant + neuron·N + fanout·K + synapse·N·K.
type law struct {
	name                              string
	element                           int64
	constant, neuron, fanout, synapse float64
}

// elements returns the length in a network.
func (l *law) elements(neurons, fanout int64) int64 {
	n, k := float64(neurons), float64(fanout)
	return max(0, int64(math.Round(l.constant+l.neuron*n+l.fanout*k+l.synapse*n*k)))
}

// probe is a small network and its arrays.
type probe struct {
	neurons, fanout int
	arrays          map[string]memsize.Array
	order           []string
}

// newLaws finds the laws of the networks that differ from c in neurons and
// synapses only.
func newLaws(c izh.Config, opt snn.Options) (*laws, error) {
	n, k := probeNeurons, min(max(probeFanout, fanoutOfThread*opt.Threads), mostFanout)
	var probes [2][2]*probe
	for i := range probes {
		for j := range probes[i] {
			var err error
			if probes[i][j], err = newProbe(c, n<<i, k<<j, opt); err != nil {
				return nil, err
			}
		}
	}
	x := &laws{}
	for _, name := range probes[1][1].order {
		x.arrays = append(x.arrays, newLaw(name, &probes))
	}
	var err error
	x.growth, err = newGrowth(c, opt)
	return x, err
}

// newProbe builds a small network and a backend that runs it.
func newProbe(c izh.Config, neurons, fanout int, opt snn.Options) (*probe, error) {
	p := &probe{neurons: neurons, fanout: fanout, arrays: map[string]memsize.Array{}}
	c.Neurons, c.Fanout = neurons, fanout
	net, err := izh.Build(c)
	if err != nil {
		return nil, err
	}
	b, err := cpu.NewNetworkBackend(net.Network, opt)
	if err != nil {
		return nil, err
	}
	for _, a := range arraysOf(net.Network, b) {
		p.arrays[a.Name] = a
		p.order = append(p.order, a.Name)
	}
	return p, b.Close()
}

// arraysOf lists the arrays of a network and of what runs it.
func arraysOf(net *snn.Network, backend any) []memsize.Array {
	return memsize.Arrays(memsize.Root{Name: networkRoot, Value: net}, memsize.Root{Name: backendRoot, Value: backend})
}

// alike is the difference, relative, up to which two lengths count as one: with
// several threads a few neurons of a probe miss synapses into some part.
const alike = 0.02

// newLaw reads the law of an array off the probes, by neurons and by fan-out:
// the simplest one that all agree with.
func newLaw(name string, probes *[2][2]*probe) law {
	var f [2][2]float64
	for i := range f {
		for j := range f[i] {
			f[i][j] = float64(probes[i][j].arrays[name].Elements)
		}
	}
	same := func(a, b float64) bool { return math.Abs(a-b) <= alike*max(a, b) }
	l := law{name: name, element: probes[1][1].arrays[name].Element}
	n, k := float64(probes[0][0].neurons), float64(probes[0][0].fanout) // and twice as many
	byNeuron := !same(f[0][1], f[1][1])
	byFanout := !same(f[1][0], f[1][1])
	switch {
	case byNeuron && byFanout:
		l.synapse = (f[1][1] - f[1][0] - f[0][1] + f[0][0]) / (n * k)
		l.neuron = (f[1][0]-f[0][0])/n - l.synapse*k
		l.fanout = (f[0][1]-f[0][0])/k - l.synapse*n
		l.constant = f[0][0] - l.neuron*n - l.fanout*k - l.synapse*n*k
	case byNeuron:
		l.neuron = (f[1][1] - f[0][1]) / n
		l.constant = f[0][1] - l.neuron*n
	case byFanout:
		l.fanout = (f[1][1] - f[1][0]) / k
		l.constant = f[1][0] - l.fanout*k
	default:
		l.constant = f[1][1]
	}
	return l
}

// growth is an array that grows as the network fires.
type growth struct {
	name    string
	element int64
	bytes   float64 // for each neuron, at a rate of 1 Hz
}

// The probe of growth runs so long that what is by tick has seen every tick of
// its turn, and the network some waves of its activity.
const (
	growthNeurons = 10000
	growthTicks   = 1000
)

// newGrowth runs a small network and finds what has grown.
func newGrowth(c izh.Config, opt snn.Options) ([]growth, error) {
	c.Neurons, c.Fanout = growthNeurons, probeFanout
	net, err := izh.Build(c)
	if err != nil {
		return nil, err
	}
	b, err := cpu.NewNetworkBackend(net.Network, snn.Options{Learn: opt.Learn, Threads: min(opt.Threads, runtime.GOMAXPROCS(0))})
	if err != nil {
		return nil, err
	}
	defer b.Close()
	before := map[string]int64{}
	for _, a := range arraysOf(net.Network, b) {
		before[a.Name] = a.Bytes
	}
	b.SetCurrents(constant(izh.Drive, c.Neurons))
	var spikes snn.Spikes
	if err := b.Advance(growthTicks, &spikes); err != nil {
		return nil, err
	}
	rate := hertz(len(spikes.Neurons), growthTicks, c.Neurons)
	var grown []growth
	for _, a := range arraysOf(net.Network, b) {
		if more := a.Bytes - before[a.Name]; more > 0 && rate > 0 {
			grown = append(grown, growth{a.Name, a.Element, float64(more) / growthNeurons / rate})
		}
	}
	return grown, nil
}

// hertz is the mean rate of neurons that fired so many times in so many ticks.
func hertz(spikes, ticks, neurons int) float64 {
	return 1000 * float64(spikes) / float64(ticks) / float64(neurons)
}

func constant(x float64, n int) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = x
	}
	return xs
}

// list returns the arrays of a network whose neurons fire at a rate [Hz];
// of the network alone, if the backend is another one.
func (x *laws) list(neurons, fanout int64, rate float64, networkOnly bool) []Array {
	var list []Array
	add := func(name string, element, elements int64, synapse float64) {
		if elements > 0 && (!networkOnly || strings.HasPrefix(name, networkRoot+".")) {
			list = append(list, Array{Where: Host, Name: Title(name), Element: element, Elements: elements, Bytes: element * elements,
				BySynapse: synapse != 0})
		}
	}
	for i := range x.arrays {
		l := &x.arrays[i]
		add(l.name, l.element, l.elements(neurons, fanout), l.synapse)
	}
	for _, g := range x.growth {
		add(g.name+Growing, g.element, int64(math.Ceil(g.bytes*rate*float64(neurons)/float64(g.element))), 0)
	}
	return list
}
