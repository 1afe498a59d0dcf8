//go:build glfw && cgo

package canvas

import (
	"embed"
	"fmt"
	"strings"

	"github.com/go-gl/gl/v3.3-core/gl"
)

//go:embed glsl
var sources embed.FS

// program is a linked pair of shaders.
type program struct {
	id       uint32
	uniforms map[string]int32
}

func newProgram(vertex, fragment string) (*program, error) {
	id := gl.CreateProgram()
	for _, stage := range []struct {
		kind uint32
		file string
	}{{gl.VERTEX_SHADER, vertex}, {gl.FRAGMENT_SHADER, fragment}} {
		shader, err := compile(stage.kind, stage.file)
		if err != nil {
			gl.DeleteProgram(id)
			return nil, err
		}
		gl.AttachShader(id, shader)
		gl.DeleteShader(shader) // with the program
	}
	gl.LinkProgram(id)
	var ok, length int32
	if gl.GetProgramiv(id, gl.LINK_STATUS, &ok); ok == gl.FALSE {
		gl.GetProgramiv(id, gl.INFO_LOG_LENGTH, &length)
		text := make([]byte, length+1)
		gl.GetProgramInfoLog(id, int32(len(text)), nil, &text[0])
		gl.DeleteProgram(id)
		return nil, fmt.Errorf("%s and %s do not link: %s", vertex, fragment, logText(text))
	}
	return &program{id: id, uniforms: map[string]int32{}}, nil
}

func compile(kind uint32, file string) (uint32, error) {
	source, err := sources.ReadFile("glsl/" + file)
	if err != nil {
		return 0, err
	}
	text, free := gl.Strs("#version 330 core\n#line 1\n" + string(source) + "\x00")
	defer free()
	shader := gl.CreateShader(kind)
	gl.ShaderSource(shader, 1, text, nil)
	gl.CompileShader(shader)
	var ok, length int32
	if gl.GetShaderiv(shader, gl.COMPILE_STATUS, &ok); ok == gl.FALSE {
		gl.GetShaderiv(shader, gl.INFO_LOG_LENGTH, &length)
		log := make([]byte, length+1)
		gl.GetShaderInfoLog(shader, int32(len(log)), nil, &log[0])
		gl.DeleteShader(shader)
		return 0, fmt.Errorf("%s does not compile: %s", file, logText(log))
	}
	return shader, nil
}

func logText(log []byte) string { return strings.TrimSpace(strings.TrimRight(string(log), "\x00")) }

func (p *program) use() { gl.UseProgram(p.id) }

// at returns the location of a uniform, which GL ignores if there is none.
func (p *program) at(name string) int32 {
	location, known := p.uniforms[name]
	if !known {
		location = gl.GetUniformLocation(p.id, gl.Str(name+"\x00"))
		p.uniforms[name] = location
	}
	return location
}

func (p *program) vec2(name string, x, y float32) { gl.Uniform2f(p.at(name), x, y) }
func (p *program) vec4(name string, v [4]float32) { gl.Uniform4fv(p.at(name), 1, &v[0]) }
func (p *program) rgb(name string, c Color)       { gl.Uniform3fv(p.at(name), 1, &c[0]) }
func (p *program) float(name string, x float32)   { gl.Uniform1f(p.at(name), x) }
func (p *program) int(name string, x int32)       { gl.Uniform1i(p.at(name), x) }
