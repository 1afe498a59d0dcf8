package worm

import "github.com/engine-gpu/engine-gpu/internal/fpmath"

// The body is thickest 0.4 BL behind the head and thins out to both ends.
const (
	thinnest       = 0.4
	thickestAt     = 0.4  // [BL]
	thicknessWidth = 0.25 // [BL]
)

// profile holds what differs along the body.
type profile struct {
	dragParallel, dragPerpendicular [Segments]float64 // of each segment [force·s/BL]
	jointGain                       [Joints]float64   // of the muscles at each joint
}

func newProfile() *profile {
	p := new(profile)
	radius := Thickness()
	for i, r := range radius {
		p.dragParallel[i] = r * DragParallel
		p.dragPerpendicular[i] = r * DragPerpendicular
	}
	for j := range p.jointGain {
		p.jointGain[j] = (muscleGain(j) + muscleGain(j+1)) / 2
	}
	return p
}

// muscleGain is the gain of a segment's muscles: the head bends further.
func muscleGain(segment int) float64 {
	return 1 + float64(HeadExtraGain*(1-float64(segment)/(Segments-1)))
}

// Thickness is the radius of every segment relative to the largest.
func Thickness() (radius [Segments]float64) {
	largest := 0.0
	for i := range radius {
		z := (float64(i)/Segments - thickestAt) / thicknessWidth
		radius[i] = thinnest + float64((1-thinnest)*fpmath.Exp(-float64(z*z)))
		largest = max(largest, radius[i])
	}
	for i := range radius {
		radius[i] /= largest
	}
	return radius
}
