package gpu

import (
	"fmt"
	"math"
	"math/bits"
	"unsafe"

	"github.com/engine-gpu/engine-gpu/snn"
)

// layout is a network as the device's arrays (snn.DeviceArrays), ready to
// upload. It knows no GL.
type layout struct {
	net *snn.Network

	izhikevich   []snn.DeviceIzhikevich
	membrane     []snn.DeviceMembrane
	traces       []snn.DeviceTrace
	traceBegin   []snn.DeviceTraceBegin
	decays       []snn.DeviceDecay
	decayFactors []float32
	classes      []snn.DeviceClass
	gaps         []snn.DeviceGap
	lates        []snn.DeviceLate
	gates        []snn.DeviceGate
	groupBegin   []int32
	groupMembers []int32
	rows         []snn.DeviceRow
	columns      []snn.DeviceColumn
	shardTable   []snn.DeviceShard
	shards       []*shard

	ringSlots    int32 // a power of two above the longest delay in the ring
	historyTicks int32 // a power of two
	historyWords int32 // of a tick
	workItems    int32 // most items of all lists together
}

// shard is a contiguous range of sources with the synapses that leave them:
// as many as fit the device's limit on one storage block.
type shard struct {
	first, end int32 // sources

	statics      []snn.DeviceStatic
	links        []snn.DeviceLink
	weights      []float32
	incoming     []int32
	rewards      []snn.DeviceReward
	gains        []snn.DeviceGain
	developments []snn.DeviceDevelopment

	origin []int32 // row of the Brain of each dynamic synapse
}

// batchTicks is the largest number of ticks of one submission, and
// batchesInFlight the number of submissions that wait for each other.
const (
	batchTicks      = 64
	batchesInFlight = 3
)

// newLayout lays a network out for a device whose storage blocks hold at most
// blockBytes. It fails, with the sizes, where an array that cannot be split
// does not fit.
func newLayout(net *snn.Network, blockBytes int64) (*layout, error) {
	l := &layout{net: net}
	l.layNeurons()
	l.layDecays()
	l.layGates()
	classes := l.layClasses()
	if err := l.laySynapses(classes, blockBytes); err != nil {
		return nil, err
	}
	l.layColumns()
	l.layWork()
	l.layRings()
	return l, l.check(blockBytes)
}

func (l *layout) layNeurons() {
	net := l.net
	for i := range net.Neurons {
		l.izhikevich = append(l.izhikevich, snn.DeviceIzhikevich{A: net.A[i], B: net.B[i], C: net.C[i], D: net.D[i]})
		l.membrane = append(l.membrane, snn.DeviceMembrane{V: net.V[i], U: net.U[i]})
	}
	for i, value := range net.Traces.Value {
		l.traces = append(l.traces, snn.DeviceTrace{Value: value, Decay: net.Traces.Decay[i]})
	}
	for i := range net.Neurons + 1 {
		l.traceBegin = append(l.traceBegin, snn.DeviceTraceBegin{Pre: net.Traces.PreBegin[i], Post: net.Traces.PostBegin[i]})
	}
	for k, g := range net.Gaps.Conductance {
		l.gaps = append(l.gaps, snn.DeviceGap{Source: net.Gaps.Source[k], Target: net.Gaps.Target[k], Conductance: g})
	}
}

func (l *layout) layDecays() {
	for i := range l.net.Decays {
		d := &l.net.Decays[i]
		low := int32(len(l.decayFactors))
		l.decayFactors = append(l.decayFactors, d.Low...)
		high := int32(len(l.decayFactors))
		l.decayFactors = append(l.decayFactors, d.High...)
		l.decays = append(l.decays, snn.DeviceDecay{Low: low, High: high, End: d.End, Beyond: d.Beyond})
	}
}

func (l *layout) layGates() {
	for _, g := range l.net.Gates.Gates {
		l.gates = append(l.gates, snn.DeviceGate{Group: g.Group, Need: g.Need})
	}
	l.groupBegin = []int32{0}
	for _, members := range l.net.Gates.Groups {
		l.groupMembers = append(l.groupMembers, members...)
		l.groupBegin = append(l.groupBegin, int32(len(l.groupMembers)))
	}
}

