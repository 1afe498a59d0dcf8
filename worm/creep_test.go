package worm

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestForceBalance computes the forces of a step anew, from the definitions and
// in another form (complex numbers, double sums), and checks that the
// resistance to the head's motion balances them, and the same for the turning.
func TestForceBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, input := drawBody(t), drawInput(t)
		before := b.State
		b.contract(input, tick)
		rate := b.bend(tick)
		b.creep(&rate, tick)

		direction := func(i int) complex128 {
			angle := before.Heading
			for j := range i {
				angle += b.Theta[j]
			}
			return complex(math.Cos(angle), math.Sin(angle))
		}
		dot := func(a, b complex128) float64 { return real(a)*real(b) + imag(a)*imag(b) }
		radius := Thickness()
		resist := func(i int, v complex128) complex128 {
			along := direction(i)
			across := along * 1i
			return complex(-radius[i]*150*dot(v, along), 0)*along + complex(-radius[i]*6000*dot(v, across), 0)*across
		}

		var force, resistance complex128
		var torque, turning, size float64
		displacement := complex(b.X-before.X, b.Y-before.Y)
		for i := range Segments {
			var v, p complex128
			for j := range i {
				v += complex(rate[j]*float64(i-j)/24, 0) * direction(j+1) * 1i
				p += direction(j+1) / 24
			}
			f := resist(i, v)
			force += f
			resistance += resist(i, displacement)
			torque += real(p)*imag(f) - imag(p)*real(f)
			turning += 6000 * radius[i] * dot(p, p)
			size += math.Abs(real(f)) + math.Abs(imag(f))
		}
		balance := force*complex(tick, 0) + resistance
		if e := math.Hypot(real(balance), imag(balance)); e > 1e-11*size*tick+1e-9 {
			t.Errorf("forces off balance by %g of %g", e, size*tick)
		}
		if turn := b.Heading - before.Heading; !near(turn*turning, torque*tick, 1e-11*size*tick+1e-9) {
			t.Errorf("turning by %g against %g does not balance the torque %g", turn, turning, torque*tick)
		}
	})
}

// run lets a body undulate for the given number of steps.
func run(b *Body, steps int, mirrored bool) {
	input := new(Muscles)
	for n := range steps {
		wave(n, input)
		if mirrored {
			for i := range input {
				input[i][Dorsal], input[i][Ventral] = input[i][Ventral], input[i][Dorsal]
			}
		}
		b.Step(input, tick)
	}
}

// TestUndulationMoves guards the tests below against a body that lies still.
func TestUndulationMoves(t *testing.T) {
	b := New(0, 0, 0)
	run(b, 4000, false)
	if d := math.Hypot(b.X, b.Y); d < 0.05 {
		t.Errorf("five waves moved the head by %g BL only", d)
	}
}

// TestMirroredMuscles: swapping the sides reflects the path at the heading's
// axis, to the bit: every operation is symmetric under a change of sign.
func TestMirroredMuscles(t *testing.T) {
	a, b := New(0, 0, 0), New(0, 0, 0)
	run(a, 2000, false)
	run(b, 2000, true)
	if a.X != b.X || a.Y != -b.Y || a.Heading != -b.Heading {
		t.Errorf("mirrored path ends at %v, %v, %v, the other at %v, %v, %v", b.X, b.Y, b.Heading, a.X, a.Y, a.Heading)
	}
	for j := range a.Theta {
		if a.Theta[j] != -b.Theta[j] {
			t.Errorf("joint %d: %v and %v", j, a.Theta[j], b.Theta[j])
		}
	}
}

// TestPathDoesNotDependOnPlaceOrHeading: a turned and shifted start turns and
// shifts the whole path.
func TestPathDoesNotDependOnPlaceOrHeading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t)
		a := New(0, 0, 0)
		a.Theta, a.Activation = b.Theta, b.Activation
		x, y, heading := b.X, b.Y, b.Heading
		run(a, 300, false)
		run(b, 300, false)
		sin, cos := math.Sincos(heading)
		wantX, wantY := x+cos*a.X-sin*a.Y, y+sin*a.X+cos*a.Y
		if !near(b.X, wantX, 1e-11) || !near(b.Y, wantY, 1e-11) || !near(b.Heading, heading+a.Heading, 1e-11) {
			t.Errorf("path ends at %v, %v, %v, want %v, %v, %v", b.X, b.Y, b.Heading, wantX, wantY, heading+a.Heading)
		}
		if a.Theta != b.Theta {
			t.Error("place and heading must not reach the joints")
		}
	})
}

// TestShape: neighbours are one segment length apart, a straight body lies on
// its heading's ray, and the head stays put.
func TestShape(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBody(t)
		shape := b.Shape()
		if shape[0] != b.Head() {
			t.Error("the first segment must be at the head")
		}
		for i := 1; i < Segments; i++ {
			d := math.Hypot(shape[i].X-shape[i-1].X, shape[i].Y-shape[i-1].Y)
			if !near(d, SegmentLength, 1e-13) {
				t.Errorf("link %d is %v long", i, d)
			}
		}
		b.Theta = [Joints]float64{}
		tail := b.Shape()[Segments-1]
		sin, cos := math.Sincos(b.Heading)
		if !near(tail.X, b.X+cos*23/24, 1e-13) || !near(tail.Y, b.Y+sin*23/24, 1e-13) {
			t.Errorf("tail of a straight body at %v", tail)
		}
	})
}

// TestSetHead moves the body as a whole.
func TestSetHead(t *testing.T) {
	b := New(1, 2, 3)
	b.Theta[4] = 0.3
	tail := b.Shape()[Segments-1]
	b.SetHead(Point{11, 1})
	moved := b.Shape()[Segments-1]
	if b.Head() != (Point{11, 1}) || !near(moved.X-tail.X, 10, 1e-13) || !near(moved.Y-tail.Y, -1, 1e-13) {
		t.Errorf("head %v, tail from %v to %v", b.Head(), tail, moved)
	}
}
