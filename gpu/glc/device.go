//go:build linux && cgo && egl

package glc

import (
	"errors"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
)

// Options change what a Device allows, for tests and for careful users.
type Options struct {
	// BlockSize lowers the largest size of a buffer in bytes; 0 leaves the
	// driver's limit.
	BlockSize int64
	// Memory lowers the device's memory in bytes; 0 leaves what the driver
	// tells, if it tells.
	Memory int64
}

// Device makes programs and buffers on a context, which has one Device at a
// time.
type Device struct {
	context   *egl.Context
	info      egl.Info
	blockSize int64
	memory    int64 // 0: unknown
	allocated int64 // by buffers that live
	storage   bool  // glBufferStorage exists
	program   uint32
	staging   *Readback // of Read, nil until there is one
	debug     *messages // nil without a debug context
}

// New makes a Device on a context, inside the context's Do.
func New(c *egl.Context, o Options) (*Device, error) {
	info := c.Info()
	d := &Device{
		context:   c,
		info:      info,
		blockSize: info.Limits.StorageBlockSize,
		memory:    info.Memory.Total,
		storage:   info.AtLeast(4, 4) || info.Has("GL_ARB_buffer_storage"),
	}
	if o.BlockSize > 0 && o.BlockSize < d.blockSize {
		d.blockSize = o.BlockSize
	}
	if o.Memory > 0 && (d.memory == 0 || o.Memory < d.memory) {
		d.memory = o.Memory
	}
	if d.blockSize <= 0 {
		return nil, errors.New("the driver names no limit for storage blocks: is this inside Do of a living context?")
	}
	if info.Debug {
		d.debug = listen()
	}
	return d, d.Check()
}

// Info says what the device is.
func (d *Device) Info() egl.Info { return d.info }

// BlockSize is the largest size of one buffer in bytes.
func (d *Device) BlockSize() int64 { return d.blockSize }

// Memory is the size of the device's memory in bytes, 0 where unknown.
func (d *Device) Memory() int64 { return d.memory }

// Allocated is the size in bytes of all buffers that live.
func (d *Device) Allocated() int64 { return d.allocated }

// Close ends the debug output and what Read holds. The context's end frees the
// rest.
func (d *Device) Close() error {
	if d.staging != nil {
		d.staging.Delete()
		d.staging = nil
	}
	err := d.Check()
	if d.debug != nil {
		d.debug.close()
		d.debug = nil
	}
	return err
}
