//go:build linux && cgo && egl

package glc

import (
	"testing"
	"testing/fstest"

	"github.com/engine-gpu/engine-gpu/gpu/egl"
	"github.com/engine-gpu/engine-gpu/shaders"
)

const saxpy = `layout(local_size_x = 64) in;
layout(std430, binding = 0) readonly buffer X { int x[]; };
layout(std430, binding = 3) buffer Y { int y[]; };
uniform int a;
uniform uint n;
void main() {
	for (uint i = gl_GlobalInvocationID.x; i < n; i += gl_NumWorkGroups.x * gl_WorkGroupSize.x)
		y[i] += a * x[i];
}
`

func TestSaxpy(t *testing.T) {
	c, err := egl.Open(egl.Options{Device: egl.Best, Debug: true})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	t.Log(c.Info(), c.Info().Limits)
	err = c.Do(func() error {
		d, err := New(c, Options{})
		if err != nil {
			return err
		}
		src, err := shaders.Expand(fstest.MapFS{"saxpy.comp": {Data: []byte(saxpy)}}, "saxpy.comp")
		if err != nil {
			return err
		}
		p, err := d.NewProgram(src)
		if err != nil {
			return err
		}
		const n = 1000
		xs, ys := make([]int32, n), make([]int32, n)
		for i := range xs {
			xs[i], ys[i] = int32(i), int32(1000*i)
		}
		x, err := d.NewBuffer("x", n*4, Resident)
		if err != nil {
			return err
		}
		y, err := d.NewBuffer("y", n*4, Resident)
		if err != nil {
			return err
		}
		if err := Upload(x, 0, xs); err != nil {
			return err
		}
		if err := Upload(y, 0, ys); err != nil {
			return err
		}
		x.Bind(0)
		y.Bind(3)
		if err := p.SetInt("a", 7); err != nil {
			return err
		}
		if err := p.SetUint("n", n); err != nil {
			return err
		}
		if err := p.Dispatch(4); err != nil {
			return err
		}
		if err := Read(y, 0, ys); err != nil {
			return err
		}
		for i := range ys {
			if ys[i] != int32(1007*i) {
				t.Fatalf("y[%d] = %d", i, ys[i])
			}
		}
		return d.Close()
	})
	if err != nil {
		t.Fatal(err)
	}
}
