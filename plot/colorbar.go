package plot

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// colorBar is the key of a ramp: label above, bar, numbers at its right.
type colorBar struct {
	label     string
	colors    ramp
	low, high float64
}

func (b colorBar) draw(area draw.Canvas) {
	label := plainText(10.5)
	label.YAlign = draw.YTop
	area.FillText(label, vg.Point{X: area.Min.X, Y: area.Max.Y}, b.label)

	bar := area
	bar.Max.X = bar.Min.X + vg.Points(14)
	bar.Max.Y -= label.Rectangle(b.label).Size().Y + vg.Points(7)
	bar.DrawImage(bar.Rectangle, b.colors.column())
	line := draw.LineStyle{Color: inkColor(), Width: vg.Points(0.5)}
	bar.StrokeLines(line, []vg.Point{
		bar.Min, {X: bar.Max.X, Y: bar.Min.Y}, bar.Max, {X: bar.Min.X, Y: bar.Max.Y}, bar.Min,
	})

	number := plainText(10)
	number.YAlign = draw.YCenter
	for _, tick := range (plot.DefaultTicks{}).Ticks(b.low, b.high) {
		if tick.IsMinor() {
			continue
		}
		y := bar.Min.Y + (bar.Max.Y-bar.Min.Y)*vg.Length((tick.Value-b.low)/(b.high-b.low))
		bar.StrokeLines(line, []vg.Point{{X: bar.Max.X, Y: y}, {X: bar.Max.X + vg.Points(3), Y: y}})
		bar.FillText(number, vg.Point{X: bar.Max.X + vg.Points(6), Y: y}, tick.Label)
	}
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
