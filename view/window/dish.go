//go:build glfw && cgo

package window

import (
	"fmt"
	"math"

	"github.com/engine-gpu/engine-gpu/view"
	"github.com/engine-gpu/engine-gpu/view/window/canvas"
)

// concentration is the smell of a dish's food, as of arena.Dish.
func concentration(d *view.Dish) func(x, y float64) float64 {
	return func(x, y float64) float64 {
		sum := 0.0
		for i, f := range d.Foods {
			sum += d.Peak[i] * math.Exp(-((x-f.X)*(x-f.X)+(y-f.Y)*(y-f.Y))/(2*d.Sigma[i]*d.Sigma[i]))
		}
		return sum
	}
}

// drawDish draws the dish with food, trail and worm.
func (s *screen) drawDish(cam camera, f *view.Frame) {
	c := s.canvas
	c.Clip(cam.area)
	topLeft, bottomRight := cam.corners()
	c.Field(cam.area, s.field, &s.look.field, topLeft.X, topLeft.Y, bottomRight.X, bottomRight.Y)
	for _, food := range s.history.scene.Dish.Foods {
		s.drawFood(cam.project(food))
	}
	s.drawTrail(cam)
	s.drawWorm(cam, f.Worm)
	if head := cam.project(f.Worm.Segments[0]); cam.zoom < muscleZoom {
		c.Ring(head, 15, 1.4, s.look.text.Alpha(0.85))
	}
	s.drawScale(cam)
	c.Unclip()
}

func (s *screen) drawFood(at canvas.Point) {
	s.canvas.Glow(at, 6, 9, s.look.food.Alpha(0.5))
	s.canvas.Disc(at, 4.2, s.look.outline.Alpha(0.6))
	s.canvas.Disc(at, 3.2, s.look.food)
}

// drawTrail draws where the head was, from the oldest place to now.
func (s *screen) drawTrail(cam camera) {
	width := float32(min(max(cam.zoom*0.02, 1.5), 5))
	points := s.trail
	for i := 1; i < len(points); i++ {
		a, b := cam.project(points[i-1].Point), cam.project(points[i].Point)
		age := float32(i) / float32(len(points))
		color := s.look.trailOld.Mix(s.look.trailNew, age*age).Alpha(0.35 + 0.5*age)
		s.canvas.Line(a, b, width, color)
	}
}

// drawScale draws a bar of a round length.
func (s *screen) drawScale(cam camera) {
	length := niceLength(float64(cam.area.W) / cam.zoom / 5)
	w := float32(length * cam.zoom)
	x, y := cam.area.X+14, cam.area.Y+cam.area.H-14
	s.canvas.Line(canvas.Point{X: x, Y: y}, canvas.Point{X: x + w, Y: y}, 2, s.look.text.Alpha(0.9))
	s.canvas.Text(canvas.Point{X: x, Y: y - 7}, s.style.small, canvas.Left, fmt.Sprintf("%g body length%s", length, plural(length)))
}

func plural(x float64) string {
	if x == 1 {
		return ""
	}
	return "s"
}

// niceLength is the largest of 1, 2, 5 times a power of ten up to x.
func niceLength(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, factor := range []float64{5, 2} {
		if factor*power <= x {
			return factor * power
		}
	}
	return power
}
