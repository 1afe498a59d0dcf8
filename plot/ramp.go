package plot

import (
	"image"
	"image/color"
)

// ramp is a scale of colours for 0..1, evenly spaced and mixed linearly.
type ramp []color.RGBA

// timeRamp goes from dark blue by magenta to orange: dark enough at both ends
// to be seen on the gradient.
func timeRamp() ramp {
	return ramp{
		{R: 0x1b, G: 0x1f, B: 0x7a, A: 0xff},
		{R: 0x6a, G: 0x0d, B: 0xa6, A: 0xff},
		{R: 0xb6, G: 0x1f, B: 0x84, A: 0xff},
		{R: 0xdc, G: 0x4a, B: 0x4e, A: 0xff},
		{R: 0xf0, G: 0x80, B: 0x1c, A: 0xff},
	}
}

// foodRamp is pale, so that a path stands out from it.
func foodRamp() ramp {
	return ramp{
		{R: 0xfb, G: 0xfb, B: 0xf7, A: 0xff},
		{R: 0xe3, G: 0xf1, B: 0xe0, A: 0xff},
		{R: 0xb9, G: 0xdf, B: 0xc0, A: 0xff},
		{R: 0x84, G: 0xc3, B: 0x9c, A: 0xff},
	}
}

// at returns the colour of x; outside of 0..1 that of the nearer end.
func (r ramp) at(x float64) color.RGBA {
	if !(x > 0) { // also where x is not a number
		return r[0]
	}
	place := x * float64(len(r)-1)
	i := int(place)
	if i >= len(r)-1 {
		return r[len(r)-1]
	}
	return mix(r[i], r[i+1], place-float64(i))
}

// beside paints ramps side by side, 1 at the top.
func beside(ramps []ramp, width, height int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.SetRGBA(x, y, ramps[x*len(ramps)/width].at(1-(float64(y)+0.5)/float64(height)))
		}
	}
	return img
}

// mix returns a on the way to b.
func mix(a, b color.RGBA, share float64) color.RGBA {
	blend := func(p, q uint8) uint8 {
		return uint8(float64(p) + share*(float64(q)-float64(p)) + 0.5)
	}
	return color.RGBA{R: blend(a.R, b.R), G: blend(a.G, b.G), B: blend(a.B, b.B), A: blend(a.A, b.A)}
}
