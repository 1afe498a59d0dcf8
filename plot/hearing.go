package plot

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// The size of a picture of what a brain hears: 1600 x 1200 pixels.
const (
	hearingWidth  = 8.0 * vg.Inch
	hearingHeight = 6.0 * vg.Inch
)

// Grid is a field of values of 0 to 1 over time.
type Grid struct {
	Columns, Rows int
	Cells         []float64 // row after row, the lowest first
}

// NewGrid returns a grid of zeros.
func NewGrid(columns, rows int) *Grid {
	return &Grid{columns, rows, make([]float64, columns*rows)}
}

// At returns a cell, to be read or changed.
func (g *Grid) At(column, row int) *float64 { return &g.Cells[row*g.Columns+column] }

// Hearing is the sound that a run has heard, beside the spikes of the neurons
// that heard it.
type Hearing struct {
	Title, Subtitle string
	Seconds         float64 // that the columns of both grids cover
	Sound           *Grid   // a row a band
	Low, High       float64 // frequencies at the lower and the upper edge [Hz]; 0: unknown
	Spikes          *Grid   // a row some neurons, those of low bands first
	Neurons         int     // that Spikes covers
}

// WritePNG draws the sound above the spikes, over the same time.
func (h *Hearing) WritePNG(out io.Writer) error {
	if !(h.Seconds > 0) || h.Sound == nil || h.Spikes == nil || len(h.Sound.Cells) == 0 || len(h.Spikes.Cells) == 0 {
		return errors.New("nothing was heard")
	}
	canvas := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(hearingWidth, hearingHeight), vgimg.UseDPI(figureDPI))}
	page := draw.New(canvas)
	page = draw.Crop(page, vg.Points(14), -vg.Points(14), vg.Points(10), -vg.Points(12))
	page = drawHeading(page, h.Title, h.Subtitle)

	const column = 58 // width of the colour bars and their labels [points]
	middle := page.Min.Y + (page.Max.Y-page.Min.Y)*0.46
	above, below := page, page
	above.Min.Y, below.Max.Y = middle+vg.Points(6), middle-vg.Points(6)

	sound := h.panel(h.Sound, soundRamp(), float64(h.Sound.Rows))
	sound.Y.Tick.Marker = h.bandTicks()
	sound.Y.Label.Text = "frequency [Hz]"
	if !(h.Low > 0 && h.High > h.Low) {
		sound.Y.Label.Text = "band"
	}
	spikes := h.panel(h.Spikes, spikeRamp(), float64(h.Neurons))
	spikes.X.Label.Text, spikes.Y.Label.Text = "time [s]", "neurons, by band"

	// Both begin at the same place, however wide their numbers are.
	areas := [2]draw.Canvas{draw.Crop(above, 0, -vg.Points(column), 0, 0), draw.Crop(below, 0, -vg.Points(column), 0, 0)}
	data := [2]draw.Canvas{sound.DataCanvas(areas[0]), spikes.DataCanvas(areas[1])}
	left := max(data[0].Min.X, data[1].Min.X)
	for i, p := range []*plot.Plot{sound, spikes} {
		areas[i].Min.X += left - data[i].Min.X
		p.Draw(areas[i])
	}
	bar := areas[0]
	bar.Min.X, bar.Max.X, bar.Min.Y = areas[0].Max.X+vg.Points(14), page.Max.X, data[0].Min.Y
	colorBar{label: "level", colors: []ramp{soundRamp()}, high: 1}.draw(bar)
	_, err := canvas.WriteTo(out)
	return err
}

// panel is a grid with its axes.
func (h *Hearing) panel(g *Grid, colors ramp, top float64) *plot.Plot {
	p := newPlot()
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, h.Seconds, 0, top
	p.X.Tick.Marker = secondTicks{}
	p.Add(&gridPlotter{g, colors})
	return p
}

// secondTicks marks some six round times.
type secondTicks struct{}

// Ticks implements plot.Ticker.
func (secondTicks) Ticks(low, high float64) []plot.Tick {
	step := roundStep((high - low) / 6)
	var ticks []plot.Tick
	for n := 0; low+float64(n)*step <= high*(1+1e-9); n++ {
		x := low + float64(n)*step
		ticks = append(ticks, plot.Tick{Value: x, Label: fmt.Sprintf("%.4g", x)})
	}
	return ticks
}

// bandTicks marks round frequencies, or numbers of bands.
func (h *Hearing) bandTicks() plot.Ticker {
	var ticks plot.ConstantTicks
	rows := float64(h.Sound.Rows)
	if !(h.Low > 0 && h.High > h.Low) {
		for b := 0; b <= h.Sound.Rows; b += 8 {
			ticks = append(ticks, plot.Tick{Value: float64(b), Label: fmt.Sprint(b)})
		}
		return ticks
	}
	for _, f := range []float64{100, 200, 500, 1000, 2000, 5000, 10000} {
		if f >= h.Low && f <= h.High {
			ticks = append(ticks, plot.Tick{
				Value: rows * math.Log(f/h.Low) / math.Log(h.High/h.Low), Label: fmt.Sprint(f),
			})
		}
	}
	return ticks
}

// gridPlotter paints a grid's cells.
type gridPlotter struct {
	grid   *Grid
	colors ramp
}

// Plot implements plot.Plotter.
func (p *gridPlotter) Plot(c draw.Canvas, _ *plot.Plot) {
	g := p.grid
	// As many pixels as the paper has: a cell's edges stay sharp.
	width := int(math.Round((c.Max.X - c.Min.X).Dots(figureDPI)))
	height := int(math.Round((c.Max.Y - c.Min.Y).Dots(figureDPI)))
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		row := min((height-1-y)*g.Rows/height, g.Rows-1)
		below := min((height-y)*g.Rows/height, g.Rows)
		for x := range width {
			column, end := x*g.Columns/width, (x+1)*g.Columns/width
			// A pixel that covers several cells shows the strongest.
			most := 0.0
			for i := column; i < max(end, column+1); i++ {
				for j := row; j < max(below, row+1); j++ {
					most = max(most, *g.At(i, j))
				}
			}
			img.SetRGBA(x, y, p.colors.at(most))
		}
	}
	c.DrawImage(c.Rectangle, img)
}

// soundRamp goes from near white by green to dark blue.
func soundRamp() ramp {
	return ramp{
		{R: 0xfb, G: 0xfb, B: 0xf7, A: 0xff},
		{R: 0xb9, G: 0xdf, B: 0xc0, A: 0xff},
		{R: 0x3f, G: 0xa7, B: 0xa0, A: 0xff},
		{R: 0x1f, G: 0x5f, B: 0x96, A: 0xff},
		{R: 0x1b, G: 0x1f, B: 0x5a, A: 0xff},
	}
}

// spikeRamp is for few cells on a pale ground.
func spikeRamp() ramp {
	white := color.RGBA{R: 0xfb, G: 0xfb, B: 0xf7, A: 0xff}
	return ramp{
		white, {R: 0xf0, G: 0x80, B: 0x1c, A: 0xff}, {R: 0xb6, G: 0x1f, B: 0x84, A: 0xff}, {R: 0x1b, G: 0x1f, B: 0x7a, A: 0xff},
	}
}
