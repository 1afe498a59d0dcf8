//go:build linux && cgo && egl

package glc

import (
	"errors"
	"fmt"

	"github.com/go-gl/gl/v4.3-core/gl"
)

// Usage says how a buffer is used, where the driver takes a hint.
type Usage int

const (
	// Resident buffers are written and read by kernels and stay on the device.
	Resident Usage = iota
	// Staging buffers are often written or read by the host.
	Staging
)

// smallest is the size in bytes of a buffer of nothing, so that it can be bound.
const smallest = 16

// Buffer is a piece of device memory.
type Buffer struct {
	// Name names the array in errors.
	Name string

	device *Device
	id     uint32
	bytes  int64 // as asked for
	real   int64 // as allocated
}

// NewBuffer makes a buffer of that many bytes, whose content is undefined.
//
// Immutable storage is better where it exists: the driver need not guess from
// the calls whether to keep the array on the device or in the host's memory.
func (d *Device) NewBuffer(name string, bytes int64, usage Usage) (*Buffer, error) {
	flags, hint := uint32(gl.DYNAMIC_STORAGE_BIT), uint32(gl.DYNAMIC_COPY)
	if usage == Staging {
		flags, hint = flags|gl.CLIENT_STORAGE_BIT, gl.STREAM_READ
	}
	return d.newBuffer(name, bytes, flags, hint)
}

// newBuffer makes a buffer with flags for immutable storage or, where there is
// none, a usage hint.
func (d *Device) newBuffer(name string, bytes int64, flags, hint uint32) (*Buffer, error) {
	if bytes < 0 {
		return nil, fmt.Errorf("array %s: %d bytes", name, bytes)
	}
	if bytes > d.blockSize {
		return nil, fmt.Errorf("array %s needs %s: %w of %s, which is %s",
			name, sizeText(bytes), ErrBlockSize, d.info.Renderer, sizeText(d.blockSize))
	}
	b := &Buffer{Name: name, device: d, bytes: bytes, real: max(bytes, smallest)}
	if d.memory > 0 && d.allocated+b.real > d.memory {
		return nil, fmt.Errorf("array %s: %w", name, d.memoryError(b.real))
	}
	if err := d.Check(); err != nil {
		return nil, fmt.Errorf("before array %s: %w", name, err)
	}
	gl.GenBuffers(1, &b.id)
	gl.BindBuffer(gl.COPY_WRITE_BUFFER, b.id)
	if d.storage {
		gl.BufferStorage(gl.COPY_WRITE_BUFFER, int(b.real), nil, flags)
	} else {
		gl.BufferData(gl.COPY_WRITE_BUFFER, int(b.real), nil, hint)
	}
	if err := d.Check(); err != nil {
		gl.DeleteBuffers(1, &b.id)
		if errors.Is(err, ErrMemory) {
			return nil, fmt.Errorf("array %s: %w (GL_OUT_OF_MEMORY)", name, d.memoryError(b.real))
		}
		return nil, fmt.Errorf("array %s of %s: %w", name, sizeText(bytes), err)
	}
	d.label(gl.BUFFER, b.id, name)
	d.allocated += b.real
	return b, nil
}

// memoryError says how much memory is wanted and how much there is.
func (d *Device) memoryError(bytes int64) error {
	has := "the driver does not tell how much the device has"
	if d.memory > 0 {
		has = "the device has " + sizeText(d.memory)
	}
	if m, err := d.context.Memory(); err == nil && m.Free > 0 {
		has += ", free " + sizeText(m.Free)
	}
	return fmt.Errorf("%w: %s more beside %s in use, %s", ErrMemory, sizeText(bytes), sizeText(d.allocated), has)
}

// Bytes is the buffer's size as it was asked for.
func (b *Buffer) Bytes() int64 { return b.bytes }

// Bind binds the buffer to a storage binding.
func (b *Buffer) Bind(index int) {
	gl.BindBufferBase(gl.SHADER_STORAGE_BUFFER, uint32(index), b.id)
}

// BindUniform binds the buffer to a binding of uniform blocks.
func (b *Buffer) BindUniform(index int) {
	gl.BindBufferBase(gl.UNIFORM_BUFFER, uint32(index), b.id)
}

// Clear sets every bit of the buffer to 0.
func (b *Buffer) Clear() error { return b.Fill(0) }

// Fill sets every 32-bit word of the buffer to a value.
func (b *Buffer) Fill(word uint32) error {
	if b.bytes%4 != 0 {
		return fmt.Errorf("array %s: filling %d bytes, want a multiple of 4", b.Name, b.bytes)
	}
	Barrier(BufferUpdate)
	gl.BindBuffer(gl.COPY_WRITE_BUFFER, b.id)
	gl.ClearBufferData(gl.COPY_WRITE_BUFFER, gl.R32UI, gl.RED_INTEGER, gl.UNSIGNED_INT, gl.Ptr(&word))
	return nil
}

// Delete frees the buffer.
func (b *Buffer) Delete() {
	if b.id != 0 {
		gl.DeleteBuffers(1, &b.id)
		b.device.allocated -= b.real
		b.id = 0
	}
}

// within checks that a range lies in the buffer.
func (b *Buffer) within(offset, bytes int64, what string) error {
	if offset < 0 || bytes < 0 || offset+bytes > b.bytes || b.id == 0 {
		return fmt.Errorf("array %s: %s of bytes %d to %d, it has %d", b.Name, what, offset, offset+bytes, b.bytes)
	}
	return nil
}
