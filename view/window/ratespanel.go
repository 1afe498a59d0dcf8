//go:build glfw && cgo

package window

import (
	"fmt"
	"slices"

	"github.com/engine-gpu/engine-gpu/view/window/canvas"
)

// drawRates draws how often the neurons of each type fired of late.
func (s *screen) drawRates() {
	panel, h := s.layout.rates, s.history
	s.panel(panel, "Rates")
	s.canvas.Text(canvas.Point{X: panel.X + panel.W - 12, Y: panel.Y + 19}, s.style.small, canvas.Right, "Hz")
	area := content(panel)
	if len(h.rates) == 0 {
		return
	}
	height := area.H / float32(len(h.rates))
	for i, samples := range h.rates {
		row := canvas.Rect{X: area.X, Y: area.Y + float32(i)*height, W: area.W, H: height}
		s.drawRate(row, i, samples)
	}
}

func (s *screen) drawRate(row canvas.Rect, kind int, samples []float64) {
	const names, values = 30, 46
	color := s.look.typeColor(kind)
	base := row.Y + row.H - 4
	style := s.style.label
	style.Color = color
	s.canvas.Text(canvas.Point{X: row.X, Y: base - 1}, style, canvas.Left, s.history.scene.Types[kind].Name)
	plot := canvas.Rect{X: row.X + names, Y: row.Y + 9, W: max(row.W-names-values, 0), H: max(row.H-13, 0)}
	s.canvas.Line(canvas.Point{X: plot.X, Y: base}, canvas.Point{X: plot.X + plot.W, Y: base}, 1, s.look.faint)
	if len(samples) == 0 {
		return
	}
	top := max(slices.Max(samples), 1) // each type has a scale of its own
	at := func(i int) canvas.Point {
		x := plot.X + plot.W*float32(rateSamples-len(samples)+i)/(rateSamples-1)
		return canvas.Point{X: x, Y: base - plot.H*float32(samples[i]/top)}
	}
	for i := 1; i < len(samples); i++ {
		s.canvas.Line(at(i-1), at(i), 1.4, color)
	}
	last := samples[len(samples)-1]
	s.canvas.Disc(at(len(samples)-1), 2.2, color)
	s.canvas.Text(canvas.Point{X: row.X + row.W, Y: base - 1}, s.style.label, canvas.Right, fmt.Sprintf("%.1f", last))
}
