//go:build linux && cgo && egl

package glc

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/go-gl/gl/v4.3-core/gl"

	"github.com/engine-gpu/engine-gpu/shaders"
)

// saxpy adds a·x to y.
const saxpy = `layout(local_size_x = GROUP) in;
layout(std430, binding = 0) readonly buffer X { int x[]; };
layout(std430, binding = 3) buffer Y { int y[]; };
uniform int a;
uniform uint n;
uniform float unused;
void main() {
	for (uint i = gl_GlobalInvocationID.x; i < n; i += gl_NumWorkGroups.x * gl_WorkGroupSize.x)
		y[i] += a * x[i];
}
`

// saxpyFixture is saxpy with its arrays, bound.
type saxpyFixture struct {
	*Program
	x, y *Buffer
}

func newSaxpy(d *Device, n int) (saxpyFixture, error) {
	p, err := program(d, saxpy, shaders.Define{Name: "GROUP", Value: "32"})
	if err != nil {
		return saxpyFixture{}, err
	}
	s := saxpyFixture{Program: p}
	xs, ys := make([]int32, n), make([]int32, n)
	for i := range n {
		xs[i], ys[i] = int32(i), int32(1000*i)
	}
	if s.x, err = filled(d, "x", xs); err != nil {
		return s, err
	}
	if s.y, err = filled(d, "y", ys); err != nil {
		return s, err
	}
	s.x.Bind(0)
	s.y.Bind(3)
	if err := s.SetInt("a", 7); err != nil {
		return s, err
	}
	return s, s.SetUint("n", uint32(n))
}

// check compares y with runs times the kernel.
func (s saxpyFixture) check(runs int) error {
	ys := make([]int32, s.y.Bytes()/4)
	if err := Read(s.y, 0, ys); err != nil {
		return err
	}
	for i, y := range ys {
		if want := int32((1000 + 7*runs) * i); y != want {
			return fmt.Errorf("y[%d] = %d, want %d", i, y, want)
		}
	}
	return nil
}

func TestDispatch(t *testing.T) {
	inside(t, true, Options{}, func(d *Device) error {
		s, err := newSaxpy(d, 1001)
		if err != nil {
			return err
		}
		if s.GroupSize != [3]int{32, 1, 1} {
			t.Errorf("group size %v", s.GroupSize)
		}
		if err := s.check(0); err != nil {
			return err
		}
		for run, groups := range []int{1, 5, 1000} {
			Barrier(Storage)
			if err := s.Dispatch(groups); err != nil {
				return err
			}
			if err := s.check(run + 1); err != nil {
				return fmt.Errorf("%d groups: %w", groups, err)
			}
		}
		if err := s.Dispatch(0); err != nil {
			t.Errorf("no work: %v", err)
		}
		for _, groups := range []int{-1, d.info.Limits.WorkGroupCount[0] + 1} {
			if err := s.Dispatch(groups); err == nil || !strings.Contains(err.Error(), "test.comp") {
				t.Errorf("%d groups: %v", groups, err)
			}
		}
		return s.check(3)
	})
}

func TestDispatchIndirect(t *testing.T) {
	inside(t, true, Options{}, func(d *Device) error {
		s, err := newSaxpy(d, 500)
		if err != nil {
			return err
		}
		groups, err := filled(d, "groups", []uint32{9, 9, 3, 1, 1, 0, 1, 1})
		if err != nil {
			return err
		}
		if err := s.DispatchIndirect(groups, 8); err != nil {
			return err
		}
		Barrier(Storage)
		if err := s.DispatchIndirect(groups, 20); err != nil { // no work
			return err
		}
		if err := s.check(1); err != nil {
			return err
		}
		for _, offset := range []int64{-4, 2, 24, 1 << 40} {
			if err := s.DispatchIndirect(groups, offset); err == nil {
				t.Errorf("offset %d was taken", offset)
			}
		}
		return nil
	})
}

