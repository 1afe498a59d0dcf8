//go:build linux && cgo && egl

package glc

import (
	"fmt"
	"unsafe"

	"github.com/go-gl/gl/v4.3-core/gl"
)

// ring is a buffer of several slots that host and GPU hand each other. Where
// the context can, it stays mapped into the host's memory; else the host has a
// copy of each slot.
type ring struct {
	name   string
	device *Device
	buffer *Buffer
	memory []byte // of all slots, mapped or the copy
	mapped bool
	slots  []fence // set from Commit until the slot's GPU work is known to be done
	bytes  int     // of one slot, as asked for
	stride int     // from slot to slot
	open   int     // the slot being filled, -1 for none
	next   int     // the slot to open next
}

// newRing makes a ring; access is gl.MAP_READ_BIT or gl.MAP_WRITE_BIT.
func (d *Device) newRing(name string, bytes, slots int, access uint32) (*ring, error) {
	if bytes < 1 || slots < 1 {
		return nil, fmt.Errorf("%s: %d slots of %d bytes", name, slots, bytes)
	}
	alignment := max(d.info.Limits.StorageAlignment, 64)
	r := &ring{
		name: name, device: d, bytes: bytes, open: -1,
		slots: make([]fence, slots), stride: (bytes + alignment - 1) / alignment * alignment,
	}
	total := int64(r.stride) * int64(slots)
	var err error
	if !d.storage {
		r.buffer, err = d.NewBuffer(name, total, Staging)
		r.memory = make([]byte, total)
		return r, err
	}
	flags := access | gl.MAP_PERSISTENT_BIT | gl.MAP_COHERENT_BIT
	if r.buffer, err = d.newBuffer(name, total, flags|gl.CLIENT_STORAGE_BIT, 0); err != nil {
		return nil, err
	}
	gl.BindBuffer(gl.COPY_WRITE_BUFFER, r.buffer.id)
	at := gl.MapBufferRange(gl.COPY_WRITE_BUFFER, 0, int(total), flags)
	if at == nil {
		r.buffer.Delete()
		return nil, fmt.Errorf("%s: %s cannot be mapped: %w", name, sizeText(total), d.orUnknown())
	}
	r.memory, r.mapped = unsafe.Slice((*byte)(at), total), true
	return r, nil
}

// start is where a slot begins in the buffer.
func (r *ring) start(slot int) int { return slot * r.stride }

// slot is a slot's memory.
func (r *ring) slot(slot int) []byte {
	return r.memory[r.start(slot):][:r.bytes:r.bytes]
}

// within checks that a range lies in a slot.
func (r *ring) within(offset, n int64) error {
	if offset < 0 || n < 0 || offset+n > int64(r.bytes) {
		return fmt.Errorf("%s: bytes %d to %d of a slot of %d", r.name, offset, offset+n, r.bytes)
	}
	return nil
}

// wait waits until the GPU is done with a slot.
func (r *ring) wait(slot int) error {
	if r.slots[slot] == 0 {
		return nil
	}
	if err := r.device.await(r.slots[slot]); err != nil {
		return fmt.Errorf("%s: %w", r.name, err)
	}
	r.slots[slot].delete()
	return nil
}

// commit ends the open slot.
func (r *ring) commit() {
	r.slots[r.open] = newFence()
	r.open = -1
}

// take opens the next slot.
func (r *ring) take() {
	r.open = r.next
	r.next = (r.next + 1) % len(r.slots)
}

// delete frees the ring; its memory must not be touched any more.
func (r *ring) delete() {
	for i := range r.slots {
		r.slots[i].delete()
	}
	r.memory = nil
	r.open = -1
	r.buffer.Delete() // unmaps
}
