package gpu

import "github.com/engine-gpu/engine-gpu/snn"

// Limits are what of a device bounds the size of a network.
type Limits struct {
	Name      string // of the device
	BlockSize int64  // bytes of one storage block
	Memory    int64  // [bytes]; 0 where the driver does not tell
}

// TypicalLimits are those of a graphics card of today's middle class, for plans
// where no device can be asked.
func TypicalLimits() Limits {
	return Limits{Name: "a typical GPU", BlockSize: 1<<31 - 4, Memory: 8 << 30}
}

// Counts are the numbers that a network's sizes on the device follow from, for
// one that has not been built: with fixed and plastic synapses only, and every
// target as likely as any other.
type Counts struct {
	Groups       []Sources // in order of neurons
	MaxDelay     int32     // [ticks], below snn.LongDelay
	Traces       int64
	Decays       int64 // tables
	DecayFactors int64 // entries of all tables
	Classes      int64
}

// Sources are neurons that follow each other, with as many synapses each.
type Sources struct{ Neurons, Fixed, Plastic int64 }

// PlannedArray is the size of one array of the device, shards added up.
type PlannedArray struct {
	Name     string
	Element  int64 // [bytes]
	Elements int64
}

// Plan is what a network takes on a device and, beside the network itself, on
// the host.
type Plan struct {
	Arrays   []PlannedArray
	Readback int64 // of what brings the spikes back [bytes]
	Shards   int
	Links    int64 // what the host keeps of the synapses that learn [bytes]
	Staging  int64 // what the host needs beside until all is uploaded [bytes]
}

// Bytes is what the device holds.
func (p *Plan) Bytes() int64 {
	sum := p.Readback
	for _, a := range p.Arrays {
		sum += a.Element * a.Elements
	}
	return sum
}

// PlanNetwork lays a network out as [NewNetwork] does, without a device. It
// fails, with the sizes, where an array cannot be split and does not fit a
// storage block, or all of them the memory.
func PlanNetwork(net *snn.Network, limits Limits) (*Plan, error) {
	l, err := newLayout(net, limits.BlockSize, 1)
	if err != nil {
		return nil, err
	}
	return newPlan(l.sizes()), l.fits(limits.Memory)
}

// PlanCounts is PlanNetwork for a network of which there are only the numbers.
// All sizes are exact but that of the work list, which is an upper bound where
// synapses learn. The plan is nil where an array does not fit a block.
func PlanCounts(c Counts, limits Limits) (*Plan, error) {
	blockBytes := min(limits.BlockSize, mostBlockBytes)
	l := &layout{net: &snn.Network{}}
	for _, g := range c.Groups {
		l.net.Neurons += int(g.Neurons)
	}
	l.sizeRings(c.MaxDelay, 0)
	if err := l.cut(blockBytes, 1, c.countRow); err != nil {
		return nil, err
	}
	s := l.sizes()
	s.traces, s.decays, s.decayFactors, s.classes = c.Traces, c.Decays, c.DecayFactors, c.Classes
	s.groups = 0
	if l.learning > 0 {
		s.columns = int64(len(l.shards)) * s.neurons
	}
	s.workItems = c.workItems(s)
	if err := checkBlocks(s.arrays(), blockBytes); err != nil {
		return nil, err
	}
	return newPlan(s), fitArrays(s, limits.Memory)
}

// countRow counts the synapses that leave a neuron.
func (c *Counts) countRow(n int32) counts {
	first := int64(0)
	for _, g := range c.Groups {
		if first += g.Neurons; int64(n) < first {
			return counts{statics: g.Fixed, dynamics: g.Plastic, learning: g.Plastic}
		}
	}
	return counts{}
}

// workItems bounds the items of all lists, as layWork does where the synapses
// are known: those onto a neuron are taken for as many as a neuron has by
// chance at most, the mean and six times its root.
func (c *Counts) workItems(s *sizes) int64 {
	items := func(synapses int64) int64 { return (synapses + snn.ItemSynapses - 1) / snn.ItemSynapses }
	var sum int64
	for _, g := range c.Groups {
		sum += g.Neurons * (items(g.Fixed) + items(g.Plastic))
	}
	for _, x := range s.shards {
		if x.learning == 0 {
			continue
		}
		most := int64(1)
		for mean := x.learning / s.neurons; (most-mean)*(most-mean) < 36*mean || most < mean; {
			most += 1 + mean/8
		}
		sum += s.neurons * items(min(most, x.learning))
	}
	return sum
}

// newPlan lists what a network of these sizes takes.
func newPlan(s *sizes) *Plan {
	p := &Plan{Shards: len(s.shards), Readback: batchesInFlight * 4 * s.batchTicks * s.historyWords}
	place := map[string]int{}
	for _, a := range s.arrays() {
		at, known := place[a.name]
		if !known {
			at = len(p.Arrays)
			place[a.name] = at
			p.Arrays = append(p.Arrays, PlannedArray{Name: a.name, Element: a.element})
		}
		p.Arrays[at].Elements += a.elements
	}
	for _, c := range s.shards {
		p.Links += c.dynamics * (sizeOf[snn.DeviceLink]() + sizeOf[int32]())
		p.Staging += c.statics*sizeOf[snn.DeviceStatic]() + (c.dynamics+c.learning)*4 +
			c.rewards*sizeOf[snn.DeviceReward]() + c.gains*sizeOf[snn.DeviceGain]() + c.developments*sizeOf[snn.DeviceDevelopment]()
	}
	p.Staging += s.neurons*(sizeOf[snn.DeviceRecovery]()+sizeOf[snn.DeviceMembrane]()+sizeOf[snn.DeviceRow]()) +
		s.columns*sizeOf[snn.DeviceColumn]() + s.traces*sizeOf[snn.DeviceTrace]()
	return p
}
