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
	chain(0, s.look.body)
	if cam.zoom < muscleZoom {
		return
	}
	for side, full := range [...]canvas.Color{worm.Dorsal: s.look.dorsal, worm.Ventral: s.look.ventral} {
		row := beside(at[:], radius[:], worm.Side(side))
		for i := range row {
			color := s.look.rest.Mix(full, shade(w.Activation[i][side]))
			s.drawMuscle(row[:], i, radius[i], color)
		}
	}
	// An eye, though a nematode has none, tells front from back.
	dx, dy := at[0].X-at[1].X, at[0].Y-at[1].Y
	ahead := 0.62 * radius[0] / max(float32(math.Hypot(float64(dx), float64(dy))), 1e-6)
	c.Disc(canvas.Point{X: at[0].X + ahead*dx, Y: at[0].Y + ahead*dy}, radius[0]*0.24, s.look.outline)
}

// beside returns the middles of a side's muscles. The dorsal side is to the
// left of the way from head to tail; y points down here.
func beside(at []canvas.Point, radius []float32, side worm.Side) (row [worm.Segments]canvas.Point) {
	for i := range row {
		before, after := at[max(i-1, 0)], at[min(i+1, len(at)-1)]
		dx, dy := after.X-before.X, after.Y-before.Y
		offset := 0.52 * radius[i] / max(float32(math.Hypot(float64(dx), float64(dy))), 1e-6)
		if side == worm.Ventral {
			offset = -offset
		}
		row[i] = canvas.Point{X: at[i].X + dy*offset, Y: at[i].Y - dx*offset}
	}
	return row
}

// drawMuscle draws one of a row of muscles, as long as its neighbours leave it
// room.
func (s *screen) drawMuscle(row []canvas.Point, i int, radius float32, color canvas.Color) {
	middle := row[i]
	toward := func(j int) canvas.Point {
		if j < 0 || j == len(row) { // the ends are as long as they are to the other side
			next := row[2*i-j]
			return canvas.Point{X: (3*middle.X - next.X) / 2, Y: (3*middle.Y - next.Y) / 2}
		}
		return canvas.Point{X: (middle.X + row[j].X) / 2, Y: (middle.Y + row[j].Y) / 2}
	}
	a, b := toward(i-1), toward(i+1)
	length := float32(math.Hypot(float64(b.X-a.X), float64(b.Y-a.Y)))
	thick := min(0.36*radius, 0.42*length)
	cut := min((thick+0.04*radius)/max(length, 1e-6), 0.5)
	s.canvas.Capsule(
		canvas.Point{X: a.X + cut*(b.X-a.X), Y: a.Y + cut*(b.Y-a.Y)},
		canvas.Point{X: b.X + cut*(a.X-b.X), Y: b.Y + cut*(a.Y-b.Y)},
		thick, thick, color, color)
}

// shade is how much of its color an active muscle shows, 0..1. It tells apart
// the activations of a crawling worm, most of which are 0.05 to 0.4: far above
// where contraction ends, 1/12.
func shade(activation float64) float32 { return float32(1 - math.Exp(-activation/0.15)) }
