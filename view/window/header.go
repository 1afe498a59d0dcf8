//go:build glfw && cgo

package window

import (
	"fmt"
	"path/filepath"

	"github.com/engine-gpu/engine-gpu/view"
	"github.com/engine-gpu/engine-gpu/view/window/canvas"
)

// drawHeader draws what runs, and how far and how fast it is.
func (s *screen) drawHeader(f *view.Frame) {
	r, scene := s.layout.header, s.history.scene
	right := r.X + r.W
	for _, figure := range []struct{ value, unit string }{
		{s.print.Sprintf("%d", f.Spikes), "spikes"},
		{s.rateText(f), "ticks/s"},
		{clockText(f.Ticks), "brain time"},
		{s.print.Sprintf("%d", f.Ticks), "ticks"},
	} {
		w := max(s.canvas.TextWidth(s.style.figure, figure.value), s.canvas.TextWidth(s.style.unit, figure.unit), 84)
		s.canvas.Text(canvas.Point{X: right, Y: r.Y + 25}, s.style.figure, canvas.Right, figure.value)
		s.canvas.Text(canvas.Point{X: right, Y: r.Y + 42}, s.style.unit, canvas.Right, figure.unit)
		right -= w + 18
	}
	right = s.drawState(f, right)
	name := s.canvas.Fit(s.style.title, filepath.Base(scene.Brain), max(right-r.X-10, 0))
	s.canvas.Text(canvas.Point{X: r.X + 2, Y: r.Y + 25}, s.style.title, canvas.Left, name)
	details := s.print.Sprintf("%d neurons, %d synapses on %s: %s", scene.Neurons, scene.Synapses, scene.Backend, scene.Device)
	s.canvas.Text(canvas.Point{X: r.X + 2, Y: r.Y + 42}, s.style.unit, canvas.Left,
		s.canvas.Fit(s.style.unit, details, max(right-r.X-10, 0)))
}

// drawState draws the run's state, with its right edge there, and returns its
// left one.
func (s *screen) drawState(f *view.Frame, right float32) float32 {
	text, color := f.State.String(), s.look.types[0]
	switch {
	case f.State == view.Paused && s.posing:
		text = view.Running.String()
	case f.State == view.Paused:
		color = s.look.types[1]
	case f.State == view.Failed:
		color = s.look.alarm
	case f.State.Over():
		color = s.look.muted
	}
	style := s.style.heading
	style.Color = color
	w := s.canvas.TextWidth(style, text) + 36
	pill := canvas.Rect{X: right - w, Y: s.layout.header.Y + 15, W: w, H: 26}
	s.canvas.Box(pill, 13, color.Alpha(0.14))
	s.canvas.Disc(canvas.Point{X: pill.X + 15, Y: pill.Y + 13}, 3.5, color)
	s.canvas.Text(canvas.Point{X: pill.X + 25, Y: pill.Y + 17}, style, canvas.Left, text)
	return pill.X
}

// rateText is the run's speed in ticks a second.
func (s *screen) rateText(f *view.Frame) string {
	rate := f.TicksPerSecond
	if s.posing {
		rate = s.pace
	}
	if rate > 0 && rate < 10 {
		return fmt.Sprintf("%.1f", rate)
	}
	return s.print.Sprintf("%d", int64(rate+0.5))
}

// clockText writes ticks, of 1 ms each, as 0:07.3 or 1:02:03.4.
func clockText(ticks int32) string {
	tenths := int64(ticks) / 100
	if hours := tenths / 36000; hours > 0 {
		return fmt.Sprintf("%d:%02d:%02d.%d", hours, tenths/600%60, tenths/10%60, tenths%10)
	}
	return fmt.Sprintf("%d:%02d.%d", tenths/600, tenths/10%60, tenths%10)
}

// drawFigures draws what the worm has achieved into the dish's title.
func (s *screen) drawFigures(f *view.Frame) {
	r := s.layout.dish
	right := r.X + r.W - 12
	for _, figure := range []struct{ name, value string }{
		{"rewards", s.print.Sprintf("%d (%+.1f)", f.Rewards, f.NetReward)},
		{"chemotaxis", fmt.Sprintf("%+.2f", f.Worm.Index)},
		{"to the food", fmt.Sprintf("%.1f BL", f.Worm.Distance)},
	} {
		at := canvas.Point{X: right, Y: r.Y + 19}
		s.canvas.Text(at, s.style.heading, canvas.Right, figure.value)
		at.X -= s.canvas.TextWidth(s.style.heading, figure.value) + 5
		s.canvas.Text(at, s.style.small, canvas.Right, figure.name)
		right = at.X - s.canvas.TextWidth(s.style.small, figure.name) - 16
		if right < r.X+140 {
			return
		}
	}
}
