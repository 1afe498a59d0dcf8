//go:build glfw && cgo

package canvas

import "github.com/go-gl/gl/v3.3-core/gl"

// Field is a round field of values, as a texture.
type Field struct {
	texture uint32
	radius  float32
	highest float32
}

// fieldSize is the width and height of a field's texture.
const fieldSize = 256

// FieldLook is how a field looks.
type FieldLook struct {
	Ramp          [6]Color // from 0 to the highest value
	Outside, Wall Color
}

// NewField samples the values of a round field of the given radius about the
// origin.
func NewField(radius float64, value func(x, y float64) float64) *Field {
	f := &Field{radius: float32(radius)}
	values := make([]float32, 0, fieldSize*fieldSize)
	for row := range fieldSize {
		for column := range fieldSize {
			at := func(i int) float64 { return radius * (2*float64(i) + 1 - fieldSize) / fieldSize }
			v := float32(value(at(column), at(row)))
			values = append(values, v)
			f.highest = max(f.highest, v)
		}
	}
	if f.highest == 0 {
		f.highest = 1 // a field of nothing is dark
	}
	gl.GenTextures(1, &f.texture)
	gl.BindTexture(gl.TEXTURE_2D, f.texture)
	gl.PixelStorei(gl.UNPACK_ALIGNMENT, 4)
	gl.TexImage2D(gl.TEXTURE_2D, 0, gl.R32F, fieldSize, fieldSize, 0, gl.RED, gl.FLOAT, gl.Ptr(values))
	for name, value := range map[uint32]int32{
		gl.TEXTURE_MIN_FILTER: gl.LINEAR, gl.TEXTURE_MAG_FILTER: gl.LINEAR,
		gl.TEXTURE_WRAP_S: gl.CLAMP_TO_EDGE, gl.TEXTURE_WRAP_T: gl.CLAMP_TO_EDGE,
	} {
		gl.TexParameteri(gl.TEXTURE_2D, name, value)
	}
	return f
}

// Free frees the texture.
func (f *Field) Free() { gl.DeleteTextures(1, &f.texture) }

// Field draws the part of a field that lies between two points of its world,
// at the top left and the bottom right corner of a rectangle.
func (c *Canvas) Field(r Rect, f *Field, look *FieldLook, left, top, right, bottom float64) {
	c.flush()
	p := c.field
	p.use()
	p.vec4("world", [4]float32{float32(left), float32(top), float32(right), float32(bottom)})
	p.float("radius", f.radius)
	p.float("pixel", float32(right-left)/max(r.W*c.scale, 1))
	p.float("highest", f.highest)
	p.int("values", 0)
	var ramp [len(look.Ramp) * 3]float32
	for i, color := range look.Ramp {
		copy(ramp[3*i:], color[:3])
	}
	gl.Uniform3fv(p.at("ramp"), int32(len(look.Ramp)), &ramp[0])
	p.rgb("outside", look.Outside)
	p.rgb("wall", look.Wall)
	gl.ActiveTexture(gl.TEXTURE0)
	gl.BindTexture(gl.TEXTURE_2D, f.texture)
	c.area(p, r)
}
