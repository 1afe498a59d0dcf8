//go:build linux && cgo && egl

package glc

import "github.com/go-gl/gl/v4.3-core/gl"

// Uploader brings small inputs to the GPU again and again without stopping it:
// Next gives a slot's memory to write, Copy (or a kernel, after Bind) takes it
// from there on the GPU's timeline, Commit ends it.
type Uploader struct {
	ring *ring
}

// NewUploader makes an Uploader of so many slots of so many bytes.
func (d *Device) NewUploader(name string, bytes, slots int) (*Uploader, error) {
	r, err := d.newRing(name, bytes, slots, gl.MAP_WRITE_BIT)
	if err != nil {
		return nil, err
	}
	return &Uploader{ring: r}, nil
}

// Next returns the memory of the slot to write, of undefined content. It waits
// only if the GPU still reads what the slot held before.
func (s *Uploader) Next() ([]byte, error) {
	if s.ring.open >= 0 {
		return s.ring.slot(s.ring.open), nil
	}
	if err := s.ring.wait(s.ring.next); err != nil {
		return nil, err
	}
	s.ring.take()
	return s.ring.slot(s.ring.open), nil
}

// Copy copies bytes of the slot into a buffer, between the kernels before and
// those after.
func (s *Uploader) Copy(dst *Buffer, dstOffset, slotOffset, bytes int64) error {
	if err := dst.within(dstOffset, bytes, "a copy"); err != nil {
		return err
	}
	if err := s.ring.within(slotOffset, bytes); err != nil {
		return err
	}
	memory, err := s.Next()
	if err != nil || bytes == 0 {
		return err
	}
	Barrier(BufferUpdate)
	if !s.ring.mapped {
		gl.BindBuffer(gl.COPY_WRITE_BUFFER, dst.id)
		gl.BufferSubData(gl.COPY_WRITE_BUFFER, int(dstOffset), int(bytes), gl.Ptr(&memory[slotOffset]))
		return nil
	}
	copyRange(dst, dstOffset, s.ring.buffer, int64(s.ring.start(s.ring.open))+slotOffset, bytes)
	return nil
}

// Bind binds the slot, as written so far, to a storage binding.
func (s *Uploader) Bind(index int) error {
	memory, err := s.Next()
	if err != nil {
		return err
	}
	start := s.ring.start(s.ring.open)
	if !s.ring.mapped {
		gl.BindBuffer(gl.COPY_WRITE_BUFFER, s.ring.buffer.id)
		gl.BufferSubData(gl.COPY_WRITE_BUFFER, start, len(memory), gl.Ptr(memory))
	}
	gl.BindBufferRange(gl.SHADER_STORAGE_BUFFER, uint32(index), s.ring.buffer.id, start, s.ring.bytes)
	return nil
}

// Commit ends the slot: what was copied or bound from it is the GPU's until it
// comes round. Without a slot being written it does nothing.
func (s *Uploader) Commit() {
	if s.ring.open >= 0 {
		s.ring.commit()
	}
}

// Delete frees the Uploader; no memory of it may be written any more.
func (s *Uploader) Delete() { s.ring.delete() }
