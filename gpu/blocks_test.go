//go:build linux && cgo && egl

package gpu

import (
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"github.com/go-gl/gl/v4.3-core/gl"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/gpu/glc"
	"github.com/engine-gpu/engine-gpu/gpu/internal/egltest"
	"github.com/engine-gpu/engine-gpu/internal/contract"
	"github.com/engine-gpu/engine-gpu/shaders"
	"github.com/engine-gpu/engine-gpu/snn"
)

// eachKernel compiles every kernel of a tick and hands it to f, inside Do.
func eachKernel(t *testing.T, f func(p *glc.Program)) {
	t.Helper()
	files, err := fs.Glob(shaders.FS, "*.comp")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d kernels, %v", len(files), err)
	}
	c := egltest.Open(t, egl.Options{Device: egl.Best})
	egltest.Do(t, c, func() error {
		d, err := glc.New(c, glc.Options{})
		if err != nil {
			return err
		}
		defer d.Close()
		for _, file := range files {
			if file == "arithmetic.comp" {
				continue // has arrays of its own
			}
			source, err := shaders.Expand(shaders.FS, file, shaders.Define{Name: "NOISY", Value: "1"})
			if err != nil {
				return err
			}
			p, err := d.NewProgram(source)
			if err != nil {
				return err
			}
			f(p)
			p.Delete()
		}
		return nil
	})
}

// TestDriverLaysArraysOutAsGoDoes compares offsets, types and strides of every
// array in every kernel, as the driver reports them, with Go's memory.
func TestDriverLaysArraysOutAsGoDoes(t *testing.T) {
	arrays := map[string]snn.DeviceArray{}
	for _, a := range snn.DeviceArrays() {
		arrays[contract.BlockName(a.Name)] = a
	}
	seen := map[string]bool{}
	eachKernel(t, func(p *glc.Program) {
		for _, block := range p.Blocks() {
			a, known := arrays[block.Name]
			if !known || block.Binding != a.Binding {
				t.Errorf("%s: block %s has binding %d, the contract says %d", p.Name, block.Name, block.Binding, a.Binding)
				continue
			}
			seen[a.Name] = true
			checkFields(t, p.Name, a, block.Fields)
		}
	})
	for _, a := range snn.DeviceArrays() {
		if !seen[a.Name] {
			t.Errorf("no kernel uses array %s", a.Name)
		}
	}
}

// checkFields compares the fields of an array in a kernel. A driver may leave
// out fields that the kernel does not use.
func checkFields(t *testing.T, kernel string, a snn.DeviceArray, fields []glc.Field) {
	t.Helper()
	want := map[string]reflect.StructField{}
	if a.Element.Kind() == reflect.Struct {
		for i := range a.Element.NumField() {
			f := a.Element.Field(i)
			want[a.Name+"[0]."+contract.FieldName(f.Name)] = f
		}
	} else {
		want[a.Name+"[0]"] = reflect.StructField{Type: a.Element}
	}
	if len(fields) == 0 {
		t.Errorf("%s: array %s has no fields", kernel, a.Name)
	}
	for _, got := range fields {
		f, known := want[got.Name]
		if !known {
			t.Errorf("%s: array %s has no field %s", kernel, a.Name, got.Name)
			continue
		}
		stride := got.TopStride
		if a.Element.Kind() != reflect.Struct {
			stride = got.ArrayStride
		}
		if got.Offset != int(f.Offset) || stride != int(a.Element.Size()) || got.Type != glType(f.Type) {
			t.Errorf("%s: %s lies at %d of %d bytes as type %#x, in Go at %d of %d as %v", kernel, got.Name,
				got.Offset, stride, got.Type, f.Offset, a.Element.Size(), f.Type)
		}
	}
}

// glType returns the GL type of a field.
func glType(t reflect.Type) uint32 {
	switch t.Kind() {
	case reflect.Float32:
		return gl.FLOAT
	case reflect.Int32:
		return gl.INT
	case reflect.Uint32:
		return gl.UNSIGNED_INT
	}
	return 0
}

// TestKernelsKeepWithinMostBlocks: the number of storage blocks that New demands
// is that of the kernel which uses most, by its text, since a driver may count
// only those it keeps.
func TestKernelsKeepWithinMostBlocks(t *testing.T) {
	files, err := fs.Glob(shaders.FS, "*.comp")
	if err != nil {
		t.Fatal(err)
	}
	most := 0
	for _, file := range files {
		text, err := fs.ReadFile(shaders.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, strings.Count(string(text), "#define USE_"))
	}
	if most != mostBlocks {
		t.Errorf("a kernel uses %d blocks, mostBlocks is %d", most, mostBlocks)
	}
}
