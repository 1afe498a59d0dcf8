//go:build glfw && cgo

package canvas

import (
	"image"

	"github.com/go-gl/gl/v3.3-core/gl"
)

// Picture reads what was drawn since Begin, pixel by pixel.
func (c *Canvas) Picture() *image.NRGBA {
	c.flush()
	w, h := int(c.pixel(c.width)), int(c.pixel(c.height))
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	if w == 0 || h == 0 {
		return img
	}
	upsideDown := make([]byte, 4*w*h)
	gl.PixelStorei(gl.PACK_ALIGNMENT, 4)
	gl.ReadPixels(0, 0, int32(w), int32(h), gl.RGBA, gl.UNSIGNED_BYTE, gl.Ptr(upsideDown))
	for row := range h {
		line := img.Pix[row*img.Stride:][:4*w]
		copy(line, upsideDown[4*w*(h-1-row):])
		for i := 3; i < len(line); i += 4 {
			line[i] = 0xff // the canvas is opaque
		}
	}
	return img
}
