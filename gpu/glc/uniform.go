//go:build linux && cgo && egl

package glc

import (
	"fmt"
	"math"

	"github.com/go-gl/gl/v4.3-core/gl"
)

// uniform is one active uniform of a program and what it was last set to, so
// that setting the same again costs no call.
type uniform struct {
	location int32
	kind     uint32
	bits     uint32
	set      bool
}

// activeUniforms lists a program's uniforms that the driver kept.
func activeUniforms(program uint32) map[string]*uniform {
	list := map[string]*uniform{}
	name := make([]byte, max(1, parameter(program, gl.ACTIVE_UNIFORM_MAX_LENGTH, gl.GetProgramiv)))
	for i := range parameter(program, gl.ACTIVE_UNIFORMS, gl.GetProgramiv) {
		var length, size int32
		var kind uint32
		gl.GetActiveUniform(program, uint32(i), int32(len(name)), &length, &size, &kind, &name[0])
		location := gl.GetUniformLocation(program, &name[0])
		if location >= 0 { // those in blocks have none
			list[string(name[:length])] = &uniform{location: location, kind: kind}
		}
	}
	return list
}

// HasUniform tells whether the program uses the uniform. Setting one that it
// does not use does nothing, since a driver drops what has no effect.
func (p *Program) HasUniform(name string) bool { return p.uniforms[name] != nil }

// SetInt sets an int.
func (p *Program) SetInt(name string, v int32) error {
	u, err := p.changed(name, gl.INT, uint32(v))
	if u != nil {
		gl.ProgramUniform1i(p.id, u.location, v)
	}
	return err
}

// SetUint sets a uint.
func (p *Program) SetUint(name string, v uint32) error {
	u, err := p.changed(name, gl.UNSIGNED_INT, v)
	if u != nil {
		gl.ProgramUniform1ui(p.id, u.location, v)
	}
	return err
}

// SetFloat sets a float.
func (p *Program) SetFloat(name string, v float32) error {
	u, err := p.changed(name, gl.FLOAT, math.Float32bits(v))
	if u != nil {
		gl.ProgramUniform1f(p.id, u.location, v)
	}
	return err
}

// changed returns the uniform if it must be set, and an error if it is of
// another type.
func (p *Program) changed(name string, kind, bits uint32) (*uniform, error) {
	u := p.uniforms[name]
	if u == nil {
		return nil, nil
	}
	if u.kind != kind {
		return nil, fmt.Errorf("%s: uniform %s is of GL type %#x, set as %#x", p.Name, name, u.kind, kind)
	}
	if u.set && u.bits == bits {
		return nil, nil
	}
	u.bits, u.set = bits, true
	return u, nil
}
