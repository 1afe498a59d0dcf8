//go:build linux && cgo && egl

package glc

import (
	"fmt"
	"reflect"
	"slices"
	"unsafe"

	"github.com/go-gl/gl/v4.3-core/gl"
)

// Upload writes data into b from element first on. T is a number or a struct or
// array of numbers, laid out as std430 lays out its twin in GLSL. What kernels
// wrote before is overwritten. The data are free to change when Upload returns.
func Upload[T any](b *Buffer, first int, data []T) error {
	offset, bytes, err := span[T](b, first, len(data), "an upload")
	if err != nil || bytes == 0 {
		return err
	}
	Barrier(BufferUpdate)
	gl.BindBuffer(gl.COPY_WRITE_BUFFER, b.id)
	gl.BufferSubData(gl.COPY_WRITE_BUFFER, int(offset), int(bytes), unsafe.Pointer(&data[0]))
	return nil
}

// Read fills data from b, from element first on. It waits for what the GPU has
// to do before; Readback does not.
//
// The data come by way of memory that is there for it: a driver that sees the
// host read an array itself may move the array to the host for good.
func Read[T any](b *Buffer, first int, data []T) error {
	offset, bytes, err := span[T](b, first, len(data), "a read")
	if err != nil || bytes == 0 {
		return err
	}
	return b.device.read(b, offset, unsafe.Slice((*byte)(unsafe.Pointer(&data[0])), bytes))
}

// stagingBytes is how much Read brings at a time, at most.
const stagingBytes = 4 << 20

// read fills data from a buffer, piece by piece.
func (d *Device) read(b *Buffer, offset int64, data []byte) error {
	if d.staging == nil {
		staging, err := d.NewReadback("staging", int(min(stagingBytes, d.blockSize)), 1)
		if err != nil {
			return err
		}
		d.staging = staging
	}
	for piece := range slices.Chunk(data, d.staging.ring.bytes) {
		if err := d.staging.Copy(b, offset, 0, int64(len(piece))); err != nil {
			return err
		}
		d.staging.Commit()
		view, err := d.staging.Wait()
		if err != nil {
			return err
		}
		copy(piece, view)
		offset += int64(len(piece))
	}
	return nil
}

// Copy copies bytes from one buffer to another, or to another place in the same
// one, on the GPU, as the kernels so far leave them.
func Copy(dst *Buffer, dstOffset int64, src *Buffer, srcOffset, bytes int64) error {
	if err := src.within(srcOffset, bytes, "a copy"); err != nil {
		return err
	}
	if err := dst.within(dstOffset, bytes, "a copy"); err != nil {
		return err
	}
	if src == dst && srcOffset < dstOffset+bytes && dstOffset < srcOffset+bytes {
		return fmt.Errorf("array %s: a copy of %d bytes from %d to %d overlaps", src.Name, bytes, srcOffset, dstOffset)
	}
	if bytes > 0 {
		Barrier(BufferUpdate)
		copyRange(dst, dstOffset, src, srcOffset, bytes)
	}
	return nil
}

func copyRange(dst *Buffer, dstOffset int64, src *Buffer, srcOffset, bytes int64) {
	gl.BindBuffer(gl.COPY_READ_BUFFER, src.id)
	gl.BindBuffer(gl.COPY_WRITE_BUFFER, dst.id)
	gl.CopyBufferSubData(gl.COPY_READ_BUFFER, gl.COPY_WRITE_BUFFER, int(srcOffset), int(dstOffset), int(bytes))
}

// View is memory, such as a slot's, seen as numbers of another type; bytes at
// the end that make no whole element are left out.
func View[T any](memory []byte) ([]T, error) {
	element := reflect.TypeFor[T]()
	if !plain(element) || element.Size() == 0 {
		return nil, fmt.Errorf("a view as %v, which is not made of numbers", element)
	}
	if len(memory) < int(element.Size()) {
		return nil, nil
	}
	start := unsafe.Pointer(&memory[0])
	if uintptr(start)%uintptr(element.Align()) != 0 {
		return nil, fmt.Errorf("a view as %v of memory that is not aligned for it", element)
	}
	return unsafe.Slice((*T)(start), len(memory)/int(element.Size())), nil
}

// span is the range of bytes of n elements from element first on.
func span[T any](b *Buffer, first, n int, what string) (offset, bytes int64, err error) {
	element := reflect.TypeFor[T]()
	if !plain(element) {
		return 0, 0, fmt.Errorf("array %s: %s of %v, which is not made of numbers", b.Name, what, element)
	}
	size := int64(element.Size())
	offset, bytes = int64(first)*size, int64(n)*size
	return offset, bytes, b.within(offset, bytes, what)
}

// plain tells whether a type is numbers through and through.
func plain(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64,
		reflect.Float32, reflect.Float64:
		return true
	case reflect.Array:
		return plain(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if !plain(t.Field(i).Type) {
				return false
			}
		}
		return true
	}
	return false
}
