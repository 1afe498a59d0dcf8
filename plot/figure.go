package plot

import (
	"errors"
	"fmt"
	"image/color"
	"io"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// A figure is 8 inches wide: 1600 pixels.
const (
	figureWidth = 8 * vg.Inch
	figureDPI   = 200
)

// ErrNothing is the error of a figure that has nothing to show.
var ErrNothing = errors.New("there is nothing to draw")

// Figure is a drawing of this package.
type Figure interface {
	// Name is the figure's name, which its file has too.
	Name() string
	check() error
	heading() (title, subtitle string)
	height() vg.Length
	// draw fills what the heading leaves of the page.
	draw(page draw.Canvas)
}

// Format is a format of files.
type Format string

// The formats. An SVG's text is text, in Liberation Sans or a font of the same
// widths, and what has many points in it is an image.
const (
	PNG Format = "png"
	SVG Format = "svg"
)

// Formats lists the formats.
func Formats() []Format { return []Format{PNG, SVG} }

// Check reports why a figure cannot be drawn; the error wraps ErrNothing where
// it has nothing to show.
func Check(f Figure) error {
	if err := f.check(); err != nil {
		return fmt.Errorf("%s: %w", f.Name(), err)
	}
	return nil
}

// Write draws a figure.
func Write(out io.Writer, f Figure, format Format) error {
	if err := Check(f); err != nil {
		return err
	}
	var canvas interface {
		vg.CanvasSizer
		io.WriterTo
	}
	switch format {
	case PNG:
		canvas = vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(figureWidth, f.height()), vgimg.UseDPI(figureDPI))}
	case SVG:
		canvas = vgsvg.New(figureWidth, f.height())
	default:
		return fmt.Errorf("unknown format %q of a figure: png or svg", format)
	}
	page := draw.New(canvas)
	page.SetColor(color.White)
	page.Fill(page.Path())
	drawFigure(page, f)
	_, err := canvas.WriteTo(out)
	return err
}

// drawFigure draws heading and content within margins.
func drawFigure(page draw.Canvas, f Figure) {
	if title, subtitle := f.heading(); title != "" {
		page = drawHeading(draw.Crop(page, vg.Points(14), -vg.Points(14), vg.Points(10), -vg.Points(12)), title, subtitle)
	}
	f.draw(page)
}

// drawHeading writes title and subtitle and returns what is left of the page.
func drawHeading(page draw.Canvas, title, subtitle string) draw.Canvas {
	y := page.Max.Y
	write := func(text string, bold bool, size, below float64) {
		style := plainText(size)
		if bold {
			style = boldText(size)
		}
		style.YAlign = draw.YTop
		page.FillText(style, vg.Point{X: page.Min.X, Y: y}, text)
		y -= style.Rectangle(text).Size().Y + vg.Points(below)
	}
	write(title, true, 15, 5)
	for _, line := range wrap(subtitle, page.Max.X-page.Min.X) {
		write(line, false, 10.5, 3)
	}
	page.Max.Y = y - vg.Points(6)
	return page
}

// wrap breaks a text into lines of at most a width.
func wrap(text string, width vg.Length) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		longer := strings.TrimSpace(line + " " + word)
		if line != "" && plainText(10.5).Rectangle(longer).Size().X > width {
			lines = append(lines, line)
			longer = word
		}
		line = longer
	}
	return append(lines, line)
}
