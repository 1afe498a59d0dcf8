//go:build linux && cgo && egl

package gpu

import (
	"math/bits"
	"slices"

	"github.com/engine-gpu/engine-gpu/gpu/glc"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Save implements engine.Backend. The state is a [snn.Float32State].
func (b *Backend) Save() (snn.State, error) {
	var s *snn.Float32State
	err := b.do(func() (err error) {
		s, err = b.save()
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (b *Backend) save() (*snn.Float32State, error) {
	if err := b.inputs.apply(b); err != nil {
		return nil, err
	}
	neurons, whole := b.net.Neurons, &b.buffers.whole
	s := &snn.Float32State{
		Tick: b.tick,
		V:    make([]float32, neurons), U: make([]float32, neurons),
		TraceValue: make([]float32, len(b.net.Traces.Value)), TraceTick: make([]int32, len(b.net.Traces.Value)),
	}
	r := reader{}
	s.External = readAll[float32](&r, whole[snn.BindExternal])
	if b.noise.on {
		s.Noise, s.NoiseSeed = readAll[float32](&r, whole[snn.BindNoise]), b.noise.seed
	}
	for i, m := range readAll[snn.DeviceMembrane](&r, whole[snn.BindMembrane]) {
		s.V[i], s.U[i] = m.V, m.U
	}
	s.LastSpike = readAll[int32](&r, whole[snn.BindLastSpike])
	for i, t := range readAll[snn.DeviceTrace](&r, whole[snn.BindTraces])[:len(s.TraceValue)] {
		s.TraceValue[i], s.TraceTick[i] = t.Value, t.Tick
	}
	if groups := b.net.GateGroups(); groups > 0 {
		s.GateWindow = readAll[int32](&r, whole[snn.BindGateHistory])[:groups*snn.GateWindow]
	}
	ring := readAll[int32](&r, whole[snn.BindRing])
	if r.err != nil {
		return nil, r.err
	}
	if err := b.saveLate(s); err != nil {
		return nil, err
	}
	b.savePending(s, ring)
	for i, shard := range b.layout.shards {
		if err := b.saveShard(s, shard, &b.buffers.shards[i]); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// saveLate finds the late spikes in the history.
func (b *Backend) saveLate(s *snn.Float32State) error {
	longest := b.net.LongestLate()
	if longest == 0 {
		return nil
	}
	set := b.net.Chemical[snn.Fixed]
	isLate := make([]uint32, b.layout.historyWords)
	for n := range b.net.Neurons {
		if slices.ContainsFunc(set.LongDelay[set.Begin[n]:set.Begin[n+1]], func(d int32) bool { return d >= snn.LongDelay }) {
			isLate[n/32] |= 1 << (n % 32)
		}
	}
	return b.readHistory(max(b.tick-longest, 0), b.tick, func(tick int32, words []uint32) {
		for i, word := range words {
			for fired := word & isLate[i]; fired != 0; fired &= fired - 1 {
				s.LateTick = append(s.LateTick, tick)
				s.LateNeuron = append(s.LateNeuron, int32(32*i+bits.TrailingZeros32(fired)))
			}
		}
	})
}

// readHistory calls f for ticks from .. until-1 with the words of each.
func (b *Backend) readHistory(from, until int32, f func(tick int32, words []uint32)) error {
	const most = 4 << 20 // bytes at a time
	words, kept := b.layout.historyWords, b.layout.historyTicks
	piece := max(most/(4*words), 1)
	for from < until {
		begin := from & (kept - 1)
		ticks := min(piece, until-from, kept-begin)
		data := make([]uint32, int(ticks)*int(words))
		if err := glc.Read(b.buffers.whole[snn.BindHistory], int(begin)*int(words), data); err != nil {
			return err
		}
		for i := range ticks {
			f(from+i, data[int(i)*int(words):int(i+1)*int(words)])
		}
		from += ticks
	}
	return nil
}

// savePending lists what the ring holds, but for the currents of late spikes
// that have flowed into the next tick.
func (b *Backend) savePending(s *snn.Float32State, ring []int32) {
	neurons, mask := b.net.Neurons, b.layout.ringSlots-1
	slot := func(tick int32) []int32 { return ring[int(tick&mask)*neurons:][:neurons] }
	next := slot(s.Tick)
	set := b.net.Chemical[snn.Fixed]
	for i, tick := range s.LateTick {
		n := s.LateNeuron[i]
		for k := set.Begin[n]; k < set.Begin[n+1]; k++ {
			if delay := set.Delay(k); delay >= snn.LongDelay && tick+delay == s.Tick {
				next[set.Target(k)] -= set.CurrentOf(k, n)
			}
		}
	}
	for i := range mask + 1 {
		count := int32(0)
		for n, current := range slot(s.Tick + i) {
			if current != 0 {
				s.PendingTarget, s.PendingCurrent = append(s.PendingTarget, int32(n)), append(s.PendingCurrent, current)
				count++
			}
		}
		s.PendingCount = append(s.PendingCount, count)
	}
	for len(s.PendingCount) > 0 && s.PendingCount[len(s.PendingCount)-1] == 0 {
		s.PendingCount = s.PendingCount[:len(s.PendingCount)-1]
	}
}

// eachDynamic calls f for the synapses of a shard that have state, in its order:
// the k-th of the shard is the j-th of its type's set.
func (b *Backend) eachDynamic(shard *shard, f func(t snn.SynapseType, k, j int32)) {
	k := int32(0)
	for n := shard.first; n < shard.end; n++ {
		for t, set := range b.net.Chemical {
			if set == nil || snn.SynapseType(t) == snn.Fixed {
				continue
			}
			for j := set.Begin[n]; j < set.Begin[n+1]; j++ {
				f(snn.SynapseType(t), k, j)
				k++
			}
		}
	}
}

// saveShard copies the state of a shard's synapses to the sets.
func (b *Backend) saveShard(s *snn.Float32State, shard *shard, from *[snn.NumBindings]*glc.Buffer) error {
	r := reader{}
	weights := readAll[float32](&r, from[snn.BindWeights])
	rewards := readAll[snn.DeviceReward](&r, from[snn.BindRewards])
	gains := readAll[snn.DeviceGain](&r, from[snn.BindGains])
	developments := readAll[snn.DeviceDevelopment](&r, from[snn.BindDevelopments])
	if r.err != nil {
		return r.err
	}
	b.makeSets(s)
	b.eachDynamic(shard, func(t snn.SynapseType, k, j int32) {
		x, link := &s.Sets[t], &shard.links[k]
		if x.Weight != nil {
			x.Weight[j] = weights[k]
		}
		switch t {
		case snn.RewardPlastic:
			y := rewards[link.Pre]
			x.Trace[j], x.TraceTick[j] = y.Trace, y.TraceTick
			x.Eligibility[j], x.EligibilityTick[j] = y.Eligibility, y.EligibilityTick
		case snn.Facilitating, snn.Depressing:
			x.Gain[j], x.GainTick[j] = gains[link.Pre].Gain, gains[link.Pre].Tick
		case snn.Developmental:
			y := developments[link.Post]
			x.SourceFires[j], x.Coincidences[j], x.Alive[j] = y.SourceFires, y.Coincidences, y.Alive != 0
		}
	})
	return nil
}

// makeSets makes room for the state of all synapses, once.
func (b *Backend) makeSets(s *snn.Float32State) {
	for t, set := range b.net.Chemical {
		x := &s.Sets[t]
		if set == nil || x.Weight != nil || x.Gain != nil {
			continue
		}
		n := set.Len()
		if snn.SynapseType(t).LearnsAtTarget() {
			x.Weight = make([]float32, n)
		}
		switch snn.SynapseType(t) {
		case snn.RewardPlastic:
			x.Trace, x.TraceTick = make([]float32, n), make([]int32, n)
			x.Eligibility, x.EligibilityTick = make([]float32, n), make([]int32, n)
		case snn.Facilitating, snn.Depressing:
			x.Gain, x.GainTick = make([]float32, n), make([]int32, n)
		case snn.Developmental:
			x.SourceFires, x.Coincidences, x.Alive = make([]int32, n), make([]int32, n), make([]bool, n)
		}
	}
}
