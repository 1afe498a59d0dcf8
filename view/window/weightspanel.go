//go:build glfw && cgo

package window

import (
	"fmt"
	"strings"

	"github.com/engine-gpu/engine-gpu/view"
	"github.com/engine-gpu/engine-gpu/view/window/canvas"
)

// drawWeights draws the distribution of the weights of every type of synapse.
func (s *screen) drawWeights() {
	panel, weights := s.layout.weights, s.history.weights
	s.panel(panel, "Weights")
	area := content(panel)
	if len(weights) == 0 {
		return
	}
	columns := 1
	if len(weights) > 3 {
		columns = 2
	}
	rows := (len(weights) + columns - 1) / columns
	w, h := area.W/float32(columns), area.H/float32(rows)
	for i := range weights {
		cell := canvas.Rect{X: area.X + float32(i%columns)*w, Y: area.Y + float32(i/columns)*h, W: w, H: h}
		if i%columns < columns-1 {
			cell.W -= 12
		}
		s.drawWeight(cell, &weights[i], s.look.typeColor(i))
	}
}

// drawWeight draws a histogram: name and mean above, the ends below it.
func (s *screen) drawWeight(cell canvas.Rect, w *view.Weight, color canvas.Color) {
	name := strings.ReplaceAll(w.Type, "_", " ")
	mean := fmt.Sprintf("mean %.3g", w.Mean)
	style := s.style.small
	style.Color = color
	if s.canvas.TextWidth(style, name)+s.canvas.TextWidth(style, mean)+6 <= cell.W {
		s.canvas.Text(canvas.Point{X: cell.X + cell.W, Y: cell.Y + 10}, s.style.small, canvas.Right, mean)
	}
	s.canvas.Text(canvas.Point{X: cell.X, Y: cell.Y + 10}, style, canvas.Left, s.canvas.Fit(style, name, cell.W))
	plot := canvas.Rect{X: cell.X, Y: cell.Y + 15, W: cell.W, H: cell.H - 15 - 5}
	ends := plot.H > 28
	if ends {
		plot.H -= 12
		below := plot.Y + plot.H + 12
		s.canvas.Text(canvas.Point{X: plot.X, Y: below}, s.style.small, canvas.Left, fmt.Sprintf("%.3g", w.Low))
		s.canvas.Text(canvas.Point{X: plot.X + plot.W, Y: below}, s.style.small, canvas.Right, fmt.Sprintf("%.3g", w.High))
	}
	if plot.H < 4 {
		return
	}
	most := int64(1)
	for _, n := range w.Bins {
		most = max(most, n)
	}
	bin := plot.W / float32(len(w.Bins))
	base := plot.Y + plot.H
	for i, n := range w.Bins {
		if n > 0 {
			// Even a single synapse can be seen.
			h := max(plot.H*float32(n)/float32(most), 1)
			s.canvas.Box(canvas.Rect{X: plot.X + float32(i)*bin, Y: base - h, W: max(bin-0.6, 0.5), H: h}, 0, color.Alpha(0.85))
		}
	}
	s.canvas.Line(canvas.Point{X: plot.X, Y: base}, canvas.Point{X: plot.X + plot.W, Y: base}, 1, s.look.faint)
}
