//go:build glfw && cgo

package canvas

// Point is a place on the canvas [points].
type Point struct{ X, Y float32 }

// Rect is a rectangle on the canvas, from its top left corner [points].
type Rect struct{ X, Y, W, H float32 }

// Inset returns the rectangle less a margin on every side.
func (r Rect) Inset(margin float32) Rect {
	return Rect{r.X + margin, r.Y + margin, max(r.W-2*margin, 0), max(r.H-2*margin, 0)}
}

// Contains reports whether a point lies in the rectangle.
func (r Rect) Contains(p Point) bool {
	return p.X >= r.X && p.X < r.X+r.W && p.Y >= r.Y && p.Y < r.Y+r.H
}

// Line draws a line with round ends.
func (c *Canvas) Line(a, b Point, width float32, color Color) {
	c.Capsule(a, b, width/2, width/2, color, color)
}

// Capsule draws a line with round ends whose radius and color go from those at
// a to those at b.
func (c *Canvas) Capsule(a, b Point, ra, rb float32, ca, cb Color) {
	c.add(instance{
		place: [4]float32{a.X, a.Y, b.X, b.Y}, form: [4]float32{ra, rb, kindCapsule, 0}, first: ca, second: cb,
	})
}

// Disc draws a filled circle.
func (c *Canvas) Disc(at Point, radius float32, color Color) {
	c.Capsule(at, at, radius, radius, color, color)
}

// Glow draws a disc whose edge fades out over twice the blur.
func (c *Canvas) Glow(at Point, radius, blur float32, color Color) {
	c.add(instance{
		place: [4]float32{at.X, at.Y, at.X, at.Y}, form: [4]float32{radius, radius, kindCapsule, blur}, first: color, second: color,
	})
}

// Ring draws a circle.
func (c *Canvas) Ring(at Point, radius, width float32, color Color) {
	r := radius + width/2
	c.Frame(Rect{at.X - r, at.Y - r, 2 * r, 2 * r}, r, width, color)
}

// Box fills a rectangle with rounded corners.
func (c *Canvas) Box(r Rect, radius float32, color Color) { c.box(r, radius, 0, color) }

// Frame draws the edge of a rectangle with rounded corners, inside of it.
func (c *Canvas) Frame(r Rect, radius, width float32, color Color) {
	c.box(r, radius, width, color)
}

// box draws a filled rectangle, or its edge if that has a width. Of a large one
// only what is near the edge needs the shader that rounds corners.
func (c *Canvas) box(r Rect, radius, stroke float32, color Color) {
	radius = min(radius, r.W/2, r.H/2)
	near := max(radius, stroke) + 2
	if r.W < 4*near || r.H < 4*near {
		c.boxPart(r, r.Inset(-1), radius, stroke, color)
		return
	}
	inner := r.Inset(near)
	for _, part := range []Rect{
		{r.X - 1, r.Y - 1, r.W + 2, near + 1},
		{r.X - 1, inner.Y + inner.H, r.W + 2, near + 1},
		{r.X - 1, inner.Y, near + 1, inner.H},
		{inner.X + inner.W, inner.Y, near + 1, inner.H},
	} {
		c.boxPart(r, part, radius, stroke, color)
	}
	if stroke == 0 {
		c.add(instance{form: [4]float32{0, 0, kindPlain, 0}, first: color, second: color, part: inner.corners()})
	}
}

// boxPart draws what of a box lies in a part of the canvas.
func (c *Canvas) boxPart(r, part Rect, radius, stroke float32, color Color) {
	c.add(instance{
		place: r.corners(), form: [4]float32{radius, stroke, kindBox, 0}, first: color, second: color, part: part.corners(),
	})
}

func (r Rect) corners() [4]float32 { return [4]float32{r.X, r.Y, r.X + r.W, r.Y + r.H} }

func (c *Canvas) add(i instance) { c.instances = append(c.instances, i) }
