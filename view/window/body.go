//go:build glfw && cgo

package window

import (
	"github.com/engine-gpu/engine-gpu/view"
	"github.com/engine-gpu/engine-gpu/view/window/canvas"
)

// bodyCamera sees the body close up, in its panel.
func (s *screen) bodyCamera(w *view.Worm) camera {
	return portrait(content(s.layout.body).Inset(4), w)
}

// drawBody draws the body close up, with a legend of its muscles.
func (s *screen) drawBody(w *view.Worm) {
	r := s.layout.body
	right := r.X + r.W - 12
	for _, entry := range []struct {
		name  string
		color canvas.Color
	}{{"relaxed", s.look.rest}, {"ventral", s.look.ventral}, {"dorsal", s.look.dorsal}} {
		s.canvas.Text(canvas.Point{X: right, Y: r.Y + 19}, s.style.small, canvas.Right, entry.name)
		right -= s.canvas.TextWidth(s.style.small, entry.name) + 9
		s.canvas.Disc(canvas.Point{X: right, Y: r.Y + 15}, 4, entry.color)
		right -= 14
	}
	s.canvas.Clip(r.Inset(1))
	s.drawWorm(s.bodyCamera(w), w)
	s.canvas.Unclip()
}
