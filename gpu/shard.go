package gpu

import (
	"fmt"

	"github.com/engine-gpu/engine-gpu/snn"
)

// shard is a contiguous range of sources with the synapses that leave them:
// as many as fit the device's limit on one storage block.
type shard struct {
	first, end int32 // sources
	counts     counts

	statics      []snn.DeviceStatic
	links        []snn.DeviceLink
	weights      []float32
	incoming     []int32
	rewards      []snn.DeviceReward
	gains        []snn.DeviceGain
	developments []snn.DeviceDevelopment

	origin []int32 // row of the Brain of each dynamic synapse
}

// counts says how many synapses of each kind some neurons have.
type counts struct{ statics, lates, dynamics, rewards, gains, developments, learning int64 }

func (c counts) plus(d counts) counts {
	return counts{
		c.statics + d.statics, c.lates + d.lates, c.dynamics + d.dynamics,
		c.rewards + d.rewards, c.gains + d.gains, c.developments + d.developments, c.learning + d.learning,
	}
}

// bytes is the size of the largest of the arrays: of the others, none has more
// elements than the links, nor larger ones.
func (c counts) bytes() int64 {
	return max(c.statics*sizeOf[snn.DeviceStatic](), c.dynamics*sizeOf[snn.DeviceLink]())
}

// countRow counts the synapses that leave a neuron.
func (l *layout) countRow(n int32) counts {
	var c counts
	for t, set := range l.net.Chemical {
		if set == nil {
			continue
		}
		count := int64(set.Begin[n+1] - set.Begin[n])
		switch snn.SynapseType(t) {
		case snn.Fixed:
			if set.LongDelay != nil {
				for _, d := range set.Destination[set.Begin[n]:set.Begin[n+1]] {
					if d>>snn.TargetBits == snn.LongDelay {
						c.lates++
					}
				}
			}
			c.statics += count - c.lates
			continue
		case snn.RewardPlastic:
			c.rewards += count
		case snn.Facilitating, snn.Depressing:
			c.gains += count
		case snn.Developmental:
			c.developments += count
		}
		c.dynamics += count
		if snn.SynapseType(t).LearnsAtTarget() {
			c.learning += count
		}
	}
	return c
}

// dealOut cuts the sources into shards, at least so many if there are rows
// enough, and makes room for their synapses.
func (l *layout) dealOut(blockBytes, shards int64) error {
	if err := l.cut(blockBytes, shards, l.countRow); err != nil {
		return err
	}
	var lates int64
	for _, s := range l.shards {
		s.make()
		lates += s.counts.lates
	}
	l.lates = make([]snn.DeviceLate, 0, lates)
	return nil
}

// cut is dealOut without room, for synapses that a function counts.
func (l *layout) cut(blockBytes, shards int64, countRow func(n int32) counts) error {
	bound := blockBytes
	if shards > 1 {
		var all counts
		for n := range int32(l.net.Neurons) {
			all = all.plus(countRow(n))
		}
		bound = min(bound, all.bytes()/shards)
	}
	current := &shard{}
	l.shards = []*shard{current}
	for n := range int32(l.net.Neurons) {
		row := countRow(n)
		if row.bytes() > blockBytes {
			return fmt.Errorf("the %d synapses leaving the neuron at position %d need %d bytes in one array, a storage block of this device holds %d",
				row.statics+row.dynamics, n, row.bytes(), blockBytes)
		}
		sum := current.counts.plus(row)
		if sum.bytes() > bound && current.end > current.first {
			current = &shard{first: n}
			l.shards = append(l.shards, current)
			sum = row
		}
		current.counts, current.end = sum, n+1
	}
	for _, s := range l.shards {
		l.learning += s.counts.learning
	}
	return nil
}

// make makes room for the shard's synapses.
func (s *shard) make() {
	c := &s.counts
	s.statics = make([]snn.DeviceStatic, 0, c.statics)
	s.links = make([]snn.DeviceLink, 0, c.dynamics)
	s.weights = make([]float32, 0, c.dynamics)
	s.origin = make([]int32, 0, c.dynamics)
	s.rewards = make([]snn.DeviceReward, 0, c.rewards)
	s.gains = make([]snn.DeviceGain, 0, c.gains)
	s.developments = make([]snn.DeviceDevelopment, 0, c.developments)
}

// laySynapses fills the shards; classes is where each type's begin.
func (l *layout) laySynapses(classes [snn.NumChemicalTypes]int32) {
	l.rows = make([]snn.DeviceRow, l.net.Neurons)
	for _, s := range l.shards {
		for n := s.first; n < s.end; n++ {
			pre := l.net.Traces.PreBegin[n]
			row := snn.DeviceRow{
				C: l.net.C[n], D: l.net.D[n],
				StaticFirst: int32(len(s.statics)), DynamicFirst: int32(len(s.links)),
				PreFirst: pre, PreCount: l.net.Traces.PreBegin[n+1] - pre,
			}
			for t, set := range l.net.Chemical {
				switch {
				case set == nil:
				case snn.SynapseType(t) == snn.Fixed:
					l.layFixed(s, set, n)
				default:
					for k := set.Begin[n]; k < set.Begin[n+1]; k++ {
						s.layDynamic(set, n, k, classes[t])
					}
				}
			}
			row.StaticCount = int32(len(s.statics)) - row.StaticFirst
			row.DynamicCount = int32(len(s.links)) - row.DynamicFirst
			l.rows[n] = row
		}
	}
}

// layFixed lays the fixed synapses that leave a neuron.
func (l *layout) layFixed(s *shard, set *snn.SynapseSet, source int32) {
	for k := set.Begin[source]; k < set.Begin[source+1]; k++ {
		current := set.CurrentOf(k, source)
		if delay := set.Delay(k); delay >= snn.LongDelay {
			l.lates = append(l.lates, snn.DeviceLate{Source: source, Target: set.Target(k), Delay: delay, Current: current})
			continue
		}
		s.statics = append(s.statics, snn.DeviceStatic{Destination: set.Destination[k], Current: current})
	}
}

func (s *shard) layDynamic(set *snn.SynapseSet, source, k, firstClass int32) {
	link := snn.DeviceLink{Target: set.Target(k), Delay: set.Delay(k), ClassID: firstClass + set.ClassOf(k)}
	switch set.Type {
	case snn.Plastic:
		link.Pre, link.Post = set.Pre.Of(k, source), set.Post.Of(k, link.Target)
	case snn.Gated:
		link.Pre = set.Pre.Of(k, source)
	case snn.RewardPlastic:
		link.Pre = int32(len(s.rewards))
		s.rewards = append(s.rewards, snn.DeviceReward{Trace: set.Trace[k], Eligibility: set.Eligibility[k]})
	case snn.Facilitating, snn.Depressing:
		link.Pre = int32(len(s.gains))
		s.gains = append(s.gains, snn.DeviceGain{Gain: set.Gain[k]})
	case snn.Developmental:
		link.Pre, link.Post = set.Pre.Of(k, source), int32(len(s.developments))
		s.developments = append(s.developments, snn.DeviceDevelopment{
			SourceFires: set.SourceFires[k], Coincidences: set.Coincidences[k], Alive: truth(set.Alive[k]),
		})
	}
	s.links = append(s.links, link)
	s.weights = append(s.weights, set.Weight[k])
	s.origin = append(s.origin, set.RowOf(k))
}
