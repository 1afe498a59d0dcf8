//go:build linux && cgo && egl

package glc

import (
	"testing"
	"testing/fstest"
	"unsafe"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/internal/egltest"
	"github.com/engine-gpu/engine-gpu/shaders"
)

// inside opens a device and runs f in its context's Do. f reports by its error
// and t.Error: t.Fatal would end the context's thread.
func inside(t testing.TB, debug bool, o Options, f func(d *Device) error) {
	t.Helper()
	c := egltest.Open(t, egl.Options{Device: egl.Best, Debug: debug})
	egltest.Do(t, c, func() error {
		d, err := New(c, o)
		if err != nil {
			return err
		}
		if err := f(d); err != nil {
			_ = d.Close()
			return err
		}
		return d.Close()
	})
}

// program makes a program of one file.
func program(d *Device, text string, defines ...shaders.Define) (*Program, error) {
	src, err := shaders.Expand(fstest.MapFS{"test.comp": {Data: []byte(text)}}, "test.comp", defines...)
	if err != nil {
		return nil, err
	}
	return d.NewProgram(src)
}

// filled makes a buffer with a content, of at least one element.
func filled[T any](d *Device, name string, data []T) (*Buffer, error) {
	b, err := d.NewBuffer(name, int64(len(data))*int64(unsafe.Sizeof(data[0])), Resident)
	if err != nil {
		return nil, err
	}
	return b, Upload(b, 0, data)
}