// layClasses numbers the classes of all types and returns where each type's
// begin.
func (l *layout) layClasses() [snn.NumChemicalTypes]int32 {
	var first [snn.NumChemicalTypes]int32
	for t, set := range l.net.Chemical {
		first[t] = int32(len(l.classes))
		if set == nil {
			continue
		}
		for _, c := range set.Classes {
			l.classes = append(l.classes, snn.DeviceClass{
				LTPRate: c.LTPRate, LTDRate: c.LTDRate, LTPLimit: c.LTPLimit, LTDLimit: c.LTDLimit,
				WMin: c.WMin, WMax: c.WMax, GainStep: c.GainStep, Decay: c.Decay, Decay2: c.Decay2,
				Type: int32(t), Gate: c.Gate, Inhibitory: truth(c.Inhibitory), Transmission: truth(c.Transmission),
			})
		}
	}
	return first
}

func truth(b bool) int32 {
	if b {
		return 1
	}
	return 0
}

// laySynapses deals the synapses out to shards, by source.
func (l *layout) laySynapses(classes [snn.NumChemicalTypes]int32, blockBytes int64) error {
	l.rows = make([]snn.DeviceRow, l.net.Neurons)
	current := &shard{}
	l.shards = []*shard{current}
	for n := range int32(l.net.Neurons) {
		statics, dynamics := l.countRow(n)
		if int64(statics)*sizeOf[snn.DeviceStatic]() > blockBytes || int64(dynamics)*sizeOf[snn.DeviceLink]() > blockBytes {
			return fmt.Errorf("the %d synapses leaving the neuron at position %d do not fit a storage block of %d bytes",
				statics+dynamics, n, blockBytes)
		}
		if int64(len(current.statics)+statics)*sizeOf[snn.DeviceStatic]() > blockBytes ||
			int64(len(current.links)+dynamics)*sizeOf[snn.DeviceLink]() > blockBytes {
			current = &shard{first: n}
			l.shards = append(l.shards, current)
		}
		row := snn.DeviceRow{StaticFirst: int32(len(current.statics)), DynamicFirst: int32(len(current.links))}
		for t, set := range l.net.Chemical {
			if set == nil {
				continue
			}
			for k := set.Begin[n]; k < set.Begin[n+1]; k++ {
				if snn.SynapseType(t) == snn.Fixed {
					l.layFixed(current, set, n, k)
				} else {
					current.layDynamic(set, k, classes[t])
				}
			}
		}
		row.StaticCount = int32(len(current.statics)) - row.StaticFirst
		row.DynamicCount = int32(len(current.links)) - row.DynamicFirst
		l.rows[n] = row
		current.end = n + 1
	}
	return nil
}

// countRow counts the synapses that leave a neuron, late ones among the
// static.
func (l *layout) countRow(n int32) (statics, dynamics int) {
	for t, set := range l.net.Chemical {
		if set == nil {
			continue
		}
		count := int(set.Begin[n+1] - set.Begin[n])
		if snn.SynapseType(t) == snn.Fixed {
			statics += count
		} else {
			dynamics += count
		}
	}
	return statics, dynamics
}

func (l *layout) layFixed(s *shard, set *snn.SynapseSet, source, k int32) {
	current := snn.Quantize(set.Weight[k], l.net.FixedPoint.Scale())
	if set.Delay[k] >= snn.LongDelay {
		l.lates = append(l.lates, snn.DeviceLate{Source: source, Target: set.Target[k], Delay: set.Delay[k], Current: current})
		return
	}
	s.statics = append(s.statics, snn.DeviceStatic{
		Destination: uint32(set.Delay[k])<<snn.TargetBits | uint32(set.Target[k]), Current: current,
	})
}

func (s *shard) layDynamic(set *snn.SynapseSet, k, firstClass int32) {
	link := snn.DeviceLink{Target: set.Target[k], Delay: set.Delay[k], ClassID: firstClass + set.Class[k]}
	switch set.Type {
	case snn.Plastic:
		link.Pre, link.Post = set.Pre[k], set.Post[k]
	case snn.Gated:
		link.Pre = set.Pre[k]
	case snn.RewardPlastic:
		link.Pre = int32(len(s.rewards))
		s.rewards = append(s.rewards, snn.DeviceReward{Trace: set.Trace[k], Eligibility: set.Eligibility[k]})
	case snn.Facilitating, snn.Depressing:
		link.Pre = int32(len(s.gains))
		s.gains = append(s.gains, snn.DeviceGain{Gain: set.Gain[k]})
	case snn.Developmental:
		link.Pre, link.Post = set.Pre[k], int32(len(s.developments))
		s.developments = append(s.developments, snn.DeviceDevelopment{
			SourceFires: set.SourceFires[k], Coincidences: set.Coincidences[k], Alive: truth(set.Alive[k]),
		})
	}
	s.links = append(s.links, link)
	s.weights = append(s.weights, set.Weight[k])
	s.origin = append(s.origin, set.Row[k])
}

