//go:build glfw && cgo

package canvas

import "github.com/go-gl/gl/v3.3-core/gl"

// What a cell of a raster holds.
const (
	None = 0
	Dot  = 1
	Gap  = 2 // time that was not seen passes here
)

// Raster is a table of dots that moves on by columns.
type Raster struct {
	columns, rows int
	first         int // the oldest column
	dots, hues    uint32
}

// NewRaster returns an empty raster. hues are the colors of the rows.
func NewRaster(columns int, hues []Color) *Raster {
	t := &Raster{columns: columns, rows: len(hues)}
	gl.GenTextures(1, &t.dots)
	gl.BindTexture(gl.TEXTURE_2D, t.dots)
	gl.PixelStorei(gl.UNPACK_ALIGNMENT, 1)
	empty := make([]byte, columns*t.rows)
	gl.TexImage2D(gl.TEXTURE_2D, 0, gl.R8UI, int32(columns), int32(t.rows), 0, gl.RED_INTEGER, gl.UNSIGNED_BYTE, gl.Ptr(empty))
	nearest()
	gl.GenTextures(1, &t.hues)
	gl.BindTexture(gl.TEXTURE_2D, t.hues)
	gl.TexImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, int32(t.rows), 1, 0, gl.RGBA, gl.FLOAT, gl.Ptr(hues))
	nearest()
	return t
}

func nearest() {
	gl.TexParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST)
	gl.TexParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST)
}

// Add appends columns: cells holds them row by row, count to a row. At most
// the raster's own number of columns fits.
func (t *Raster) Add(cells []byte, count int) {
	gl.BindTexture(gl.TEXTURE_2D, t.dots)
	gl.PixelStorei(gl.UNPACK_ALIGNMENT, 1)
	gl.PixelStorei(gl.UNPACK_ROW_LENGTH, int32(count))
	for done := 0; done < count; {
		n := min(count-done, t.columns-t.first)
		gl.TexSubImage2D(gl.TEXTURE_2D, 0, int32(t.first), 0, int32(n), int32(t.rows), gl.RED_INTEGER, gl.UNSIGNED_BYTE, gl.Ptr(cells[done:]))
		t.first = (t.first + n) % t.columns
		done += n
	}
	gl.PixelStorei(gl.UNPACK_ROW_LENGTH, 0)
}

// Free frees the textures.
func (t *Raster) Free() {
	gl.DeleteTextures(1, &t.dots)
	gl.DeleteTextures(1, &t.hues)
}

// Columns is how many of a raster's columns Raster shows in a rectangle: those
// that have a pixel each, if that is not all.
func (c *Canvas) Columns(r Rect, t *Raster) int {
	return max(min(t.columns, int(r.W*c.scale)), 1)
}

// Raster draws the last columns of a raster, the oldest one at the left.
func (c *Canvas) Raster(r Rect, t *Raster, ground, gap Color) {
	c.flush()
	shown := c.Columns(r, t)
	p := c.raster
	p.use()
	p.int("dots", 0)
	p.int("hues", 1)
	gl.Uniform2i(p.at("count"), int32(shown), int32(t.rows))
	p.int("first", int32((t.first+t.columns-shown)%t.columns))
	p.vec2("pixels", r.W*c.scale, r.H*c.scale)
	p.rgb("ground", ground)
	p.rgb("gap", gap)
	gl.ActiveTexture(gl.TEXTURE1)
	gl.BindTexture(gl.TEXTURE_2D, t.hues)
	gl.ActiveTexture(gl.TEXTURE0)
	gl.BindTexture(gl.TEXTURE_2D, t.dots)
	c.area(p, r)
}
