package plot

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/engine-gpu/engine-gpu/plot/bins"
)

// Raster shows which neurons fired when, by type. Where neurons or ticks are
// more than there are pixels, the colour says how often.
type Raster struct {
	Run    string // what was run, for the subtitle
	Spikes *bins.Spikes
}

// Name implements Figure.
func (r *Raster) Name() string { return "raster" }

func (r *Raster) check() error {
	if r.Spikes.Ticks() == 0 {
		return fmt.Errorf("%w: no tick was run", ErrNothing)
	}
	if r.Spikes.Neurons() == 0 {
		return fmt.Errorf("%w: no neurons", ErrNothing)
	}
	return nil
}

func (r *Raster) heading() (title, subtitle string) {
	s := r.Spikes
	return "Spikes", fmt.Sprintf("%s: %s of %s in %s; a row is %s, a column %d ms",
		r.Run, plural(s.Total(), "spike"), plural(s.Neurons(), "neuron"), plural(s.Ticks(), "tick"), plural(s.PerRow, "neuron"), s.Width())
}

func (r *Raster) height() vg.Length { return 5.6 * vg.Inch }

// Between the blocks of two types lies a gap; no block is lower than a line of
// text [points].
const (
	blockGap   = 3
	blockLeast = 14
)

func (r *Raster) draw(page draw.Canvas) {
	s := r.Spikes
	labels := make([]string, len(s.Groups))
	left := vg.Length(0)
	sty := plainText(10)
	for g, group := range s.Groups {
		labels[g] = group.Type
		left = max(left, sty.Rectangle(labels[g]).Size().X, sty.Rectangle(count(group.Neurons)).Size().X)
	}
	left += vg.Points(22)
	high := r.limit()

	plt := newPlot()
	time := newTimeScale(float64(s.From()), float64(s.From()+s.Ticks()))
	time.set(plt)
	plt.HideY()
	plt.Y.Min, plt.Y.Max = 0, 1
	area := draw.Crop(page, left, -vg.Points(58), 0, 0)
	data := plt.DataCanvas(area)
	heights := r.heights(float64(data.Max.Y - data.Min.Y))
	plt.Draw(area)

	sty.XAlign, sty.YAlign = draw.XRight, draw.YCenter
	y := data.Max.Y
	colors := make([]ramp, len(s.Groups))
	for g, group := range s.Groups {
		ink := typeColor(group.Type)
		colors[g] = inkRamp(ink)
		block := data
		block.Max.Y, block.Min.Y = y, y-vg.Length(heights[g])
		y = block.Min.Y - vg.Points(blockGap)
		h := heatmap{r.grid(g), time.from / time.unit, float64(s.Width()) / time.unit, shade(colors[g], high)}
		h.Plot(block, plt)
		outline(block, block.Rectangle, draw.LineStyle{Color: guideColor(), Width: vg.Points(0.5)})

		strip := block.Rectangle
		strip.Min.X -= vg.Points(10)
		strip.Max.X = strip.Min.X + vg.Points(6)
		page.SetColor(ink)
		page.Fill(strip.Path())
		at := vg.Point{X: strip.Min.X - vg.Points(5), Y: block.Center().Y}
		if heights[g] > 28 {
			page.FillText(sty, vg.Point{X: at.X, Y: at.Y + vg.Points(6.5)}, labels[g])
			small := sty
			small.Font.Size = vg.Points(8.5)
			page.FillText(small, vg.Point{X: at.X, Y: at.Y - vg.Points(5.5)}, count(group.Neurons))
		} else {
			page.FillText(sty, at, labels[g])
		}
	}
	bar := data
	bar.Min.X, bar.Max.X = data.Max.X+vg.Points(14), page.Max.X
	colorBar{"rate [Hz]", colors, 0, high, true, true}.draw(bar)
}

// heights divides the height [points] among the types: by their rows, but to
// each enough for its name.
func (r *Raster) heights(room float64) []float64 {
	s := r.Spikes
	n := len(s.Groups)
	room -= blockGap * float64(n-1)
	heights := make([]float64, n)
	least := min(blockLeast, room/float64(n))
	fixed := make([]bool, n)
	for {
		rest, rows := room, 0
		for g := range heights {
			first, end := s.GroupRows(g)
			if fixed[g] {
				rest -= least
			} else {
				rows += end - first
			}
		}
		again := false
		for g := range heights {
			first, end := s.GroupRows(g)
			heights[g] = least
			if fixed[g] {
				continue
			}
			if h := rest * float64(end-first) / float64(rows); h >= least {
				heights[g] = h
			} else {
				fixed[g], again = true, true
			}
		}
		if !again {
			return heights
		}
	}
}

// grid holds the rates of a group's rows.
func (r *Raster) grid(group int) *grid {
	s := r.Spikes
	first, end := s.GroupRows(group)
	g := newGrid(s.Columns(), end-first)
	for c := range s.Columns() {
		for row := first; row < end; row++ {
			g.set(c, row-first, s.Hz(c, row))
		}
	}
	return g
}

// limit is the rate of the darkest colour: few cells exceed it.
func (r *Raster) limit() float64 {
	s := r.Spikes
	var rates []float64
	stride := max(s.Columns()*s.Rows()/200_000, 1)
	for i := 0; i < s.Columns()*s.Rows(); i += stride {
		if hz := s.Hz(i/s.Rows(), i%s.Rows()); hz > 0 {
			rates = append(rates, hz)
		}
	}
	if len(rates) == 0 {
		return 1
	}
	slices.Sort(rates)
	return rates[len(rates)*98/100]
}

// shade returns the colours from 0, which is white, to a limit, by the root: so one
// sees what is rare beside what is frequent.
func shade(colors ramp, limit float64) func(float64) color.RGBA {
	return func(x float64) color.RGBA {
		if x == 0 {
			return color.RGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}
		}
		return colors.at(math.Sqrt(x / limit))
	}
}
