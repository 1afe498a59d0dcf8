package plot

import (
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// colorBar is the key of ramps of one scale: label above, the ramps side by
// side, numbers at their right.
type colorBar struct {
	label     string
	colors    []ramp
	low, high float64
	more      bool // the last colour stands for more than high, too
	root      bool // the colours go with the root of the number
}

func (b colorBar) draw(area draw.Canvas) {
	label := plainText(10.5)
	label.YAlign = draw.YTop
	area.FillText(label, vg.Point{X: area.Min.X, Y: area.Max.Y}, b.label)

	bar := area
	bar.Max.X = bar.Min.X + vg.Points(14)
	bar.Max.Y -= label.Rectangle(b.label).Size().Y + vg.Points(7)
	size := bar.Size()
	bar.DrawImage(bar.Rectangle, beside(b.colors, pixels(size.X.Dots(figureDPI)), pixels(size.Y.Dots(figureDPI))))
	line := thin(0.5)
	outline(bar, bar.Rectangle, line)

	number := plainText(10)
	number.YAlign = draw.YCenter
	for _, tick := range b.ticks() {
		y := bar.Min.Y + (bar.Max.Y-bar.Min.Y)*vg.Length(b.place(tick.Value))
		bar.StrokeLines(line, []vg.Point{{X: bar.Max.X, Y: y}, {X: bar.Max.X + vg.Points(3), Y: y}})
		bar.FillText(number, vg.Point{X: bar.Max.X + vg.Points(6), Y: y}, tick.Label)
	}
}

// place is where a number stands on the bar, 0 to 1.
func (b colorBar) place(x float64) float64 {
	share := (x - b.low) / (b.high - b.low)
	if b.root {
		return math.Sqrt(share)
	}
	return share
}

func (b colorBar) ticks() []plot.Tick {
	ticks := niceTicks{6}.Ticks(b.low, b.high)
	if step := roundStep(b.high / 20); b.root && len(ticks) > 1 && step < ticks[1].Value {
		// Room for a small number near 0.
		ticks = slices.Insert(ticks, 1, plot.Tick{Value: step, Label: minusSign(step)})
	}
	if b.more {
		for n := len(ticks) - 1; n >= 0 && b.place(ticks[n].Value) > 0.95; n-- {
			ticks = ticks[:n]
		}
		ticks = append(ticks, plot.Tick{Value: b.high, Label: "≥" + minusSign(roundTo(b.high, 2))})
	}
	return ticks
}

// roundTicks marks an axis through the middle of the dish at five to nine
// round numbers, its radius among them where that is round.
type roundTicks struct{ radius float64 }

// Ticks implements plot.Ticker.
func (r roundTicks) Ticks(low, high float64) []plot.Tick {
	step := roundStep(r.radius / 3)
	var ticks []plot.Tick
	for n := -9; n <= 9; n++ {
		if x := float64(n) * step; x >= low && x <= high {
			ticks = append(ticks, plot.Tick{Value: x, Label: minusSign(x)})
		}
	}
	return ticks
}
