package plot

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// niceTicks marks an axis at round numbers, about so many of them.
type niceTicks struct{ number float64 }

// Ticks implements plot.Ticker.
func (n niceTicks) Ticks(low, high float64) []plot.Tick {
	if !(high > low) {
		return nil
	}
	step := roundStepUp(0.8 * (high - low) / n.number)
	var ticks []plot.Tick
	for i := math.Ceil(low/step - 1e-9); i*step <= high+1e-9*step; i++ {
		x := i*step + 0 // no negative zero
		ticks = append(ticks, plot.Tick{Value: x, Label: minusSign(x)})
	}
	return ticks
}

// silentTicks are those of another ticker without their labels.
type silentTicks struct{ plot.Ticker }

// Ticks implements plot.Ticker.
func (s silentTicks) Ticks(low, high float64) []plot.Tick {
	ticks := s.Ticker.Ticks(low, high)
	for i := range ticks {
		ticks[i].Label = ""
	}
	return ticks
}

// decadeTicks marks a logarithmic axis, whose values are logarithms to base
// 10, at the powers of ten, and lightly at 2 to 9 times them; if there are few
// decades at 2 and 5 times with a label too.
type decadeTicks struct{}

// Ticks implements plot.Ticker.
func (decadeTicks) Ticks(low, high float64) []plot.Tick {
	var ticks []plot.Tick
	for power := math.Floor(low); power <= high; power++ {
		for digit := 1.0; digit < 10; digit++ {
			x := power + math.Log10(digit)
			if x < low-1e-9 || x > high+1e-9 {
				continue
			}
			label := ""
			if digit == 1 || high-low < 2.6 && (digit == 2 || digit == 5) {
				if label = strconv.FormatFloat(digit*math.Pow(10, power), 'f', int(max(-power, 0)), 64); power >= 0 {
					label = count(int64(math.Round(digit * math.Pow(10, power))))
				}
			}
			ticks = append(ticks, plot.Tick{Value: x, Label: label})
		}
	}
	return ticks
}

// timeScale measures ticks in the unit that suits a span.
type timeScale struct {
	from, to float64 // [ticks]; to is larger
	unit     float64 // [ticks]
	label    string
}

func newTimeScale(from, to float64) timeScale {
	to = max(to, from+1)
	s := timeScale{from, to, 3600e3, "time [h]"}
	switch {
	case to-from < 3e3:
		s.unit, s.label = 1, "time [ms]"
	case to-from < 1200e3:
		s.unit, s.label = 1e3, "time [s]"
	case to-from < 36000e3:
		s.unit, s.label = 60e3, "time [min]"
	}
	return s
}

// set makes the x axis of a plot one of time.
func (s timeScale) set(plt *plot.Plot) {
	plt.X.Min, plt.X.Max = s.from/s.unit, s.to/s.unit
	plt.X.Label.Text = s.label
	plt.X.Tick.Marker = niceTicks{12}
}

// guides draws lines across a plot at the ticks of its y axis.
type guides struct{}

// Plot implements plot.Plotter.
func (guides) Plot(c draw.Canvas, plt *plot.Plot) {
	_, toY := plt.Transforms(&c)
	for _, tick := range plt.Y.Tick.Marker.Ticks(plt.Y.Min, plt.Y.Max) {
		y := toY(tick.Value)
		c.StrokeLines(draw.LineStyle{Color: guideColor(), Width: vg.Points(0.6)},
			[]vg.Point{{X: c.Min.X, Y: y}, {X: c.Max.X, Y: y}})
	}
}

// countedDown marks an axis on which -1 is written as 1, and so on.
type countedDown struct{}

// Ticks implements plot.Ticker.
func (countedDown) Ticks(low, _ float64) []plot.Tick {
	ticks := []plot.Tick{{Value: -1, Label: "1"}}
	for i := 6; float64(-i) >= low; i += 6 {
		ticks = append(ticks, plot.Tick{Value: float64(-i), Label: strconv.Itoa(i)})
	}
	return ticks
}
