//go:build linux && cgo && egl

package glc

import (
	"errors"
	"fmt"

	"github.com/go-gl/gl/v4.3-core/gl"
)

var (
	// ErrFull says that all slots of a Readback are in flight.
	ErrFull = errors.New("all slots are in flight: Wait first")
	// ErrEmpty says that a Readback has nothing in flight.
	ErrEmpty = errors.New("nothing is in flight: Commit first")
)

// Readback brings results to the host without stopping the GPU: Copy (or a
// kernel, after Bind) fills a slot on the GPU's timeline, Commit ends it, and
// Wait returns the oldest one as soon as the GPU has come that far.
type Readback struct {
	ring  *ring
	first int // oldest slot in flight
	count int // slots in flight
}

// NewReadback makes a Readback of so many slots of so many bytes.
func (d *Device) NewReadback(name string, bytes, slots int) (*Readback, error) {
	r, err := d.newRing(name, bytes, slots, gl.MAP_READ_BIT)
	if err != nil {
		return nil, err
	}
	return &Readback{ring: r}, nil
}

// begin opens a slot unless one is open.
func (r *Readback) begin() error {
	switch {
	case r.ring.open >= 0:
		return nil
	case r.count == len(r.ring.slots):
		return fmt.Errorf("%s: %w", r.ring.name, ErrFull)
	}
	r.ring.take()
	Barrier(BufferUpdate) // what kernels wrote is what copies read
	return nil
}

// Copy copies bytes of a buffer, as the kernels so far leave them, into the
// slot being filled.
func (r *Readback) Copy(src *Buffer, srcOffset, slotOffset, bytes int64) error {
	if err := src.within(srcOffset, bytes, "a copy"); err != nil {
		return err
	}
	if err := r.ring.within(slotOffset, bytes); err != nil {
		return err
	}
	if err := r.begin(); err != nil || bytes == 0 {
		return err
	}
	copyRange(r.ring.buffer, int64(r.ring.start(r.ring.open))+slotOffset, src, srcOffset, bytes)
	return nil
}

// Bind binds the slot being filled to a storage binding, for kernels that
// write their results straight into it. The slot's old content is undefined.
func (r *Readback) Bind(index int) error {
	if err := r.begin(); err != nil {
		return err
	}
	gl.BindBufferRange(gl.SHADER_STORAGE_BUFFER, uint32(index), r.ring.buffer.id, r.ring.start(r.ring.open), r.ring.bytes)
	return nil
}

// Commit ends the slot being filled and hands it to the GPU. Without a slot
// being filled it does nothing.
func (r *Readback) Commit() {
	if r.ring.open < 0 {
		return
	}
	Barrier(Mapped | BufferUpdate)
	r.ring.commit()
	r.count++
}

// InFlight is the number of slots committed and not waited for.
func (r *Readback) InFlight() int { return r.count }

// Ready tells without waiting whether Wait would return at once.
func (r *Readback) Ready() bool {
	return r.count > 0 && r.ring.slots[r.first].passed()
}

// Wait returns the oldest slot in flight once the GPU has filled it. The view
// is to be read only, and holds until the slots have come round: until as many
// more as there are have been begun.
func (r *Readback) Wait() ([]byte, error) {
	if r.count == 0 {
		return nil, fmt.Errorf("%s: %w", r.ring.name, ErrEmpty)
	}
	slot := r.first
	if err := r.ring.wait(slot); err != nil {
		return nil, err
	}
	r.first = (r.first + 1) % len(r.ring.slots)
	r.count--
	view := r.ring.slot(slot)
	if !r.ring.mapped {
		gl.BindBuffer(gl.COPY_READ_BUFFER, r.ring.buffer.id)
		gl.GetBufferSubData(gl.COPY_READ_BUFFER, r.ring.start(slot), len(view), gl.Ptr(view))
	}
	return view, nil
}

// Delete frees the Readback; no view of it may be read any more.
func (r *Readback) Delete() { r.ring.delete() }
