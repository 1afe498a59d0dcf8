//go:build glfw && cgo

package window

import (
	"github.com/engine-gpu/engine-gpu/view"
	"github.com/engine-gpu/engine-gpu/view/window/canvas"
	"github.com/engine-gpu/engine-gpu/worm"
)

// The ways to look at the dish.
type gaze int

const (
	wholeDish gaze = iota
	following      // the worm
	freely
)

// eye is how one looks at the dish: what the mouse and the key f change.
type eye struct {
	gaze   gaze
	center view.Point // of a free gaze [BL]
	zoom   float64    // of a free or following gaze, in points per body length; 0: not chosen yet
}

const (
	followed  = 3.0 // body lengths across, when following begins
	leastZoom = 2.0 // [points/BL]
	mostZoom  = 4e3 // [points/BL]
)

// camera returns the camera of the gaze.
func (e *eye) camera(area canvas.Rect, radius float64, w *view.Worm) camera {
	switch e.gaze {
	case following:
		if e.zoom == 0 {
			e.zoom = float64(min(area.W, area.H)) / followed
		}
		return camera{area: area, center: middle(w), zoom: e.zoom}
	case freely:
		return camera{area: area, center: e.center, zoom: e.zoom}
	}
	return fit(area, radius*1.03)
}

// middle is the place of the middle of the body.
func middle(w *view.Worm) view.Point { return w.Segments[worm.Segments/2] }

// toggle changes between the whole dish and the worm.
func (e *eye) toggle() {
	if e.gaze == wholeDish {
		*e = eye{gaze: following}
	} else {
		*e = eye{}
	}
}

// magnify changes the zoom by a factor; what is under the pointer stays there,
// unless the worm is followed.
func (e *eye) magnify(now camera, at canvas.Point, factor float64) {
	fixed := now.unproject(at)
	zoom := min(max(now.zoom*factor, leastZoom), mostZoom)
	e.zoom = zoom
	if e.gaze == following {
		return
	}
	e.gaze = freely
	now.zoom = zoom
	moved := now.unproject(at)
	e.center = view.Point{X: now.center.X + fixed.X - moved.X, Y: now.center.Y + fixed.Y - moved.Y}
}

// drag moves the dish along with the pointer.
func (e *eye) drag(now camera, from, to canvas.Point) {
	a, b := now.unproject(from), now.unproject(to)
	*e = eye{freely, view.Point{X: now.center.X + a.X - b.X, Y: now.center.Y + a.Y - b.Y}, now.zoom}
}
