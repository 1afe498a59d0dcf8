package plot

import (
	"cmp"
	"hash/fnv"
	"image/color"

	"github.com/engine-gpu/engine-gpu/snn"
)

// typeColor returns the colour of a neuron type, the same in every figure. The
// colours are those of Okabe and Ito (2008), which people of all kinds of
// colour vision tell apart. Types that V8 does not know get theirs by name.
func typeColor(name string) color.RGBA {
	colors := [...]color.RGBA{
		{R: 0x00, G: 0x72, B: 0xb2, A: 0xff}, // blue
		{R: 0xd5, G: 0x5e, B: 0x00, A: 0xff}, // vermilion
		{R: 0x00, G: 0x9e, B: 0x73, A: 0xff}, // bluish green
		{R: 0xb8, G: 0x5a, B: 0x93, A: 0xff}, // reddish purple, darker than theirs
		{R: 0xe0, G: 0x99, B: 0x00, A: 0xff}, // orange
		{R: 0x3f, G: 0xa4, B: 0xdb, A: 0xff}, // sky blue
		{R: 0x6a, G: 0x6a, B: 0x72, A: 0xff}, // grey
	}
	if t, err := snn.ParseNeuronType(name); err == nil {
		return colors[t]
	}
	if name == allNeurons {
		return inkColor()
	}
	hash := fnv.New32a()
	hash.Write([]byte(name))
	return colors[hash.Sum32()%uint32(len(colors))]
}

// allNeurons stands for the neurons of all types together.
const allNeurons = "all"

// tint is a colour on its way to white.
func tint(c color.RGBA, share float64) color.RGBA {
	return mix(color.RGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}, c, share)
}

// inkRamp shows how much of something there is, in shades of a colour: white
// for nothing, and a tint that can be seen for the least.
func inkRamp(c color.RGBA) ramp {
	return ramp{tint(c, 0.16), tint(c, 0.42), tint(c, 0.68), tint(c, 0.88), mix(c, color.RGBA{A: 0xff}, 0.22)}
}

// divergingRamp has white in its middle: blue for what is negative, red for
// what is positive.
func divergingRamp() ramp {
	return ramp{
		{R: 0x05, G: 0x30, B: 0x61, A: 0xff},
		{R: 0x21, G: 0x66, B: 0xac, A: 0xff},
		{R: 0x7d, G: 0xb4, B: 0xd8, A: 0xff},
		{R: 0xfa, G: 0xfa, B: 0xfa, A: 0xff},
		{R: 0xf0, G: 0x9c, B: 0x7b, A: 0xff},
		{R: 0xb2, G: 0x18, B: 0x2b, A: 0xff},
		{R: 0x67, G: 0x00, B: 0x1f, A: 0xff},
	}
}

// CompareTypes orders the names of neuron types as figures show them: V8's in
// their order, then others by name.
func CompareTypes(a, b string) int {
	place := func(name string) int {
		if t, err := snn.ParseNeuronType(name); err == nil {
			return int(t)
		}
		return int(snn.NumNeuronTypes)
	}
	return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a, b))
}
