//go:build linux && cgo && egl

package gpu

import (
	"github.com/engine-gpu/engine-gpu/gpu/glc"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Snapshot implements engine.Backend.
func (b *Backend) Snapshot(s *snn.Snapshot) error {
	return b.do(func() error { return b.snapshot(s) })
}

func (b *Backend) snapshot(s *snn.Snapshot) error {
	whole := &b.buffers.whole
	r := reader{}
	s.Tick = b.tick
	if s.V != nil || s.U != nil {
		membrane := readAll[snn.DeviceMembrane](&r, whole[snn.BindMembrane])
		for i := range s.V {
			s.V[i] = float64(membrane[i].V)
		}
		for i := range s.U {
			s.U[i] = float64(membrane[i].U)
		}
	}
	if s.LastSpike != nil {
		lastSpike := readAll[int32](&r, whole[snn.BindLastSpike])
		for i := range s.LastSpike {
			s.LastSpike[i] = int64(lastSpike[i])
		}
	}
	if r.err != nil || s.Weight == nil {
		return r.err // no synapse needs to be looked at
	}
	traces := readAll[snn.DeviceTrace](&r, whole[snn.BindTraces])
	if r.err != nil {
		return r.err
	}
	for i, shard := range b.layout.shards {
		if err := b.snapshotShard(s, shard, &b.buffers.shards[i], traces); err != nil {
			return err
		}
	}
	return nil
}

// snapshotShard writes the weights and states of a shard's dynamic synapses;
// static ones never change.
func (b *Backend) snapshotShard(s *snn.Snapshot, shard *shard, from *[snn.NumBindings]*glc.Buffer, traces []snn.DeviceTrace) error {
	r := reader{}
	weights := readAll[float32](&r, from[snn.BindWeights])
	rewards := readAll[snn.DeviceReward](&r, from[snn.BindRewards])
	gains := readAll[snn.DeviceGain](&r, from[snn.BindGains])
	developments := readAll[snn.DeviceDevelopment](&r, from[snn.BindDevelopments])
	if r.err != nil {
		return r.err
	}
	decayed := func(value float32, tick, decay int32) float32 {
		return b.net.Decays[decay].Decayed(value, b.tick-tick)
	}
	trace := func(i int32) float64 {
		t := traces[i]
		return snn.StoredTrace(t.Value, decayed(t.Value, t.Tick, t.Decay))
	}
	for k, row := range shard.origin {
		link := &shard.links[k]
		class, state := &b.layout.classes[link.ClassID], new(snn.SynapseState)
		if s.State != nil {
			state = &s.State[row]
		}
		t := snn.SynapseType(class.Type)
		switch t {
		case snn.Plastic:
			state.Eligibility, state.EligPost = trace(link.Pre), trace(link.Post)
		case snn.Gated:
			state.Eligibility = trace(link.Pre)
		case snn.RewardPlastic:
			x := rewards[link.Pre]
			state.Trace = float64(decayed(x.Trace, x.TraceTick, class.Decay))
			state.Eligibility = float64(decayed(x.Eligibility, x.EligibilityTick, class.Decay2))
		case snn.Facilitating, snn.Depressing:
			g := gains[link.Pre]
			state.CurrentGain = float64(1 + decayed(g.Gain-1, g.Tick, class.Decay))
			continue // its weight never changes
		case snn.Developmental:
			d := developments[link.Post]
			state.SourceFires, state.Coincidences = int64(d.SourceFires), int64(d.Coincidences)
			state.Alive, state.Eligibility = d.Alive != 0, 0
			if state.Alive {
				state.Eligibility = trace(link.Pre)
			}
		}
		s.Weight[row] = float64(weights[k])
	}
	return nil
}
