package plot

import (
	"errors"
	"fmt"
	"image/color"
	"io"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// The size of a picture of starts: a group is 1200 x 1485 pixels.
const (
	groupWidth      = 8.0 * vg.Inch
	startsHeight    = 9.9 * vg.Inch
	histogramHeight = 2.35 * vg.Inch
	startsDPI       = 150
)

// Starts is the paths of many worms in one dish and the histogram of their
// chemotaxis indices, for one group of starts or several side by side.
type Starts struct {
	Dish   Dish
	Groups []StartsGroup // at least one
	Title  string
}

// StartsGroup is the starts of one condition.
type StartsGroup struct {
	Title string
	Paths []StartPath // at least one
	Spans []Span      // shown above the histogram, the first one on top
}

// Span is a value with an interval, such as a mean index.
type Span struct {
	Label    string
	Value    float64
	Interval [2]float64
}

// StartPath is a worm's path and its chemotaxis index, which gives its colour.
type StartPath struct {
	Index  float64
	Points []Point // at least one [BL]
}

// WritePNG draws the picture. Every path lies where it is in the dish, over the
// gradient; a ring marks its start, a square its end. The bars of the histogram
// have the paths' colours.
func (s *Starts) WritePNG(out io.Writer) error {
	if err := s.check(); err != nil {
		return err
	}
	width := groupWidth * vg.Length(len(s.Groups))
	image := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(width, startsHeight), vgimg.UseDPI(startsDPI))}
	page := draw.New(image)
	page = draw.Crop(page, vg.Points(14), -vg.Points(14), vg.Points(10), -vg.Points(12))
	title := boldText(15)
	title.YAlign = draw.YTop
	page.FillText(title, vg.Point{X: page.Min.X, Y: page.Max.Y}, s.Title)
	page.Max.Y -= title.Rectangle(s.Title).Size().Y + vg.Points(5)

	bins, highest := s.bins(), 1
	for i := range s.Groups {
		for _, n := range bins.counts(s.Groups[i].Paths) {
			highest = max(highest, n)
		}
	}
	column := (page.Max.X - page.Min.X) / vg.Length(len(s.Groups))
	for i := range s.Groups {
		area := page
		area.Min.X += column * vg.Length(i)
		area.Max.X = area.Min.X + column - vg.Points(4)
		s.drawGroup(area, &s.Groups[i], bins, highest)
	}
	_, err := image.WriteTo(out)
	return err
}

func (s *Starts) check() error {
	if !(s.Dish.Radius > 0) || s.Dish.Concentration == nil {
		return errors.New("there is no dish to draw the paths in")
	}
	if len(s.Groups) == 0 {
		return errors.New("there is no group of starts to draw")
	}
	for i := range s.Groups {
		if len(s.Groups[i].Paths) == 0 {
			return fmt.Errorf("group %d has no path to draw", i+1)
		}
		for k, p := range s.Groups[i].Paths {
			if len(p.Points) == 0 {
				return fmt.Errorf("path %d of group %d has no point", k+1, i+1)
			}
			for _, at := range p.Points {
				if x := at.X + at.Y + p.Index; math.IsNaN(x) || math.IsInf(x, 0) {
					return fmt.Errorf("path %d of group %d has no finite position or index", k+1, i+1)
				}
			}
		}
	}
	return nil
}

// bins are the intervals of all histograms of a picture.
func (s *Starts) bins() binning {
	b := binning{low: math.Inf(1), high: math.Inf(-1)}
	most := 0
	for _, g := range s.Groups {
		most = max(most, len(g.Paths))
		for _, p := range g.Paths {
			b.low, b.high = math.Min(b.low, p.Index), math.Max(b.high, p.Index)
		}
	}
	return b.round(most)
}

// drawGroup draws a group's title, dish and histogram.
func (s *Starts) drawGroup(area draw.Canvas, g *StartsGroup, bins binning, highest int) {
	title := plainText(10.5)
	title.YAlign = draw.YTop
	area.FillText(title, vg.Point{X: area.Min.X, Y: area.Max.Y}, g.Title)
	area.Max.Y -= title.Rectangle(g.Title).Size().Y + vg.Points(9)

	above, below := area, area
	above.Min.Y += histogramHeight + vg.Points(12)
	below.Max.Y = below.Min.Y + histogramHeight
	data := s.drawPaths(above, g, bins.colors())
	h := histogram{g, bins, highest}
	h.draw(below, data.Min.X, data.Max.X)
}

