package worm

import "github.com/engine-gpu/engine-gpu/internal/fpmath"

// Point is a point of the plane [BL].
type Point struct{ X, Y float64 }

// Head returns the position of the head.
func (s *State) Head() Point { return Point{s.X, s.Y} }

// SetHead moves the whole body so that its head is at p.
func (s *State) SetHead(p Point) { s.X, s.Y = p.X, p.Y }

// Shape returns the positions of all segments, head to tail. The link from a
// segment to the next one points in the direction of that next one.
func (s *State) Shape() (points [Segments]Point) {
	points[0] = s.Head()
	bent := 0.0
	for i := 1; i < Segments; i++ {
		bent += s.Theta[i-1]
		sin, cos := fpmath.SinCos(s.Heading + bent)
		points[i] = Point{
			points[i-1].X + float64(cos*SegmentLength),
			points[i-1].Y + float64(sin*SegmentLength),
		}
	}
	return points
}
