package worm

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

const tick = 0.001 // [s]

// drawBody returns a body in any admissible state.
func drawBody(t *rapid.T) *Body {
	b := New(
		rapid.Float64Range(-30, 30).Draw(t, "x"),
		rapid.Float64Range(-30, 30).Draw(t, "y"),
		rapid.Float64Range(-50, 50).Draw(t, "heading"),
	)
	for j := range b.Theta {
		b.Theta[j] = rapid.Float64Range(-MaxJointAngle, MaxJointAngle).Draw(t, "theta")
	}
	for i := range b.Activation {
		for side := range b.Activation[i] {
			b.Activation[i][side] = rapid.Float64Range(0, MaxInput).Draw(t, "activation")
		}
	}
	return b
}

func drawInput(t *rapid.T) *Muscles {
	m := new(Muscles)
	for i := range m {
		for side := range m[i] {
			m[i][side] = rapid.Float64Range(-2, 8).Draw(t, "input")
		}
	}
	return m
}

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

func TestRestingBodyStays(t *testing.T) {
	b := New(3, -4, 1.25)
	want := b.State
	for range 1000 {
		b.Step(new(Muscles), tick)
	}
	if b.State != want {
		t.Errorf("a relaxed, straight body moved: %+v", b.State)
	}
}

// TestActivationClosedForm: under constant input the activation after n steps
// is input·(1 - (1 - dt/tau)^n).
func TestActivationClosedForm(t *testing.T) {
	for _, c := range []struct{ input, limit float64 }{{1, 1}, {3, 3}, {9, MaxInput}, {-2, 0}} {
		b := New(0, 0, 0)
		input := new(Muscles)
		input[7][Ventral] = c.input
		for n := 1; n <= 400; n++ {
			b.Step(input, tick)
			want := c.limit * (1 - math.Pow(1-tick/MuscleTime, float64(n)))
			if got := b.Activation[7][Ventral]; !near(got, want, 1e-13) {
				t.Fatalf("input %v, step %d: activation %v, want %v", c.input, n, got, want)
			}
		}
		if b.Activation[7][Dorsal] != 0 || b.Activation[8][Ventral] != 0 {
			t.Error("the input reached another muscle")
		}
	}
}

// TestJointRelaxesGeometrically: without muscles a bent joint straightens by
// the factor 1 - 750/(6000/24²)·dt = 0.928 per step.
func TestJointRelaxesGeometrically(t *testing.T) {
	b := New(0, 0, 0)
	b.Theta[11] = 0.5
	for n := 1; n <= 100; n++ {
		b.Step(new(Muscles), tick)
		if want := 0.5 * math.Pow(0.928, float64(n)); !near(b.Theta[11], want, 1e-15) {
			t.Fatalf("step %d: theta %v, want %v", n, b.Theta[11], want)
		}
	}
}

// TestJointReachesItsTarget: full contraction of one side bends to 0.8 rad
// times the mean gain of the joint's segments, within the joint limit.
func TestJointReachesItsTarget(t *testing.T) {
	for _, joint := range []int{0, 5, 11, 17, 22} {
		b := New(0, 0, 0)
		input := new(Muscles)
		input[joint][Dorsal], input[joint+1][Dorsal] = 1, 1
		for range 3000 {
			b.Step(input, tick)
		}
		gain := 1 + 1.5*(1-(float64(joint)+0.5)/23)
		if want := min(0.8*gain, math.Pi/3); !near(b.Theta[joint], want, 1e-12) {
			t.Errorf("joint %d bends to %v, want %v", joint, b.Theta[joint], want)
		}
	}
}

func TestLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, input := drawBody(t), drawInput(t)
		for range 20 {
			b.Step(input, tick)
		}
		for j, theta := range b.Theta {
			if !(math.Abs(theta) <= math.Pi/3) {
				t.Fatalf("joint %d bent to %v", j, theta)
			}
		}
		for i, a := range b.Activation {
			for side := range a {
				if !(a[side] >= 0 && a[side] <= MaxInput) {
					t.Fatalf("activation of segment %d is %v", i, a)
				}
			}
		}
	})
}

