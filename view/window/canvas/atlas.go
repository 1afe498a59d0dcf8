//go:build glfw && cgo

package canvas

import (
	"image"

	"github.com/go-gl/gl/v3.3-core/gl"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// atlasSize is the width and height of the texture of glyphs [pixels].
const atlasSize = 1024

// atlas is a texture of glyphs, each drawn when it is first needed.
type atlas struct {
	texture uint32
	fonts   [numFonts]*opentype.Font
	faces   map[faceKey]*face

	x, y, row int // where the next glyph goes; the height of its row
}

type faceKey struct {
	font Font
	size float32 // [pixels]
}

// face is a font at a size.
type face struct {
	font.Face
	glyphs map[rune]*glyph
}

// glyph is a drawn rune.
type glyph struct {
	left, top, w, h float32    // from the pen to its box [pixels]
	advance         float32    // [pixels]
	texture         [4]float32 // its box in the atlas, 0..1
}

func newAtlas() (*atlas, error) {
	a := &atlas{}
	for i, ttf := range [numFonts][]byte{Regular: goregular.TTF, Bold: gobold.TTF, Mono: gomono.TTF} {
		var err error
		if a.fonts[i], err = opentype.Parse(ttf); err != nil {
			return nil, err
		}
	}
	gl.GenTextures(1, &a.texture)
	gl.BindTexture(gl.TEXTURE_2D, a.texture)
	gl.TexImage2D(gl.TEXTURE_2D, 0, gl.R8, atlasSize, atlasSize, 0, gl.RED, gl.UNSIGNED_BYTE, nil)
	gl.TexParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST)
	gl.TexParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST)
	a.clear()
	return a, nil
}

// clear forgets all glyphs.
func (a *atlas) clear() {
	a.faces = map[faceKey]*face{}
	a.x, a.y, a.row = 0, 0, 0
}

// face returns a font at a size [pixels].
func (a *atlas) face(f Font, size float32) *face {
	key := faceKey{f, size}
	if known := a.faces[key]; known != nil {
		return known
	}
	// The only error of NewFace is that of a nil font.
	drawn, _ := opentype.NewFace(a.fonts[f], &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingFull})
	made := &face{drawn, map[rune]*glyph{}}
	a.faces[key] = made
	return made
}

func (f *face) kern(previous, next rune) float32 {
	if previous < 0 {
		return 0
	}
	return pixels(f.Kern(previous, next))
}

// width is that of a line of text [pixels].
func (f *face) width(text string) float32 { return pixels(font.MeasureString(f.Face, text)) }

func pixels(x fixed.Int26_6) float32 { return float32(x) / 64 }

// glyph returns a rune as drawn. Where the atlas is full it draws, with flush,
// what still needs the old glyphs, and begins anew.
func (a *atlas) glyph(f *face, r rune, flush func()) *glyph {
	if known := f.glyphs[r]; known != nil {
		return known
	}
	box, mask, at, advance, ok := f.Glyph(fixed.P(0, 0), r)
	g := &glyph{advance: pixels(advance)}
	f.glyphs[r] = g
	if !ok || box.Empty() {
		return g
	}
	x, y, room := a.place(box.Dx(), box.Dy())
	if !room {
		flush()
		for _, other := range a.faces {
			clear(other.glyphs)
		}
		f.glyphs[r] = g
		a.x, a.y, a.row = 0, 0, 0
		if x, y, room = a.place(box.Dx(), box.Dy()); !room {
			return g // larger than the atlas: left out
		}
	}
	g.left, g.top, g.w, g.h = float32(box.Min.X), float32(box.Min.Y), float32(box.Dx()), float32(box.Dy())
	g.texture = [4]float32{
		float32(x) / atlasSize, float32(y) / atlasSize,
		float32(x+box.Dx()) / atlasSize, float32(y+box.Dy()) / atlasSize,
	}
	a.upload(mask, at, x, y, box.Dx(), box.Dy())
	return g
}

// place finds room for a glyph, with a pixel between it and the next ones.
func (a *atlas) place(w, h int) (x, y int, room bool) {
	if a.x+w > atlasSize {
		a.x, a.y, a.row = 0, a.y+a.row, 0
	}
	if w > atlasSize || a.y+h > atlasSize {
		return 0, 0, false
	}
	x, y = a.x, a.y
	a.x += w + 1
	a.row = max(a.row, h+1)
	return x, y, true
}

func (a *atlas) upload(mask image.Image, at image.Point, x, y, w, h int) {
	alpha := make([]byte, 0, w*h)
	for row := range h {
		for column := range w {
			_, _, _, share := mask.At(at.X+column, at.Y+row).RGBA()
			alpha = append(alpha, byte(share>>8))
		}
	}
	gl.BindTexture(gl.TEXTURE_2D, a.texture)
	gl.PixelStorei(gl.UNPACK_ALIGNMENT, 1)
	gl.TexSubImage2D(gl.TEXTURE_2D, 0, int32(x), int32(y), int32(w), int32(h), gl.RED, gl.UNSIGNED_BYTE, gl.Ptr(alpha))
}
