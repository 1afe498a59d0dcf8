//go:build linux && cgo && egl

package gpu

import (
	"fmt"
	"slices"

	"github.com/engine-gpu/engine-gpu/gpu/glc"
	"github.com/engine-gpu/engine-gpu/snn"
)

// Restore implements engine.Backend: it takes a [snn.Float32State], of which it
// keeps nothing.
func (b *Backend) Restore(state snn.State) error {
	s, ok := state.(*snn.Float32State)
	if !ok {
		return fmt.Errorf("the state is of the kind %s, this backend takes %s", state.Kind(), snn.KindFloat32)
	}
	if err := s.Check(b.net); err != nil {
		return err
	}
	if most := int(b.layout.ringSlots); len(s.PendingCount) > most {
		return fmt.Errorf("the state has currents on their way for %d ticks, the longest delay is below %d", len(s.PendingCount), most)
	}
	return b.do(func() error { return b.restore(s) })
}

func (b *Backend) restore(s *snn.Float32State) error {
	b.tick = s.Tick
	neurons := b.net.Neurons
	membrane, traces := make([]snn.DeviceMembrane, neurons), make([]snn.DeviceTrace, len(s.TraceValue))
	for i := range membrane {
		membrane[i] = snn.DeviceMembrane{V: s.V[i], U: s.U[i]}
	}
	for i := range traces {
		traces[i] = snn.DeviceTrace{Value: s.TraceValue[i], Tick: s.TraceTick[i], Decay: b.net.Traces.Decay[i]}
	}
	groups := len(b.net.Gates.Groups)
	totals, window := make([]int32, groups), make([]int32, groups*snn.GateWindow)
	copy(window, s.GateWindow)
	for i, spikes := range window {
		totals[i/snn.GateWindow] += spikes
	}
	w := writer{}
	overwrite(&w, b, snn.BindMembrane, membrane)
	overwrite(&w, b, snn.BindLastSpike, s.LastSpike)
	overwrite(&w, b, snn.BindExternal, s.External)
	overwrite(&w, b, snn.BindTraces, traces)
	overwrite(&w, b, snn.BindGateTotals, totals)
	overwrite(&w, b, snn.BindGateHistory, window)
	overwrite(&w, b, snn.BindDispatches, slices.Repeat([]snn.DeviceDispatch{{Y: 1, Z: 1}}, 4*len(b.layout.shards)))
	b.inputs = inputs{uploaded: b.inputs.uploaded}
	if w.err != nil {
		return w.err
	}
	if err := b.setNoise(s.Noise, s.NoiseSeed); err != nil {
		return err
	}
	if err := b.restorePending(s); err != nil {
		return err
	}
	if err := b.restoreLate(s); err != nil {
		return err
	}
	for i, shard := range b.layout.shards {
		if err := b.restoreShard(s, shard, &b.buffers.shards[i]); err != nil {
			return err
		}
	}
	// The ring holds the gap junctions' currents of the next tick already, those
	// of late spikes not.
	if err := b.dispatch(b.kernels.late, b.tick, b.kernels.of.late); err != nil {
		return err
	}
	glc.Barrier(glc.Storage)
	return b.device.Check()
}

// writer overwrites arrays until one fails.
type writer struct{ err error }

func overwrite[T any](w *writer, b *Backend, binding int, elements []T) {
	if w.err == nil && len(elements) > 0 {
		w.err = glc.Upload(b.buffers.whole[binding], 0, elements)
	}
}

func (b *Backend) restorePending(s *snn.Float32State) error {
	ring := b.buffers.whole[snn.BindRing]
	if err := ring.Clear(); err != nil {
		return err
	}
	targets, currents := s.PendingTarget, s.PendingCurrent
	slot := make([]int32, b.net.Neurons)
	for i, count := range s.PendingCount {
		if count == 0 {
			continue
		}
		clear(slot)
		for j, target := range targets[:count] {
			slot[target] = currents[j]
		}
		targets, currents = targets[count:], currents[count:]
		place := (s.Tick + int32(i)) & (b.layout.ringSlots - 1)
		if err := glc.Upload(ring, int(place)*len(slot), slot); err != nil {
			return err
		}
	}
	return nil
}

func (b *Backend) restoreLate(s *snn.Float32State) error {
	history := b.buffers.whole[snn.BindHistory]
	if err := history.Clear(); err != nil {
		return err
	}
	words := make([]uint32, b.layout.historyWords)
	for first := 0; first < len(s.LateTick); {
		clear(words)
		tick, i := s.LateTick[first], first
		for ; i < len(s.LateTick) && s.LateTick[i] == tick; i++ {
			n := s.LateNeuron[i]
			words[n/32] |= 1 << (n % 32)
		}
		place := tick & (b.layout.historyTicks - 1)
		if err := glc.Upload(history, int(place)*len(words), words); err != nil {
			return err
		}
		first = i
	}
	return nil
}

// restoreShard copies the state of the sets to a shard's synapses.
func (b *Backend) restoreShard(s *snn.Float32State, shard *shard, to *[snn.NumBindings]*glc.Buffer) error {
	r := reader{}
	weights := readAll[float32](&r, to[snn.BindWeights]) // some of them never change
	if r.err != nil {
		return r.err
	}
	rewards := make([]snn.DeviceReward, shard.counts.rewards)
	gains := make([]snn.DeviceGain, shard.counts.gains)
	developments := make([]snn.DeviceDevelopment, shard.counts.developments)
	b.eachDynamic(shard, func(t snn.SynapseType, k, j int32) {
		x, link := &s.Sets[t], &shard.links[k]
		if x.Weight != nil {
			weights[k] = x.Weight[j]
		}
		switch t {
		case snn.RewardPlastic:
			rewards[link.Pre] = snn.DeviceReward{
				Trace: x.Trace[j], TraceTick: x.TraceTick[j],
				Eligibility: x.Eligibility[j], EligibilityTick: x.EligibilityTick[j],
			}
		case snn.Facilitating, snn.Depressing:
			gains[link.Pre] = snn.DeviceGain{Gain: x.Gain[j], Tick: x.GainTick[j]}
		case snn.Developmental:
			developments[link.Post] = snn.DeviceDevelopment{
				SourceFires: x.SourceFires[j], Coincidences: x.Coincidences[j], Alive: truth(x.Alive[j]),
			}
		}
	})
	if err := glc.Upload(to[snn.BindWeights], 0, weights); err != nil {
		return err
	}
	if err := glc.Upload(to[snn.BindRewards], 0, rewards); err != nil {
		return err
	}
	if err := glc.Upload(to[snn.BindGains], 0, gains); err != nil {
		return err
	}
	return glc.Upload(to[snn.BindDevelopments], 0, developments)
}
