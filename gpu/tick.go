//go:build linux && cgo && egl

package gpu

import (
	"github.com/engine-gpu/engine-gpu/gpu/glc"
	"github.com/engine-gpu/engine-gpu/snn"
)

// start brings the currents of the gap junctions into tick 0.
func (b *Backend) start() error {
	if err := b.flow(0); err != nil {
		return err
	}
	glc.Barrier(glc.Storage)
	return b.device.Check()
}

// learns reports whether any spike of a target changes a synapse.
func (b *Backend) learns() bool { return b.opt.Learn && b.layout.learning > 0 }

// advance runs ticks in batches and appends their spikes. While the device
// works on one batch, the one before it is decoded.
func (b *Backend) advance(ticks int32, out *snn.Spikes) error {
	if err := b.inputs.apply(b); err != nil {
		return err
	}
	for ticks > 0 || b.flying.count > 0 {
		if ticks > 0 && b.flying.count < batchesInFlight {
			batch := min(ticks, b.layout.batchTicks)
			if err := b.submit(batch); err != nil {
				return err
			}
			b.flying.push(batch)
			ticks -= batch
			continue
		}
		bytes, err := b.readback.Wait()
		if err != nil {
			return err
		}
		b.decode(b.flying.pop(), bytes, out)
	}
	return b.device.Check()
}

// submit queues a batch of ticks and the reading of their spikes. These are on
// their way as soon as the last tick has integrated, so that the host can move
// the body while the device delivers and learns.
func (b *Backend) submit(ticks int32) error {
	first := b.tick
	for i := range ticks {
		if err := b.integrate(b.tick); err != nil {
			return err
		}
		if i == ticks-1 {
			if err := b.copyHistory(first, ticks); err != nil {
				return err
			}
		}
		if err := b.spread(b.tick); err != nil {
			return err
		}
		b.tick++
	}
	glc.Flush() // what comes after the spikes too
	return nil
}

// A tick is
//
//	integrate | [window] | deliver, gap, late | [learn] | [prune]
//
// with a barrier at every bar. Gap junctions and long delays already work on
// the next tick's currents.

// integrate submits the first part of a tick, up to its spikes.
func (b *Backend) integrate(tick int32) error {
	k := b.kernels
	if err := b.dispatch(k.integrate, tick, k.of.integrate); err != nil {
		return err
	}
	glc.Barrier(glc.Storage | glc.Command)
	return nil
}

// spread submits the rest of a tick: what its spikes do.
func (b *Backend) spread(tick int32) error {
	k := b.kernels
	if k.of.window > 0 {
		if err := b.dispatch(k.window, tick, k.of.window); err != nil {
			return err
		}
		glc.Barrier(glc.Storage)
	}
	if err := b.indirect(k.deliver, tick, 0); err != nil {
		return err
	}
	if err := b.flow(tick + 1); err != nil {
		return err
	}
	glc.Barrier(glc.Storage)
	if b.learns() {
		if err := b.indirect(k.learn, tick, 1); err != nil {
			return err
		}
		glc.Barrier(glc.Storage)
	}
	if b.net.Pruning.Due(tick) {
		return b.overDynamic(k.prune)
	}
	return nil
}

// flow submits what brings current into a tick without a spike of the tick
// before it.
func (b *Backend) flow(tick int32) error {
	if err := b.dispatch(b.kernels.gap, tick, b.kernels.of.gap); err != nil {
		return err
	}
	return b.dispatch(b.kernels.late, tick, b.kernels.of.late)
}

// dispatch submits a kernel for a tick.
func (b *Backend) dispatch(p *glc.Program, tick int32, groups int) error {
	if groups == 0 {
		return nil
	}
	if err := p.SetInt("tick", tick); err != nil {
		return err
	}
	b.timers.Begin(p.Name)
	defer b.timers.End()
	return p.Dispatch(groups)
}

// indirect submits a kernel for every shard, with as many workgroups as its
// work list of this tick needs. phase is 0 for deliver, 1 for learn.
func (b *Backend) indirect(p *glc.Program, tick int32, phase int) error {
	if b.layout.workItems == 0 {
		return nil
	}
	if err := p.SetInt("tick", tick); err != nil {
		return err
	}
	b.timers.Begin(p.Name)
	defer b.timers.End()
	shards := len(b.layout.shards)
	for shard := range shards {
		b.buffers.bind(shard)
		if err := p.SetInt("shard", int32(shard)); err != nil {
			return err
		}
		list := int64((int(tick&1)*2+phase)*shards + shard)
		const x = 4 // offset of DeviceDispatch.X
		if err := p.DispatchIndirect(b.buffers.whole[snn.BindDispatches], list*sizeOf[snn.DeviceDispatch]()+x); err != nil {
			return err
		}
	}
	return nil
}

// overDynamic submits a kernel over the dynamic synapses of every shard.
func (b *Backend) overDynamic(p *glc.Program) error {
	b.timers.Begin(p.Name)
	defer b.timers.End()
	for i, s := range b.layout.shards {
		if len(s.links) == 0 {
			continue
		}
		b.buffers.bind(i)
		if err := p.SetInt("dynamic_count", int32(len(s.links))); err != nil {
			return err
		}
		if err := p.Dispatch(b.kernels.synapseGroups(len(s.links))); err != nil {
			return err
		}
	}
	glc.Barrier(glc.Storage)
	return nil
}

// copyHistory queues the copy of a batch's spikes to the host. The batch may
// wrap around the history.
func (b *Backend) copyHistory(first, ticks int32) error {
	tickBytes := 4 * int64(b.layout.historyWords)
	begin := first & (b.layout.historyTicks - 1)
	straight := min(ticks, b.layout.historyTicks-begin)
	history := b.buffers.whole[snn.BindHistory]
	if err := b.readback.Copy(history, int64(begin)*tickBytes, 0, int64(straight)*tickBytes); err != nil {
		return err
	}
	if ticks > straight {
		rest := int64(ticks-straight) * tickBytes
		if err := b.readback.Copy(history, 0, int64(straight)*tickBytes, rest); err != nil {
			return err
		}
	}
	b.readback.Commit()
	return nil
}
