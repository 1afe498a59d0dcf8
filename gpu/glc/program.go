//go:build linux && cgo && egl

package glc

import (
	"fmt"
	"strings"

	"github.com/go-gl/gl/v4.3-core/gl"

	"github.com/engine-gpu/engine-gpu/shaders"
)

// Program is a linked compute program.
type Program struct {
	// Name is its kernel's file.
	Name string
	// GroupSize is the workgroup's size as the kernel declares it.
	GroupSize [3]int

	device   *Device
	id       uint32
	uniforms map[string]*uniform
}

// NewProgram compiles and links a kernel. An error carries the driver's log
// with files and lines.
func (d *Device) NewProgram(src shaders.Source) (*Program, error) {
	shader := gl.CreateShader(gl.COMPUTE_SHADER)
	if shader == 0 {
		return nil, fmt.Errorf("%s: no compute shader could be made: %w", src.Name, d.orUnknown())
	}
	defer gl.DeleteShader(shader)
	text, free := gl.Strs(src.Text + "\x00")
	gl.ShaderSource(shader, 1, text, nil)
	free()
	gl.CompileShader(shader)
	if parameter(shader, gl.COMPILE_STATUS, gl.GetShaderiv) == 0 {
		log := infoLog(shader, gl.GetShaderiv, gl.GetShaderInfoLog)
		return nil, d.buildError(src, "does not compile", log)
	}

	p := &Program{Name: src.Name, device: d, id: gl.CreateProgram()}
	gl.AttachShader(p.id, shader)
	gl.LinkProgram(p.id)
	gl.DetachShader(p.id, shader)
	if parameter(p.id, gl.LINK_STATUS, gl.GetProgramiv) == 0 {
		log := infoLog(p.id, gl.GetProgramiv, gl.GetProgramInfoLog)
		gl.DeleteProgram(p.id)
		return nil, d.buildError(src, "does not link", log)
	}
	var size [3]int32
	gl.GetProgramiv(p.id, gl.COMPUTE_WORK_GROUP_SIZE, &size[0])
	p.GroupSize = [3]int{int(size[0]), int(size[1]), int(size[2])}
	p.uniforms = activeUniforms(p.id)
	if err := d.Check(); err != nil {
		gl.DeleteProgram(p.id)
		return nil, fmt.Errorf("%s: %w", src.Name, err)
	}
	return p, nil
}

// buildError is the error of a failed compile or link. Debug messages about it
// say the same without the files, so they are dropped.
func (d *Device) buildError(src shaders.Source, what, log string) error {
	if d.debug != nil {
		_ = d.debug.take()
	}
	log = src.Explain(log)
	if strings.TrimSpace(log) == "" {
		log = "the driver does not say why"
	}
	return fmt.Errorf("%s %s on %s:\n%s", src.Name, what, d.info.Renderer, log)
}

// orUnknown is what Check says, and something when it says nothing.
func (d *Device) orUnknown() error {
	if err := d.Check(); err != nil {
		return err
	}
	return fmt.Errorf("the driver does not say why")
}

// parameter reads an integer of a shader or program.
func parameter(id, name uint32, get func(uint32, uint32, *int32)) int {
	var v int32
	get(id, name, &v)
	return int(v)
}

// infoLog reads the log of a shader or program.
func infoLog(id uint32, get func(uint32, uint32, *int32), read func(uint32, int32, *int32, *uint8)) string {
	length := parameter(id, gl.INFO_LOG_LENGTH, get)
	if length <= 0 {
		return ""
	}
	log := make([]byte, length)
	var written int32
	read(id, int32(length), &written, &log[0])
	return string(log[:written])
}

// Use makes the program current; Dispatch does so itself.
func (p *Program) Use() {
	if p.device.program != p.id {
		gl.UseProgram(p.id)
		p.device.program = p.id
	}
}

// Dispatch starts that many workgroups. None is no work. More than the device
// can count is an error: a kernel that may have more to do must loop.
func (p *Program) Dispatch(groups int) error {
	if limit := p.device.info.Limits.WorkGroupCount[0]; groups < 0 || groups > limit {
		return fmt.Errorf("%s: %d workgroups, the device takes 0 to %d", p.Name, groups, limit)
	}
	if groups == 0 {
		return nil
	}
	p.Use()
	gl.DispatchCompute(uint32(groups), 1, 1)
	return nil
}

// DispatchIndirect starts as many workgroups as the three unsigned integers at
// the byte offset of b say, which is 0 or more workgroups within the device's
// limits: nobody checks them.
func (p *Program) DispatchIndirect(b *Buffer, offset int64) error {
	if err := b.within(offset, 12, "an indirect dispatch"); err != nil {
		return fmt.Errorf("%s: %w", p.Name, err)
	}
	if offset%4 != 0 {
		return fmt.Errorf("%s: indirect dispatch at byte %d of %s, want a multiple of 4", p.Name, offset, b.Name)
	}
	p.Use()
	gl.BindBuffer(gl.DISPATCH_INDIRECT_BUFFER, b.id)
	gl.DispatchComputeIndirect(int(offset))
	return nil
}

// Delete frees the program.
func (p *Program) Delete() {
	if p.device.program == p.id {
		gl.UseProgram(0)
		p.device.program = 0
	}
	gl.DeleteProgram(p.id)
	p.id = 0
}