// learns reports whether a dynamic synapse changes when its target fires.
func (l *layout) learns(s *shard, k int) bool {
	return snn.SynapseType(l.classes[s.links[k].ClassID].Type).LearnsAtTarget()
}

// layColumns lists, per shard, the learning synapses by target.
func (l *layout) layColumns() {
	l.columns = make([]snn.DeviceColumn, len(l.shards)*l.net.Neurons)
	for i, s := range l.shards {
		columns := l.columns[i*l.net.Neurons : (i+1)*l.net.Neurons]
		for k := range s.links {
			if l.learns(s, k) {
				columns[s.links[k].Target].Count++
			}
		}
		var first int32
		for n := range columns {
			columns[n].First = first
			first += columns[n].Count
			columns[n].Count = 0
		}
		s.incoming = make([]int32, first)
		for k := range s.links {
			if l.learns(s, k) {
				c := &columns[s.links[k].Target]
				s.incoming[c.First+c.Count] = int32(k)
				c.Count++
			}
		}
	}
}

// layWork gives every shard room for the items of all its neurons firing at
// once.
func (l *layout) layWork() {
	items := func(count int32) int32 { return (count + snn.ItemSynapses - 1) / snn.ItemSynapses }
	for i, s := range l.shards {
		entry := snn.DeviceShard{FirstSource: s.first, DeliverList: l.workItems}
		for n := s.first; n < s.end; n++ {
			l.workItems += items(l.rows[n].StaticCount) + items(l.rows[n].DynamicCount)
		}
		entry.LearnList = l.workItems
		for _, c := range l.columns[i*l.net.Neurons : (i+1)*l.net.Neurons] {
			l.workItems += items(c.Count)
		}
		l.shardTable = append(l.shardTable, entry)
	}
}

// layRings sizes the ring of currents and the history of spikes.
func (l *layout) layRings() {
	longest, latest := int32(1), int32(0)
	for t, set := range l.net.Chemical {
		if set == nil {
			continue
		}
		for _, d := range set.Delay {
			if snn.SynapseType(t) == snn.Fixed && d >= snn.LongDelay {
				latest = max(latest, d)
			} else {
				longest = max(longest, d)
			}
		}
	}
	l.ringSlots = powerOfTwoAbove(longest)
	l.historyTicks = powerOfTwoAbove(max(latest, batchTicks*batchesInFlight-1))
	l.historyWords = int32((l.net.Neurons + 31) / 32)
}

// powerOfTwoAbove returns the smallest power of two greater than n >= 0.
func powerOfTwoAbove(n int32) int32 { return 1 << bits.Len32(uint32(n)) }

// check refuses arrays that are not split and do not fit.
func (l *layout) check(blockBytes int64) error {
	neurons := int64(l.net.Neurons)
	for _, a := range []struct {
		name  string
		bytes int64
	}{
		{"ring", 4 * int64(l.ringSlots) * neurons},
		{"history", 4 * int64(l.historyTicks) * int64(l.historyWords)},
		{"izhikevich", sizeOf[snn.DeviceIzhikevich]() * neurons},
		{"rows", sizeOf[snn.DeviceRow]() * neurons},
		{"columns", sizeOf[snn.DeviceColumn]() * int64(len(l.columns))},
		{"traces", sizeOf[snn.DeviceTrace]() * int64(len(l.traces))},
		{"work", sizeOf[snn.DeviceItem]() * int64(l.workItems)},
	} {
		if a.bytes > blockBytes {
			return fmt.Errorf("the array %s needs %d bytes, a storage block of this device holds %d", a.name, a.bytes, blockBytes)
		}
		if a.bytes/4 > math.MaxInt32 {
			return fmt.Errorf("the array %s needs %d bytes, more than 32-bit indices reach", a.name, a.bytes)
		}
	}
	return nil
}

func sizeOf[T any]() int64 {
	var x T
	return int64(unsafe.Sizeof(x))
}
