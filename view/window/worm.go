//go:build glfw && cgo

package window

import (
	"math"

	"github.com/engine-gpu/engine-gpu/view"
	"github.com/engine-gpu/engine-gpu/view/window/canvas"
	"github.com/engine-gpu/engine-gpu/worm"
)

const (
	// bodyRadius is that of the thickest segment [BL], some more than a
	// nematode's so that the muscles can be seen.
	bodyRadius = 0.045
	// leastRadius keeps the body visible from afar [points].
	leastRadius = 1.7
	// muscleZoom is from which zoom on muscles are drawn [points/BL].
	muscleZoom = 60
)

// drawWorm draws the body: its segments, and close up their muscles.
func (s *screen) drawWorm(cam camera, w *view.Worm) {
	c, thickness := s.canvas, worm.Thickness()
	var at [worm.Segments]canvas.Point
	var radius [worm.Segments]float32
	for i, p := range w.Segments {
		at[i] = cam.project(p)
		radius[i] = max(float32(thickness[i]*bodyRadius*cam.zoom), leastRadius)
	}
	chain := func(wider float32, color canvas.Color) {
		for i := 1; i < len(at); i++ {
			c.Capsule(at[i-1], at[i], radius[i-1]+wider, radius[i]+wider, color, color)
		}
	}
	chain(max(1, float32(cam.zoom)*0.006), s.look.outline)
	if cam.zoom < muscleZoom {
		chain(0, s.look.body)
		return
	}
	chain(0, s.look.body)
	for i := range at {
		s.drawMuscles(at[:], radius[i], i, w)
	}
	// The head's tip tells front from back.
	c.Disc(at[0], radius[0]*0.42, s.look.outline)
}

// drawMuscles draws a segment's two muscles, each on its side of the body.
func (s *screen) drawMuscles(at []canvas.Point, radius float32, i int, w *view.Worm) {
	before, after := at[max(i-1, 0)], at[min(i+1, len(at)-1)]
	dx, dy := float64(after.X-before.X), float64(after.Y-before.Y)
	length := math.Hypot(dx, dy)
	if length == 0 {
		return
	}
	// The dorsal side is to the left of the way from head to tail; y points
	// down here.
	along := canvas.Point{X: float32(dx / length), Y: float32(dy / length)}
	left := canvas.Point{X: along.Y, Y: -along.X}
	half := float32(length) / float32(min(i+1, len(at)-1)-max(i-1, 0)) / 2
	thick := radius * 0.36
	reach := max(half-thick-0.04*radius, 0.02*radius)
	for side, full := range [...]canvas.Color{worm.Dorsal: s.look.dorsal, worm.Ventral: s.look.ventral} {
		offset := radius * 0.52
		if worm.Side(side) == worm.Ventral {
			offset = -offset
		}
		middle := canvas.Point{X: at[i].X + left.X*offset, Y: at[i].Y + left.Y*offset}
		color := s.look.rest.Mix(full, contraction(w.Activation[i][side]))
		s.canvas.Capsule(
			canvas.Point{X: middle.X - along.X*reach, Y: middle.Y - along.Y*reach},
			canvas.Point{X: middle.X + along.X*reach, Y: middle.Y + along.Y*reach},
			thick, thick, color, color)
	}
}

// contraction is how far a muscle contracts, 0..1.
func contraction(activation float64) float32 {
	return float32(min(worm.ActivationGain*activation, 1))
}
