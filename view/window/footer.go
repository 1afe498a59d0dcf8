//go:build glfw && cgo

package window

import (
	"github.com/engine-gpu/engine-gpu/view"
	"github.com/engine-gpu/engine-gpu/view/window/canvas"
)

// action is something that a key or a button does.
type action int

const (
	actNothing action = iota
	actPause
	actStep
	actSlower
	actFaster
	actReset
	actGaze
	actPicture
	actQuit
)

// button is a place to click.
type button struct {
	action action
	at     canvas.Rect
}

// drawFooter draws the buttons, each with its key.
func (s *screen) drawFooter(f *view.Frame) {
	s.buttons = s.buttons[:0]
	x := s.layout.footer.X
	add := func(a action, key, label string, width float32) {
		x += s.drawButton(a, x, key, label, width) + 8
	}
	pause, gaze := "Pause", "Follow"
	if f.State == view.Paused && !s.posing {
		pause = "Resume"
	}
	if s.eye.gaze != wholeDish {
		gaze = "Whole dish"
	}
	add(actPause, "space", pause, 104)
	add(actStep, ".", "Step", 0)
	add(actSlower, "−", "", 0)
	x -= 4
	speed := canvas.Point{X: x + 24, Y: s.layout.footer.Y + 30}
	s.canvas.Text(speed, s.style.heading, canvas.Center, speedText(f.Speed))
	x += 52
	add(actFaster, "+", "", 0)
	add(actReset, "r", "Reset", 0)
	if f.Worm != nil {
		add(actGaze, "f", gaze, 98)
	}
	add(actPicture, "s", "Screenshot", 0)
	add(actQuit, "esc", "Quit", 0)
	if s.notice != "" {
		end := s.layout.footer.X + s.layout.footer.W
		text := s.canvas.Fit(s.style.small, s.notice, max(end-x-4, 0))
		s.canvas.Text(canvas.Point{X: end, Y: s.layout.footer.Y + 30}, s.style.small, canvas.Right, text)
	}
}

// drawButton draws a button at least that wide and returns its width.
func (s *screen) drawButton(a action, x float32, key, label string, least float32) float32 {
	c := s.canvas
	cap := c.TextWidth(s.style.key, key) + 10
	width := cap + 12
	if label != "" {
		width += c.TextWidth(s.style.label, label) + 8
	}
	width = max(width, least)
	r := canvas.Rect{X: x, Y: s.layout.footer.Y + 10, W: width, H: 32}
	ground := s.look.button
	if r.Contains(s.pointer) {
		ground = s.look.hover
	}
	c.Box(r, 7, ground)
	c.Frame(r, 7, 1, s.look.edge)
	keycap := canvas.Rect{X: r.X + 6, Y: r.Y + 7, W: cap, H: 18}
	c.Box(keycap, 4, s.look.ground)
	c.Text(canvas.Point{X: keycap.X + cap/2, Y: keycap.Y + 13}, s.style.key, canvas.Center, key)
	if label != "" {
		c.Text(canvas.Point{X: keycap.X + cap + 8, Y: r.Y + 20.5}, s.style.label, canvas.Left, label)
	}
	s.buttons = append(s.buttons, button{a, r})
	return width
}

// actionAt returns what a click at a point does.
func (s *screen) actionAt(p canvas.Point) action {
	for _, b := range s.buttons {
		if b.at.Contains(p) {
			return b.action
		}
	}
	return actNothing
}
