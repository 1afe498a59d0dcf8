package gpu

import (
	"math/bits"
	"unsafe"

	"github.com/engine-gpu/engine-gpu/snn"
)

// layout is a network as the device's arrays (snn.DeviceArrays), ready to
// upload. It knows no GL.
type layout struct {
	net *snn.Network

	recovery     []snn.DeviceRecovery
	membrane     []snn.DeviceMembrane
	traces       []snn.DeviceTrace
	decays       []snn.DeviceDecay
	decayFactors []float32
	classes      []snn.DeviceClass
	gaps         []snn.DeviceGap
	lates        []snn.DeviceLate
	gates        []snn.DeviceGate
	groupBegin   []int32
	groupMembers []int32
	rows         []snn.DeviceRow
	columns      []snn.DeviceColumn // none where nothing learns
	shardTable   []snn.DeviceShard
	shards       []*shard

	ringSlots    int32 // a power of two above the longest delay in the ring
	historyTicks int32 // a power of two
	historyWords int32 // of a tick
	batchTicks   int32 // most ticks of one submission
	workItems    int64 // most items of all lists together
	learning     int64 // synapses that learn
}

// Bounds of a submission: the number of ticks, and the bytes of their spikes.
const (
	mostBatchTicks = 64
	mostBatchBytes = 4 << 20
)

// batchesInFlight is the number of submissions that wait for each other: the
// device works on one while the host decodes the one before, and one is ready.
const batchesInFlight = 3

// newLayout lays a network out for a device whose storage blocks hold at most
// blockBytes, with at least the given number of shards as far as rows can be
// parted. It fails, with the sizes, where an array that cannot be split does
// not fit.
func newLayout(net *snn.Network, blockBytes int64, shards int) (*layout, error) {
	blockBytes = min(blockBytes, mostBlockBytes)
	l := &layout{net: net}
	l.layNeurons()
	l.layDecays()
	l.layGates()
	l.layRings()
	classes := l.layClasses()
	if err := l.dealOut(blockBytes, int64(shards)); err != nil {
		return nil, err
	}
	l.laySynapses(classes)
	l.layColumns()
	l.layWork()
	return l, l.check(blockBytes)
}

func (l *layout) layNeurons() {
	net := l.net
	l.recovery = make([]snn.DeviceRecovery, net.Neurons)
	l.membrane = make([]snn.DeviceMembrane, net.Neurons)
	for i := range net.Neurons {
		l.recovery[i] = snn.DeviceRecovery{A: net.A[i], B: net.B[i]}
		l.membrane[i] = snn.DeviceMembrane{V: net.V[i], U: net.U[i]}
	}
	l.traces = make([]snn.DeviceTrace, len(net.Traces.Value))
	for i, value := range net.Traces.Value {
		l.traces[i] = snn.DeviceTrace{Value: value, Decay: net.Traces.Decay[i]}
	}
	l.gaps = make([]snn.DeviceGap, len(net.Gaps.Conductance))
	for k, g := range net.Gaps.Conductance {
		l.gaps[k] = snn.DeviceGap{Source: net.Gaps.Source[k], Target: net.Gaps.Target[k], Conductance: g}
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

// layColumns lists, per shard, the learning synapses by target.
func (l *layout) layColumns() {
	if l.learning == 0 {
		return
	}
	learns := make([]bool, len(l.classes))
	for i := range l.classes {
		learns[i] = snn.SynapseType(l.classes[i].Type).LearnsAtTarget()
	}
	l.columns = make([]snn.DeviceColumn, len(l.shards)*l.net.Neurons)
	for i, s := range l.shards {
		columns := l.columns[i*l.net.Neurons : (i+1)*l.net.Neurons]
		for k := range s.links {
			if link := &s.links[k]; learns[link.ClassID] {
				columns[link.Target].Count++
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
			if link := &s.links[k]; learns[link.ClassID] {
				c := &columns[link.Target]
				s.incoming[c.First+c.Count] = int32(k)
				c.Count++
			}
		}
	}
}

// layWork gives every shard room for the items of all its neurons firing at
// once.
func (l *layout) layWork() {
	items := func(count int32) int64 { return int64(count+snn.ItemSynapses-1) / snn.ItemSynapses }
	for i, s := range l.shards {
		entry := snn.DeviceShard{FirstSource: s.first, DeliverList: int32(l.workItems)}
		for n := s.first; n < s.end; n++ {
			l.workItems += items(l.rows[n].StaticCount) + items(l.rows[n].DynamicCount)
		}
		entry.LearnList = int32(l.workItems)
		if l.columns != nil {
			for _, c := range l.columns[i*l.net.Neurons : (i+1)*l.net.Neurons] {
				l.workItems += items(c.Count)
			}
		}
		l.shardTable = append(l.shardTable, entry)
	}
}

// layRings sizes the ring of currents, the history of spikes and the batches.
// The history is that of two batches at least: the copy of one to the host is
// then long over when its place is written again.
func (l *layout) layRings() {
	longest, latest := int32(1), int32(0)
	for t, set := range l.net.Chemical {
		if set == nil {
			continue
		}
		for k := range int32(set.Len()) {
			d := set.Delay(k)
			if snn.SynapseType(t) == snn.Fixed && d >= snn.LongDelay {
				latest = max(latest, d)
			} else {
				longest = max(longest, d)
			}
		}
	}
	l.sizeRings(longest, latest)
}

// sizeRings is layRings for the longest delays of the ring and of late synapses
// [ticks].
func (l *layout) sizeRings(longest, latest int32) {
	l.ringSlots = powerOfTwoAbove(longest)
	l.historyWords = int32((l.net.Neurons + 31) / 32)
	l.batchTicks = min(max(mostBatchBytes/(4*l.historyWords), 1), mostBatchTicks)
	l.historyTicks = powerOfTwoAbove(max(latest, 2*l.batchTicks-1))
}

// batchBytes is the size of the spikes of a whole batch.
func (l *layout) batchBytes() int { return 4 * int(l.batchTicks) * int(l.historyWords) }

// powerOfTwoAbove returns the smallest power of two greater than n >= 0.
func powerOfTwoAbove(n int32) int32 { return 1 << bits.Len32(uint32(n)) }

func sizeOf[T any]() int64 {
	var x T
	return int64(unsafe.Sizeof(x))
}
