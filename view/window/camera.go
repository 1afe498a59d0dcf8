//go:build glfw && cgo

package window

import (
	"math"

	"github.com/engine-gpu/engine-gpu/view"
	"github.com/engine-gpu/engine-gpu/view/window/canvas"
)

// camera maps the dish, whose y points up, onto a rectangle of the canvas.
type camera struct {
	area   canvas.Rect
	center view.Point // in the dish, at the middle of the area [BL]
	zoom   float64    // points of the canvas in a body length
	turn   float64    // of the dish about the center, counterclockwise [rad]
}

// fit returns the camera that sees a circle about the origin.
func fit(area canvas.Rect, radius float64) camera {
	return camera{area: area, zoom: float64(min(area.W, area.H)) / (2 * radius)}
}

// project maps a place in the dish onto the canvas.
func (c camera) project(p view.Point) canvas.Point {
	sin, cos := math.Sincos(c.turn)
	x, y := p.X-c.center.X, p.Y-c.center.Y
	return canvas.Point{
		X: c.area.X + c.area.W/2 + float32((x*cos-y*sin)*c.zoom),
		Y: c.area.Y + c.area.H/2 - float32((x*sin+y*cos)*c.zoom),
	}
}

// unproject maps a point of the canvas into the dish.
func (c camera) unproject(p canvas.Point) view.Point {
	sin, cos := math.Sincos(c.turn)
	x := float64(p.X-c.area.X-c.area.W/2) / c.zoom
	y := -float64(p.Y-c.area.Y-c.area.H/2) / c.zoom
	return view.Point{X: c.center.X + x*cos + y*sin, Y: c.center.Y - x*sin + y*cos}
}

// corners returns the dish's places at the area's top left and bottom right
// corner.
func (c camera) corners() (topLeft, bottomRight view.Point) {
	return c.unproject(canvas.Point{X: c.area.X, Y: c.area.Y}),
		c.unproject(canvas.Point{X: c.area.X + c.area.W, Y: c.area.Y + c.area.H})
}

// portrait returns the camera that sees a whole body close up, its head at the
// left and so its dorsal side above.
func portrait(area canvas.Rect, w *view.Worm) camera {
	head, tail := w.Segments[0], w.Segments[len(w.Segments)-1]
	c := camera{area: area, zoom: 1, turn: -math.Atan2(tail.Y-head.Y, tail.X-head.X)}
	c.area = canvas.Rect{}
	low, high := canvas.Point{X: math.MaxFloat32, Y: math.MaxFloat32}, canvas.Point{X: -math.MaxFloat32, Y: -math.MaxFloat32}
	for _, p := range w.Segments {
		at := c.project(p)
		low = canvas.Point{X: min(low.X, at.X), Y: min(low.Y, at.Y)}
		high = canvas.Point{X: max(high.X, at.X), Y: max(high.Y, at.Y)}
	}
	c.center = c.unproject(canvas.Point{X: (low.X + high.X) / 2, Y: (low.Y + high.Y) / 2})
	c.area = area
	wide, tall := high.X-low.X+2.4*bodyRadius, high.Y-low.Y+2.4*bodyRadius
	c.zoom = float64(min(area.W/max(wide, 0.95), area.H/max(tall, 0.32)))
	return c
}