// TestProprioceptionOfUniformBend: with every angle equal the weighted mean is
// that angle, and both sides feel the opposite.
func TestProprioceptionOfUniformBend(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := New(0, 0, 0)
		theta := rapid.Float64Range(-1, 1).Draw(t, "theta")
		for j := range b.Theta {
			b.Theta[j] = theta
		}
		segment := rapid.IntRange(0, Segments-1).Draw(t, "segment")
		want := 10 * theta
		if segment == 0 {
			want = -7.5 * theta
		}
		if got := b.Proprioception(segment, Dorsal); !near(got, want, 1e-14) {
			t.Errorf("dorsal, segment %d: %v, want %v", segment, got, want)
		}
		if got := b.Proprioception(segment, Ventral); !near(got, -want, 1e-14) {
			t.Errorf("ventral, segment %d: %v, want %v", segment, got, -want)
		}
	})
}

// TestProprioceptionReach: which joints a neuron feels, and how much.
func TestProprioceptionReach(t *testing.T) {
	felt := func(segment, joint int) float64 {
		b := New(0, 0, 0)
		b.Theta[joint] = 1
		return b.Proprioception(segment, Dorsal)
	}
	for _, c := range []struct {
		segment, joint int
		want           float64
	}{
		{0, 0, -7.5}, {0, 1, 0},
		{1, 1, -7.5}, {1, 0, 17.5},
		{2, 1, 17.5 / 1.5}, {2, 0, 17.5 / 3},
		{10, 10, -7.5}, {10, 9, 17.5 * 6 / 11}, {10, 8, 17.5 * 3 / 11}, {10, 7, 17.5 * 2 / 11}, {10, 6, 0}, {10, 11, 0},
		{22, 22, -7.5},
		{23, 22, -7.5 + 17.5*6/11}, {23, 21, 17.5 * 3 / 11}, // joint 22 is the tail's own and the one before it
	} {
		if got := felt(c.segment, c.joint); !near(got, c.want, 1e-14) {
			t.Errorf("segment %d feels joint %d as %v, want %v", c.segment, c.joint, got, c.want)
		}
	}
}

func TestThickness(t *testing.T) {
	radius := Thickness()
	largest := 0
	for i := range radius {
		if radius[i] > radius[largest] {
			largest = i
		}
	}
	// The profile peaks at i/24 = 0.4, i = 9.6.
	if largest != 10 || radius[largest] != 1 {
		t.Errorf("thickest at segment %d: %v", largest, radius[largest])
	}
	// r_0 = 0.4 + 0.6·e^-2.56 relative to r_10 = 0.4 + 0.6·e^-(1/60/0.25)².
	want := (0.4 + 0.6*math.Exp(-2.56)) / (0.4 + 0.6*math.Exp(-1.0/225))
	if !near(radius[0], want, 1e-15) {
		t.Errorf("head radius %v, want %v", radius[0], want)
	}
}

func TestStateIsEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, input := drawBody(t), drawInput(t)
		b := New(0, 0, 0)
		b.State = a.State
		for range 5 {
			a.Step(input, tick)
			b.Step(input, tick)
		}
		if a.State != b.State {
			t.Error("a copied state goes another way")
		}
	})
}

func TestStepAllocatesNothing(t *testing.T) {
	b, input := New(0, 0, 0.1), new(Muscles)
	input[3][Dorsal] = 2
	if n := testing.AllocsPerRun(100, func() { b.Step(input, tick) }); n != 0 {
		t.Errorf("%v allocations in a step", n)
	}
}

// wave is the input of a body that undulates.
func wave(t int, input *Muscles) {
	for i := range input {
		s := math.Sin(2*math.Pi*(float64(t)/800-float64(i)/Segments)) / 6
		input[i] = [2]float64{max(s, 0), max(-s, 0)}
	}
}

func BenchmarkStep(b *testing.B) {
	body, input := New(0, 0, 0), new(Muscles)
	wave(100, input)
	for b.Loop() {
		body.Step(input, tick)
	}
}
