//go:build glfw && cgo

package window

import "github.com/engine-gpu/engine-gpu/view/window/canvas"

// look is the colors of the window.
type look struct {
	ground, panel, edge, text, muted, faint, accent, alarm canvas.Color
	button, hover                                          canvas.Color
	body, outline, dorsal, ventral, rest                   canvas.Color
	trailOld, trailNew, food                               canvas.Color
	rasterGround, rasterGap                                canvas.Color
	field                                                  canvas.FieldLook
	types                                                  []canvas.Color
}

func newLook() *look {
	l := &look{
		ground: canvas.Hex(0x0b0f14), panel: canvas.Hex(0x121820), edge: canvas.Hex(0x263140),
		text: canvas.Hex(0xe8edf2), muted: canvas.Hex(0x93a1b0), faint: canvas.Hex(0x3a4757),
		accent: canvas.Hex(0x57c7ff), alarm: canvas.Hex(0xff6b5e),
		button: canvas.Hex(0x1c2530), hover: canvas.Hex(0x2a3746),
		body: canvas.Hex(0xefe6d8), outline: canvas.Hex(0x0a0d12), rest: canvas.Hex(0x6c6660),
		dorsal: canvas.Hex(0xff5a3c), ventral: canvas.Hex(0x3d8bff),
		trailOld: canvas.Hex(0x6a4fb0), trailNew: canvas.Hex(0xffa7e0), food: canvas.Hex(0xfff3c4),
		rasterGround: canvas.Hex(0x0a0e13), rasterGap: canvas.Hex(0x2b3747),
		types: []canvas.Color{
			canvas.Hex(0x7ee0a5), canvas.Hex(0xffb347), canvas.Hex(0x6fb7ff), canvas.Hex(0xff7fa8), canvas.Hex(0xc79bff),
		},
	}
	l.field = canvas.FieldLook{
		Ramp: [6]canvas.Color{
			canvas.Hex(0x0e1724), canvas.Hex(0x10283a), canvas.Hex(0x124352),
			canvas.Hex(0x196760), canvas.Hex(0x4f9163), canvas.Hex(0xc2b862),
		},
		Outside: l.panel, Wall: canvas.Hex(0x41526a),
	}
	return l
}

// typeColor is the color of a type of neurons or synapses.
func (l *look) typeColor(i int) canvas.Color { return l.types[i%len(l.types)] }