// drawPaths draws the dish with a group's paths and returns the area between
// the axes.
func (s *Starts) drawPaths(area draw.Canvas, g *StartsGroup, colors indexColors) draw.Canvas {
	whole := window{Half: s.Dish.Radius * 1.035}
	plt := newPlot()
	plt.X.Tick.Marker, plt.Y.Tick.Marker = roundTicks{s.Dish.Radius}, roundTicks{s.Dish.Radius}
	plt.X.Label.Text, plt.Y.Label.Text = "x [body lengths]", "y [body lengths]"
	plt.X.Min, plt.X.Max, plt.Y.Min, plt.Y.Max = -whole.Half, whole.Half, -whole.Half, whole.Half
	plt.Add(&dishPlotter{&s.Dish, whole}, &startsPlotter{g, colors, s.Dish.Food})
	addStartsLegend(plt)
	data := plt.DataCanvas(area)
	if extra := (data.Max.X - data.Min.X) - (data.Max.Y - data.Min.Y); extra > 0 {
		area.Min.X += extra / 2
		area.Max.X -= extra - extra/2
	} else {
		area.Min.Y -= extra
	}
	plt.Draw(area)
	return plt.DataCanvas(area)
}

// startsPlotter draws the paths of a group, those that say least first.
type startsPlotter struct {
	group  *StartsGroup
	colors indexColors
	food   []Point
}

// Plot implements plot.Plotter.
func (s *startsPlotter) Plot(c draw.Canvas, plt *plot.Plot) {
	toX, toY := plt.Transforms(&c)
	paths := slices.Clone(s.group.Paths)
	slices.SortStableFunc(paths, func(a, b StartPath) int {
		switch x, y := math.Abs(a.Index), math.Abs(b.Index); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	// Many paths are drawn thinner, so that each can be followed.
	width := min(max(1.5-0.25*math.Log10(float64(len(paths))), 0.5), 1.4)
	at := func(p Point) vg.Point { return vg.Point{X: toX(p.X), Y: toY(p.Y)} }
	for _, p := range paths {
		line := make([]vg.Point, len(p.Points))
		for i, point := range p.Points {
			line[i] = at(point)
		}
		c.StrokeLines(draw.LineStyle{Color: color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0x90}, Width: vg.Points(width + 0.9)}, line)
		c.StrokeLines(draw.LineStyle{Color: s.colors.at(p.Index), Width: vg.Points(width)}, line)
	}
	for _, p := range paths {
		smallStart(c, at(p.Points[0]), s.colors.at(p.Index))
	}
	for _, p := range paths {
		smallEnd(c, at(p.Points[len(p.Points)-1]), s.colors.at(p.Index))
	}
	for _, f := range s.food {
		foodMark(c, at(f))
	}
}

// smallStart and smallEnd are the marks of one path among many.
func smallStart(c draw.Canvas, at vg.Point, fill color.Color) {
	disc(c, at, 2.5, fill)
	disc(c, at, 1.4, color.White)
}

func smallEnd(c draw.Canvas, at vg.Point, fill color.Color) {
	square(c, at, 3, color.White)
	square(c, at, 2.3, fill)
}

func addStartsLegend(plt *plot.Plot) {
	l := &plt.Legend
	l.Top, l.Left = true, true
	l.TextStyle = withAlignment(plainText(10), l.TextStyle)
	l.ThumbnailWidth = vg.Points(22)
	l.Padding = vg.Points(6)
	l.XOffs, l.YOffs = vg.Points(6), -vg.Points(5)
	l.Add("start", mark(func(c draw.Canvas, at vg.Point) { smallStart(c, at, inkColor()) }))
	l.Add("end", mark(func(c draw.Canvas, at vg.Point) { smallEnd(c, at, inkColor()) }))
	l.Add("food", mark(foodMark))
}
