//go:build glfw && cgo

package window

import (
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/engine-gpu/engine-gpu/view"
	"github.com/engine-gpu/engine-gpu/view/window/canvas"
)

// screen draws frames and knows where on it one can click.
type screen struct {
	canvas *canvas.Canvas
	look   *look
	style  styles
	print  *message.Printer // writes 12,345

	capture *view.Capture
	history *history
	trail   []view.TrailPoint
	field   *canvas.Field
	raster  *canvas.Raster

	layout  layout
	eye     eye
	buttons []button
	pointer canvas.Point
	notice  string // at the bottom of the dish; "" for none
	posing  bool   // the present frame is held for a picture only
	pace    float64
}

// styles are the window's texts.
type styles struct {
	title, heading, figure, unit, label, small, key canvas.Style
}

func newScreen() (*screen, error) {
	c, err := canvas.New()
	if err != nil {
		return nil, err
	}
	l := newLook()
	return &screen{
		canvas: c, look: l, print: message.NewPrinter(language.English), pointer: canvas.Point{X: -1, Y: -1},
		style: styles{
			title:   canvas.Style{Font: canvas.Bold, Size: 17, Color: l.text},
			heading: canvas.Style{Font: canvas.Bold, Size: 12.5, Color: l.text},
			figure:  canvas.Style{Font: canvas.Bold, Size: 16, Color: l.text},
			unit:    canvas.Style{Font: canvas.Regular, Size: 11, Color: l.muted},
			label:   canvas.Style{Font: canvas.Regular, Size: 12.5, Color: l.text},
			small:   canvas.Style{Font: canvas.Regular, Size: 11, Color: l.muted},
			key:     canvas.Style{Font: canvas.Mono, Size: 11, Color: l.muted},
		},
	}, nil
}

// take adds frames of a run to what is shown.
func (s *screen) take(capture *view.Capture, frames []*view.Frame) {
	if capture == nil {
		return
	}
	if capture != s.capture {
		s.begin(capture)
	}
	for _, f := range frames {
		if f.TicksPerSecond > 0 {
			s.pace = f.TicksPerSecond
		}
		if cells, count := s.history.add(f); count > 0 {
			s.raster.Add(cells, count)
		}
	}
	if s.history.scene.Dish != nil && len(frames) > 0 {
		s.trail = capture.Trail()
	}
}

// begin shows another run.
func (s *screen) begin(capture *view.Capture) {
	if s.raster != nil {
		s.raster.Free()
	}
	if s.field != nil {
		s.field.Free()
		s.field = nil
	}
	scene := capture.Scene()
	s.capture, s.history, s.trail = capture, newHistory(scene), nil
	hues := make([]canvas.Color, len(scene.Rows))
	for i, row := range scene.Rows {
		hues[i] = s.look.typeColor(row.Type)
	}
	s.raster = canvas.NewRaster(rasterColumns, hues)
	if scene.Dish != nil {
		s.field = canvas.NewField(scene.Dish.Radius, concentration(scene.Dish))
	}
}

// draw draws the window's content: width × height points at a scale.
func (s *screen) draw(width, height, scale float32) {
	c := s.canvas
	c.Begin(width, height, scale, s.look.ground)
	defer c.End()
	if s.history == nil || s.history.latest == nil {
		c.Text(canvas.Point{X: width / 2, Y: height / 2}, s.style.title, canvas.Center, "Loading…")
		return
	}
	f, scene := s.history.latest, s.history.scene
	s.layout = arrange(width, height, scene.Dish != nil)
	s.drawHeader(f)
	if f.Worm != nil {
		s.panel(s.layout.dish, "Dish")
		s.drawDish(s.dishCamera(), f)
		s.drawFigures(f)
		s.panel(s.layout.body, "Body")
		s.drawBody(f.Worm)
	}
	s.drawRaster()
	s.drawRates()
	s.drawWeights()
	s.drawFooter(f)
}

// panel draws a panel's ground and title.
func (s *screen) panel(r canvas.Rect, title string) {
	s.canvas.Box(r, 8, s.look.panel)
	s.canvas.Frame(r, 8, 1, s.look.edge)
	s.canvas.Text(canvas.Point{X: r.X + 12, Y: r.Y + 19}, s.style.heading, canvas.Left, title)
}

// dishArea is where the dish is drawn.
func (s *screen) dishArea() canvas.Rect {
	r := s.layout.dish
	return canvas.Rect{X: r.X + 1, Y: r.Y + titleHeight, W: r.W - 2, H: r.H - titleHeight - 1}
}

// dishCamera is how one looks at the dish now.
func (s *screen) dishCamera() camera {
	return s.eye.camera(s.dishArea(), s.history.scene.Dish.Radius, s.history.latest.Worm)
}

// hasWorm reports whether there is a dish with a worm to look at.
func (s *screen) hasWorm() bool {
	return s.history != nil && s.history.latest != nil && s.history.latest.Worm != nil
}
