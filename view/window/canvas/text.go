//go:build glfw && cgo

package canvas

import "math"

// Font is one of the Go fonts.
type Font int

// The fonts.
const (
	Regular Font = iota
	Bold
	Mono
	numFonts
)

// Style is how text looks.
type Style struct {
	Font  Font
	Size  float32 // of an em [points]
	Color Color
}

// Align is where text stands about its point.
type Align float32

// The ways to align text.
const (
	Left   Align = 0
	Center Align = 0.5
	Right  Align = 1
)

// Text draws a line of text with its base line at p.
func (c *Canvas) Text(p Point, s Style, align Align, text string) {
	face := c.glyphs.face(s.Font, s.Size*c.scale)
	x := p.X*c.scale - float32(align)*face.width(text)
	// Whole pixels keep stems sharp.
	x = float32(math.Round(float64(x)))
	y := float32(math.Round(float64(p.Y * c.scale)))
	previous := rune(-1)
	for _, r := range text {
		x += face.kern(previous, r)
		g := c.glyphs.glyph(face, r, c.flush)
		if g.w > 0 {
			left := float32(math.Round(float64(x))) + g.left
			top := y + g.top
			c.add(instance{
				place: [4]float32{left / c.scale, top / c.scale, (left + g.w) / c.scale, (top + g.h) / c.scale},
				form:  [4]float32{0, 0, kindGlyph, 0}, first: s.Color, second: s.Color, part: g.texture,
			})
		}
		x += g.advance
		previous = r
	}
}

// TextWidth is the width of a line of text [points].
func (c *Canvas) TextWidth(s Style, text string) float32 {
	return c.glyphs.face(s.Font, s.Size*c.scale).width(text) / c.scale
}

// Fit cuts text to a width [points], with an ellipsis if something is lost.
func (c *Canvas) Fit(s Style, text string, width float32) string {
	if c.TextWidth(s, text) <= width {
		return text
	}
	runes := []rune(text)
	for n := len(runes) - 1; n > 0; n-- {
		if cut := string(runes[:n]) + "…"; c.TextWidth(s, cut) <= width {
			return cut
		}
	}
	return ""
}
