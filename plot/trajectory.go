package plot

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/engine-gpu/engine-gpu/record"
)

// Trajectory is a worm's path in its dish: the concentration of food with its
// contour lines, the path coloured by time, start, end and food.
type Trajectory struct {
	Dish     Dish
	Path     []record.Pose // at least one
	Title    string
	Subtitle string
}

// Name implements Figure.
func (p *Trajectory) Name() string { return "trajectory" }

func (p *Trajectory) heading() (title, subtitle string) { return p.Title, p.Subtitle }

func (p *Trajectory) height() vg.Length { return 7.4 * vg.Inch }

func (p *Trajectory) draw(page draw.Canvas) {
	const column = 62 // width of the colour bars and their labels [points]
	dish := p.drawDish(draw.Crop(page, 0, -vg.Points(column), 0, 0))
	bars := page
	bars.Min.X, bars.Min.Y, bars.Max.Y = dish.Max.X+vg.Points(16), dish.Min.Y, dish.Max.Y
	if small(dish) {
		const legend = 72 // [points]
		bars.Min.Y += vg.Points(legend)
		side := page
		side.Min.X, side.Max.Y = dish.Max.X, bars.Min.Y-vg.Points(4)
		key(side, dishEntries())
	}
	middle := (bars.Max.Y - bars.Min.Y) / 2
	p.timeBar().draw(draw.Crop(bars, 0, 0, middle+vg.Points(12), 0))
	p.foodBar().draw(draw.Crop(bars, 0, 0, 0, -middle-vg.Points(12)))
}

func (p *Trajectory) check() error {
	if len(p.Path) == 0 {
		return fmt.Errorf("%w: no path", ErrNothing)
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

// drawDish draws the dish with its axes, of equal scale, and returns the area
// between the axes.
func (p *Trajectory) drawDish(area draw.Canvas) draw.Canvas {
	whole := window{Half: p.Dish.Radius * 1.035}
	plt := newPlot()
	plt.X.Tick.Marker, plt.Y.Tick.Marker = roundTicks{p.Dish.Radius}, roundTicks{p.Dish.Radius}
	plt.X.Label.Text, plt.Y.Label.Text = "x [body lengths]", "y [body lengths]"
	p.fill(plt, whole, 1.2)
	if !small(area) {
		addLegend(plt)
	}

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

// small reports whether a dish leaves no room for the legend in its corners.
func small(area draw.Canvas) bool { return area.Max.X-area.Min.X < 5.3*vg.Inch }

// fill adds a window's content to a plot.
func (p *Trajectory) fill(plt *plot.Plot, w window, width float64) {
	plt.X.Min, plt.X.Max, plt.Y.Min, plt.Y.Max = w.X-w.Half, w.X+w.Half, w.Y-w.Half, w.Y+w.Half
	plt.Add(&dishPlotter{&p.Dish, w}, &pathPlotter{p.Path, width}, &markerPlotter{p.Dish.Food, p.Path})
}

func (p *Trajectory) timeBar() colorBar {
	first, last := p.Path[0].Tick, p.Path[len(p.Path)-1].Tick
	t := newTimeScale(float64(first), float64(last))
	return colorBar{t.label, []ramp{timeRamp()}, t.from / t.unit, t.to / t.unit, false, false}
}

func (p *Trajectory) foodBar() colorBar {
	return colorBar{"food", []ramp{foodRamp()}, 0, p.Dish.peak(), false, false}
}