func TestUniforms(t *testing.T) {
	const text = `layout(local_size_x = 1) in;
layout(std430, binding = 0) buffer Out { int i; uint u; float f; } o;
uniform int i;
uniform uint u;
uniform float f;
uniform float unused;
void main() { o.i = i; o.u = u; o.f = f; }
`
	inside(t, true, Options{}, func(d *Device) error {
		p, err := program(d, text)
		if err != nil {
			return err
		}
		out, err := d.NewBuffer("out", 12, Resident)
		if err != nil {
			return err
		}
		out.Bind(0)
		for _, want := range [][3]uint32{{0xffffffff, 0xfffffffe, 0x3f800001}, {5, 6, 0x80000000}, {5, 6, 0x00800000}} {
			for range 2 { // the second changes nothing
				err := errors.Join(p.SetInt("i", int32(want[0])), p.SetUint("u", want[1]), p.SetFloat("f", math.Float32frombits(want[2])))
				if err != nil {
					return err
				}
			}
			if err := p.Dispatch(1); err != nil {
				return err
			}
			var got [3]uint32
			if err := Read(out, 0, got[:]); err != nil {
				return err
			}
			if got != want {
				t.Errorf("got %#x, want %#x", got, want)
			}
		}
		if !p.HasUniform("i") || p.HasUniform("unused") || p.HasUniform("none") {
			t.Error("HasUniform is wrong")
		}
		if err := p.SetFloat("unused", 1); err != nil {
			t.Errorf("a uniform that was dropped: %v", err)
		}
		if err := p.SetInt("f", 1); err == nil || !strings.Contains(err.Error(), "test.comp: uniform f") {
			t.Errorf("an int into a float: %v", err)
		}
		return nil
	})
}

// TestBuildErrors expects the driver's words with our files and lines.
func TestBuildErrors(t *testing.T) {
	fsys := fstest.MapFS{
		"bad.comp":   {Data: []byte("layout(local_size_x = 1) in;\n#include \"good.glsl\"\n\nvoid main() {\n\tint i = nowhere;\n}\n")},
		"worse.comp": {Data: []byte("layout(local_size_x = 1) in;\n#include \"good.glsl\"\n#include \"bad.glsl\"\nvoid main() {}\n")},
		"link.comp":  {Data: []byte("layout(local_size_x = 1) in;\nvoid missing();\nvoid main() { missing(); }\n")},
		"good.glsl":  {Data: []byte("// fine\nint good;\n")},
		"bad.glsl":   {Data: []byte("\n\n\nfloat f( { }\n")},
	}
	inside(t, true, Options{}, func(d *Device) error {
		for _, c := range []struct {
			kernel, place string
			defines       []shaders.Define
		}{
			{"bad.comp", "\nbad.comp:5", nil},
			{"bad.comp", "\nbad.comp:5", []shaders.Define{{Name: "A", Value: "1"}, {Name: "B", Value: "2"}}},
			{"worse.comp", "\nbad.glsl:4", nil},
			{"link.comp", "missing", nil},
		} {
			src, err := shaders.Expand(fsys, c.kernel, c.defines...)
			if err != nil {
				return err
			}
			p, err := d.NewProgram(src)
			if err == nil {
				t.Errorf("%s was taken", c.kernel)
				p.Delete()
				continue
			}
			t.Log(err)
			for _, want := range []string{c.kernel + " does not ", c.place} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%s: %v: does not say %q", c.kernel, err, want)
				}
			}
		}
		return d.Check() // the messages about them are gone with them
	})
}

func TestBlocks(t *testing.T) {
	const text = `layout(local_size_x = 1) in;
struct Cell { float v; uint flags; };
layout(std430, binding = 5) buffer Cells { Cell cells[]; };
layout(std430, binding = 2) buffer Head { uint count; int tail[3]; uvec2 pair; } head;
void main() { cells[head.count].v = float(head.tail[1]) + float(head.pair.y) + float(cells[1].flags); }
`
	inside(t, true, Options{}, func(d *Device) error {
		p, err := program(d, text)
		if err != nil {
			return err
		}
		blocks := map[string]Block{}
		for _, b := range p.Blocks() {
			blocks[b.Name] = b
		}
		if len(blocks) != 2 || blocks["Cells"].Binding != 5 || blocks["Head"].Binding != 2 {
			t.Errorf("blocks %+v", blocks)
		}
		fields := map[string]Field{}
		for _, b := range blocks {
			for _, f := range b.Fields {
				fields[f.Name] = f
			}
		}
		for _, want := range []Field{
			{"cells[0].v", 0, gl.FLOAT, 1, 0, 0, 8},
			{"cells[0].flags", 4, gl.UNSIGNED_INT, 1, 0, 0, 8},
			{"Head.count", 0, gl.UNSIGNED_INT, 1, 0, 1, 0},
			{"Head.tail[0]", 4, gl.INT, 3, 4, 1, 0},
			{"Head.pair", 16, gl.UNSIGNED_INT_VEC2, 1, 0, 1, 0},
		} {
			if got := fields[want.Name]; got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		}
		return nil
	})
}
