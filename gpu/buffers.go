//go:build linux && cgo && egl

package gpu

import (
	"fmt"
	"slices"

	"github.com/engine-gpu/engine-gpu/gpu/glc"
	"github.com/engine-gpu/engine-gpu/snn"
)

// buffers are the device's arrays: those of the whole network by binding, and
// those of each shard.
type buffers struct {
	device *glc.Device
	whole  [snn.NumBindings]*glc.Buffer
	shards [][snn.NumBindings]*glc.Buffer
	bound  int // shard whose buffers are bound, -1 for none
}

// newBuffers makes and fills every array of the table.
func newBuffers(d *glc.Device, l *layout) (*buffers, error) {
	b := &buffers{device: d, shards: make([][snn.NumBindings]*glc.Buffer, len(l.shards)), bound: -1}
	neurons := l.net.Neurons
	u := uploader{device: d, into: &b.whole}
	upload(&u, snn.BindRecovery, l.recovery)
	upload(&u, snn.BindMembrane, l.membrane)
	upload(&u, snn.BindLastSpike, l.net.LastSpike)
	u.zero(snn.BindExternal, neurons)
	u.zero(snn.BindNoise, neurons)
	u.zero(snn.BindRing, int(l.ringSlots)*neurons)
	u.zero(snn.BindHistory, int(l.historyTicks)*int(l.historyWords))
	upload(&u, snn.BindTraces, l.traces)
	upload(&u, snn.BindPostBegin, l.net.Traces.PostBegin)
	upload(&u, snn.BindDecays, l.decays)
	upload(&u, snn.BindDecayFactors, l.decayFactors)
	upload(&u, snn.BindRows, l.rows)
	upload(&u, snn.BindColumns, l.columns)
	upload(&u, snn.BindShards, l.shardTable)
	u.zero(snn.BindWork, int(l.workItems)*int(sizeOf[snn.DeviceItem]()/4))
	upload(&u, snn.BindDispatches, slices.Repeat([]snn.DeviceDispatch{{Y: 1, Z: 1}}, 4*len(l.shards)))
	upload(&u, snn.BindClasses, l.classes)
	upload(&u, snn.BindGaps, l.gaps)
	upload(&u, snn.BindLates, l.lates)
	upload(&u, snn.BindGates, l.gates)
	u.zero(snn.BindGateTotals, len(l.groupBegin)-1)
	u.zero(snn.BindGateHistory, (len(l.groupBegin)-1)*snn.GateWindow)
	upload(&u, snn.BindGroupBegin, l.groupBegin)
	upload(&u, snn.BindGroupMembers, l.groupMembers)
	for i, s := range l.shards {
		u.into = &b.shards[i]
		upload(&u, snn.BindStatics, s.statics)
		upload(&u, snn.BindLinks, s.links)
		upload(&u, snn.BindWeights, s.weights)
		upload(&u, snn.BindIncoming, s.incoming)
		upload(&u, snn.BindRewards, s.rewards)
		upload(&u, snn.BindGains, s.gains)
		upload(&u, snn.BindDevelopments, s.developments)
	}
	if u.err != nil {
		return nil, u.err
	}
	for binding, buffer := range b.whole {
		if buffer != nil {
			buffer.Bind(binding)
		}
	}
	return b, nil
}

// release drops what only the upload needed: of 10^9 synapses some 10 GB.
func (l *layout) release() {
	l.recovery, l.membrane, l.traces = nil, nil, nil
	l.decays, l.decayFactors = nil, nil
	l.rows, l.columns, l.gaps, l.lates = nil, nil, nil, nil
	for _, s := range l.shards {
		s.statics, s.weights, s.incoming = nil, nil, nil
		s.rewards, s.gains, s.developments = nil, nil, nil
	}
}

// bind binds the buffers of a shard.
func (b *buffers) bind(shard int) {
	if b.bound == shard {
		return
	}
	b.bound = shard
	for binding, buffer := range b.shards[shard] {
		if buffer != nil {
			buffer.Bind(binding)
		}
	}
}

// uploader makes buffers until one fails.
type uploader struct {
	device *glc.Device
	into   *[snn.NumBindings]*glc.Buffer
	err    error
}

func (u *uploader) make(binding int, bytes int64) {
	if u.err == nil {
		u.into[binding], u.err = u.device.NewBuffer(snn.DeviceArrays()[binding].Name, bytes, glc.Resident)
	}
}

// zero makes an array of 32-bit zeros.
func (u *uploader) zero(binding, length int) {
	u.make(binding, 4*int64(length))
	if u.err == nil {
		u.err = u.into[binding].Clear()
	}
	u.check(binding)
}

// uploadBytes is the largest piece of one upload: a driver keeps a copy of each
// piece until the device has it.
const uploadBytes = 64 << 20

// upload makes an array with the given elements.
func upload[T any](u *uploader, binding int, elements []T) {
	u.make(binding, sizeOf[T]()*int64(len(elements)))
	first := 0
	for piece := range slices.Chunk(elements, int(uploadBytes/sizeOf[T]())) {
		if u.err == nil {
			u.err = glc.Upload(u.into[binding], first, piece)
		}
		first += len(piece)
	}
	u.check(binding)
}

// check asks for what a driver finds out only when memory is written.
func (u *uploader) check(binding int) {
	if u.err != nil {
		return
	}
	if err := u.device.Check(); err != nil {
		b := u.into[binding]
		u.err = fmt.Errorf("filling array %s of %d bytes, beside %d bytes in use: %w", b.Name, b.Bytes(), u.device.Allocated(), err)
	}
}

// readAll reads a whole array.
func readAll[T any](r *reader, b *glc.Buffer) []T {
	elements := make([]T, b.Bytes()/sizeOf[T]())
	if r.err == nil {
		r.err = glc.Read(b, 0, elements)
	}
	return elements
}

// reader reads arrays until one fails.
type reader struct{ err error }
