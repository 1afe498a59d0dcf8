//go:build glfw && cgo

package canvas

// Color is red, green, blue and alpha, 0..1, not premultiplied.
type Color [4]float32

// Hex returns the opaque color 0xRRGGBB.
func Hex(rgb uint32) Color {
	part := func(shift int) float32 { return float32(rgb>>shift&0xff) / 0xff }
	return Color{part(16), part(8), part(0), 1}
}

// Alpha returns the color at another opacity.
func (c Color) Alpha(a float32) Color { c[3] = a; return c }

// Mix returns the color a share t, 0..1, of the way to another.
func (c Color) Mix(other Color, t float32) Color {
	t = min(max(t, 0), 1)
	for i := range c {
		c[i] += (other[i] - c[i]) * t
	}
	return c
}
