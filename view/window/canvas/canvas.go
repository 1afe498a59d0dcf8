//go:build glfw && cgo

package canvas

import (
	"unsafe"

	"github.com/go-gl/gl/v3.3-core/gl"
)

// Canvas is what is drawn on: the framebuffer that is bound. Its methods are
// for the thread of the GL context.
type Canvas struct {
	width, height float32 // [points]
	scale         float32 // pixels in a point

	shapes    *program
	field     *program
	raster    *program
	vertices  uint32 // the array of instances
	empty     uint32 // an array without attributes
	buffer    uint32
	instances []instance // not drawn yet
	glyphs    *atlas
}

// instance is a shape as its shader reads it.
type instance struct {
	place  [4]float32
	form   [4]float32
	first  Color
	second Color
	part   [4]float32 // of a glyph: its corners in the atlas; of a box: what is drawn of it
}

// The kinds of shapes, form[2].
const (
	kindCapsule = iota
	kindBox
	kindGlyph
	kindPlain
)

// New returns a canvas for the current GL context, which gl.Init has seen.
func New() (*Canvas, error) {
	c := &Canvas{scale: 1}
	for _, p := range []struct {
		program          **program
		vertex, fragment string
	}{
		{&c.shapes, "shape.vert", "shape.frag"},
		{&c.field, "area.vert", "field.frag"},
		{&c.raster, "area.vert", "raster.frag"},
	} {
		var err error
		if *p.program, err = newProgram(p.vertex, p.fragment); err != nil {
			return nil, err
		}
	}
	gl.GenVertexArrays(1, &c.empty)
	gl.GenVertexArrays(1, &c.vertices)
	gl.GenBuffers(1, &c.buffer)
	gl.BindVertexArray(c.vertices)
	gl.BindBuffer(gl.ARRAY_BUFFER, c.buffer)
	const stride = int32(unsafe.Sizeof(instance{}))
	for i := range uint32(5) {
		gl.EnableVertexAttribArray(i)
		gl.VertexAttribPointerWithOffset(i, 4, gl.FLOAT, false, stride, uintptr(16*i))
		gl.VertexAttribDivisor(i, 1)
	}
	var err error
	c.glyphs, err = newAtlas()
	return c, err
}

// Begin starts a picture of the given size [points] at the given scale [pixels
// per point] on the bound framebuffer.
func (c *Canvas) Begin(width, height, scale float32, ground Color) {
	if scale != c.scale {
		c.glyphs.clear() // they were drawn for another scale
	}
	c.width, c.height, c.scale = width, height, scale
	gl.Viewport(0, 0, int32(width*scale+0.5), int32(height*scale+0.5))
	gl.Disable(gl.SCISSOR_TEST)
	gl.Disable(gl.DEPTH_TEST)
	gl.Enable(gl.BLEND)
	gl.BlendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
	gl.ClearColor(ground[0], ground[1], ground[2], 1)
	gl.Clear(gl.COLOR_BUFFER_BIT)
}

// End draws what is left to draw.
func (c *Canvas) End() { c.flush() }

// Clip confines drawing to a rectangle until Unclip.
func (c *Canvas) Clip(r Rect) {
	c.flush()
	gl.Enable(gl.SCISSOR_TEST)
	x0, y0 := c.pixel(r.X), c.pixel(r.Y)
	x1, y1 := c.pixel(r.X+r.W), c.pixel(r.Y+r.H)
	gl.Scissor(x0, c.pixel(c.height)-y1, max(x1-x0, 0), max(y1-y0, 0))
}

// Unclip lets drawing go everywhere again.
func (c *Canvas) Unclip() {
	c.flush()
	gl.Disable(gl.SCISSOR_TEST)
}

func (c *Canvas) pixel(x float32) int32 { return int32(x*c.scale + 0.5) }

// Scale is the number of pixels in a point.
func (c *Canvas) Scale() float32 { return c.scale }

// flush draws the shapes gathered so far, so that what follows lies on top.
func (c *Canvas) flush() {
	if len(c.instances) == 0 {
		return
	}
	c.shapes.use()
	c.shapes.vec2("size", c.width, c.height)
	c.shapes.float("scale", c.scale)
	c.shapes.int("glyphs", 0)
	gl.ActiveTexture(gl.TEXTURE0)
	gl.BindTexture(gl.TEXTURE_2D, c.glyphs.texture)
	gl.BindVertexArray(c.vertices)
	gl.BindBuffer(gl.ARRAY_BUFFER, c.buffer)
	size := len(c.instances) * int(unsafe.Sizeof(instance{}))
	gl.BufferData(gl.ARRAY_BUFFER, size, gl.Ptr(c.instances), gl.STREAM_DRAW)
	gl.DrawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, int32(len(c.instances)))
	c.instances = c.instances[:0]
}

// area draws a rectangle with the program in use.
func (c *Canvas) area(p *program, r Rect) {
	p.vec2("size", c.width, c.height)
	p.vec4("place", [4]float32{r.X, r.Y, r.X + r.W, r.Y + r.H})
	gl.BindVertexArray(c.empty)
	gl.DrawArrays(gl.TRIANGLE_STRIP, 0, 4)
}
