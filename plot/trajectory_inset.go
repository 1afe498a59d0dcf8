package plot

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// inset is a corner of the picture that shows a small path enlarged.
type inset struct {
	from window // what it shows
	at   window // where it stands
}

// insetShare is the side of an inset as a share of the picture's; leastZoom is
// how much it must enlarge to be of use.
const (
	insetShare = 0.44
	leastZoom  = 1.7
	leastPath  = 0.005 // half of the smallest path worth it, in radii
)

// inset returns the inset of the picture, if the path is small but there is
// one, and leaves a corner free. The legend has the upper left one.
func (p *Trajectory) inset(whole window) (inset, bool) {
	from := p.around()
	half := whole.Half * insetShare
	if half < leastZoom*from.Half || from.Half < leastPath*p.Dish.Radius {
		return inset{}, false
	}
	// Around the path and every food some room stays free for the markers.
	taken := []window{{from.X, from.Y, from.Half + 0.03*whole.Half}}
	for _, f := range p.Dish.Food {
		taken = append(taken, window{f.X, f.Y, 0.05 * whole.Half})
	}
	place := whole.Half - half - 0.025*whole.Half
	for _, corner := range []Point{{-1, -1}, {1, -1}, {1, 1}} {
		at := window{corner.X * place, corner.Y * place, half}
		free := true
		for _, t := range taken {
			free = free && !at.overlaps(t)
		}
		if free {
			return inset{from, at}, true
		}
	}
	return inset{}, false
}

// around is the smallest window with some margin around the path.
func (p *Trajectory) around() window {
	left, right, low, high := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, pose := range p.Path {
		left, right = math.Min(left, pose.X), math.Max(right, pose.X)
		low, high = math.Min(low, pose.Y), math.Max(high, pose.Y)
	}
	half := math.Max(right-left, high-low) / 2
	return window{(left + right) / 2, (low + high) / 2, 1.12 * half}
}

func (w window) overlaps(other window) bool {
	reach := w.Half + other.Half
	return math.Abs(w.X-other.X) < reach && math.Abs(w.Y-other.Y) < reach
}

// drawInset draws the inset into the area of the whole plot and marks the
// place that it enlarges.
func (p *Trajectory) drawInset(data draw.Canvas, whole *plot.Plot, in inset) {
	toX, toY := whole.Transforms(&data)
	rectangle := func(w window) vg.Rectangle {
		return vg.Rectangle{
			Min: vg.Point{X: toX(w.X - w.Half), Y: toY(w.Y - w.Half)},
			Max: vg.Point{X: toX(w.X + w.Half), Y: toY(w.Y + w.Half)},
		}
	}
	frame := func(r vg.Rectangle, width float64, dashes ...vg.Length) {
		data.StrokeLines(draw.LineStyle{Color: color.RGBA{R: 0x70, G: 0x70, B: 0x78, A: 0xff}, Width: vg.Points(width), Dashes: dashes},
			[]vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}, r.Min})
	}
	frame(rectangle(in.from), 0.6, vg.Points(3), vg.Points(2))

	area := data
	area.Rectangle = rectangle(in.at)
	area.SetColor(color.White)
	area.Fill(area.Path())
	plt := newPlot()
	plt.HideAxes()
	p.fill(plt, in.from, 1.5)
	plt.Draw(area)
	frame(area.Rectangle, 1)

	p.drawNote(area, in)
}

// drawNote says in the emptiest corner of an inset how much it enlarges.
func (p *Trajectory) drawNote(area draw.Canvas, in inset) {
	text := fmt.Sprintf("enlarged %.2g times", in.at.Half/in.from.Half)
	style := plainText(10)
	style.XAlign, style.YAlign = draw.XCenter, draw.YCenter
	size := style.Rectangle(text).Size()
	half := vg.Point{X: size.X/2 + vg.Points(4), Y: size.Y/2 + vg.Points(3)}
	// The place of the note as shares of the inset, -1 to 1.
	margin := vg.Points(4)
	x := 1 - float64((half.X+margin)/(area.Max.X-area.Center().X))
	y := 1 - float64((half.Y+margin)/(area.Max.Y-area.Center().Y))
	var best Point
	least := len(p.Path) + 1
	for _, corner := range []Point{{x, y}, {-x, y}, {x, -y}, {-x, -y}} {
		covered := 0
		for _, pose := range p.Path {
			dx := math.Abs((pose.X-in.from.X)/in.from.Half - corner.X)
			dy := math.Abs((pose.Y-in.from.Y)/in.from.Half - corner.Y)
			if dx < 1-x && dy < 1-y {
				covered++
			}
		}
		if covered < least {
			best, least = corner, covered
		}
	}
	at := area.Center()
	at.X += (area.Max.X - at.X) * vg.Length(best.X)
	at.Y += (area.Max.Y - at.Y) * vg.Length(best.Y)
	area.FillPolygon(color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xc8}, []vg.Point{
		{X: at.X - half.X, Y: at.Y - half.Y}, {X: at.X + half.X, Y: at.Y - half.Y},
		{X: at.X + half.X, Y: at.Y + half.Y}, {X: at.X - half.X, Y: at.Y + half.Y},
	})
	area.FillText(style, at, text)
}
