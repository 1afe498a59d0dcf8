package plot

import (
	"errors"
	"fmt"
	"image/color"
	"io"
	"math"

	"golang.org/x/image/font"
	"gonum.org/v1/plot"
	plotfont "gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"github.com/engine-gpu/engine-gpu/record"
)

// The picture's size: 1600 x 1480 pixels.
const (
	pictureWidth  = 8.0 * vg.Inch
	pictureHeight = 7.4 * vg.Inch
	pictureDPI    = 200
)

// Picture is a worm's path in its dish.
type Picture struct {
	Dish     Dish
	Path     []record.Pose // at least one
	Title    string
	Subtitle string
}

// WritePNG draws the picture: the dish, the concentration of food with its
// contour lines, the path coloured by time, start, end and food.
func (p *Picture) WritePNG(out io.Writer) error {
	if err := p.check(); err != nil {
		return err
	}
	image := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(pictureWidth, pictureHeight), vgimg.UseDPI(pictureDPI))}
	page := draw.New(image)
	page = draw.Crop(page, vg.Points(14), -vg.Points(14), vg.Points(10), -vg.Points(12))

	page = drawHeading(page, p.Title, p.Subtitle)
	const column = 62 // width of the colour bars and their labels [points]
	dish := p.drawDish(draw.Crop(page, 0, -vg.Points(column), 0, 0))
	bars := page
	bars.Min.X, bars.Min.Y, bars.Max.Y = dish.Max.X+vg.Points(16), dish.Min.Y, dish.Max.Y
	middle := (bars.Max.Y - bars.Min.Y) / 2
	p.timeBar().draw(draw.Crop(bars, 0, 0, middle+vg.Points(12), 0))
	p.foodBar().draw(draw.Crop(bars, 0, 0, 0, -middle-vg.Points(12)))

	_, err := image.WriteTo(out)
	return err
}

func (p *Picture) check() error {
	if len(p.Path) == 0 {
		return errors.New("there is no path to draw")
	}
	for _, pose := range p.Path {
		if math.IsNaN(pose.X+pose.Y) || math.IsInf(pose.X+pose.Y, 0) {
			return fmt.Errorf("the path has no finite position at tick %d", pose.Tick)
		}
	}
	if !(p.Dish.Radius > 0) || p.Dish.Concentration == nil {
		return errors.New("there is no dish to draw the path in")
	}
	return nil
}

// drawHeading writes title and subtitle and returns what is left of the page.
func drawHeading(page draw.Canvas, title, subtitle string) draw.Canvas {
	y := page.Max.Y
	for _, line := range []struct {
		text  string
		style text.Style
		below vg.Length
	}{
		{title, boldText(15), vg.Points(5)},
		{subtitle, plainText(10.5), vg.Points(9)},
	} {
		line.style.YAlign = draw.YTop
		page.FillText(line.style, vg.Point{X: page.Min.X, Y: y}, line.text)
		y -= line.style.Rectangle(line.text).Size().Y + line.below
	}
	page.Max.Y = y
	return page
}

// drawDish draws the dish with its axes, of equal scale, and returns the area
// between the axes.
func (p *Picture) drawDish(area draw.Canvas) draw.Canvas {
	whole := window{Half: p.Dish.Radius * 1.035}
	plt := newPlot()
	plt.X.Tick.Marker, plt.Y.Tick.Marker = roundTicks{p.Dish.Radius}, roundTicks{p.Dish.Radius}
	plt.X.Label.Text, plt.Y.Label.Text = "x [body lengths]", "y [body lengths]"
	p.fill(plt, whole, 1.2)
	addLegend(plt)

	// Equal scale: give the longer side back.
	data := plt.DataCanvas(area)
	if extra := (data.Max.X - data.Min.X) - (data.Max.Y - data.Min.Y); extra > 0 {
		area.Max.X -= extra
	} else {
		area.Min.Y -= extra
	}
	plt.Draw(area)
	data = plt.DataCanvas(area)
	if in, ok := p.inset(whole); ok {
		p.drawInset(data, plt, in)
	}
	return data
}

// fill adds a window's content to a plot.
func (p *Picture) fill(plt *plot.Plot, w window, width float64) {
	plt.X.Min, plt.X.Max, plt.Y.Min, plt.Y.Max = w.X-w.Half, w.X+w.Half, w.Y-w.Half, w.Y+w.Half
	plt.Add(&dishPlotter{&p.Dish, w}, &pathPlotter{p.Path, width}, &markerPlotter{p.Dish.Food, p.Path})
}

func (p *Picture) timeBar() colorBar {
	first, last := p.Path[0].Tick, p.Path[len(p.Path)-1].Tick
	return colorBar{"time [s]", timeRamp(), float64(first) / 1000, float64(max(last, first+1)) / 1000}
}

func (p *Picture) foodBar() colorBar {
	return colorBar{"food", foodRamp(), 0, p.Dish.peak()}
}

// newPlot returns a plot in this package's style.
func newPlot() *plot.Plot {
	plt := plot.New()
	plt.BackgroundColor = nil
	for _, axis := range []*plot.Axis{&plt.X, &plt.Y} {
		axis.Padding = 0
		axis.Label.TextStyle = withAlignment(plainText(11), axis.Label.TextStyle)
		axis.Label.Padding = vg.Points(4)
		axis.Tick.Label = withAlignment(plainText(10), axis.Tick.Label)
		axis.Color, axis.Tick.Color = inkColor(), inkColor()
	}
	return plt
}

// inkColor is the colour of text and axes.
func inkColor() color.Color { return color.RGBA{R: 0x26, G: 0x26, B: 0x2b, A: 0xff} }

func plainText(points float64) text.Style { return style(points, font.WeightNormal) }

func boldText(points float64) text.Style { return style(points, font.WeightBold) }

func style(points float64, weight font.Weight) text.Style {
	return text.Style{
		Color:   inkColor(),
		Font:    plotfont.Font{Typeface: "Liberation", Variant: "Sans", Weight: weight, Size: vg.Points(points)},
		Handler: text.Plain{Fonts: plotfont.DefaultCache},
	}
}

func withAlignment(s, from text.Style) text.Style {
	s.XAlign, s.YAlign, s.Rotation = from.XAlign, from.YAlign, from.Rotation
	return s
}
