package worm

// Muscles holds one value for each muscle: by segment, head to tail, and side.
type Muscles [Segments][2]float64

// State is all that distinguishes one body from another, for checkpoints: a
// plain copy restores it.
type State struct {
	X, Y       float64         // position of the head [BL]
	Heading    float64         // direction of segment 0 [rad], not wrapped
	Theta      [Joints]float64 // joint angles: direction of segment j+1 less that of segment j [rad]
	Activation Muscles         // 0..MaxInput
}

// Body is a worm's body.
type Body struct {
	State
	profile *profile
}

// New returns a straight, relaxed body.
func New(x, y, heading float64) *Body {
	return &Body{State: State{X: x, Y: y, Heading: heading}, profile: newProfile()}
}

// Step moves the body by one step of dt [s]. The input of a muscle counts the
// spikes that reached it in this step; it is cut to 0..MaxInput.
func (b *Body) Step(input *Muscles, dt float64) {
	b.contract(input, dt)
	rate := b.bend(dt)
	b.creep(&rate, dt)
}

// contract lets the activation of every muscle follow its input.
func (b *Body) contract(input *Muscles, dt float64) {
	fraction := dt / MuscleTime
	for i := range b.Activation {
		for side := range b.Activation[i] {
			a := &b.Activation[i][side]
			*a += float64((min(max(input[i][side], 0), MaxInput) - *a) * fraction)
		}
	}
}

// bend turns every joint towards the angle that its muscles want, and returns
// the angular velocities [rad/s] before the joint limit.
func (b *Body) bend(dt float64) (rate [Joints]float64) {
	// A joint resists like a segment that swings sideways.
	const jointDrag = DragPerpendicular * (SegmentLength * SegmentLength)
	for j := range b.Theta {
		near, far := &b.Activation[j], &b.Activation[j+1]
		dorsal := contraction((near[Dorsal] + far[Dorsal]) / 2)
		ventral := contraction((near[Ventral] + far[Ventral]) / 2)
		target := float64((dorsal - ventral) * b.profile.jointGain[j] * MaxBend)
		rate[j] = JointStiffness * (target - b.Theta[j]) / jointDrag
		theta := b.Theta[j] + float64(rate[j]*dt)
		b.Theta[j] = min(max(theta, -MaxJointAngle), MaxJointAngle)
	}
	return rate
}

func contraction(activation float64) float64 { return min(ActivationGain*activation, 1) }

// Proprioception is the current that a motor neuron of the given segment
// (0..23) and side gets from the body's bending: its own joint inhibits it
// while bent to its side, the joints before it excite it, which carries a bend
// on towards the tail.
func (b *Body) Proprioception(segment int, side Side) float64 {
	sign := 1.0
	if side == Ventral {
		sign = -1
	}
	local := float64(-sign * float64(LocalProprioception*b.Theta[min(segment, Joints-1)]))
	if segment == 0 {
		return local
	}
	var sum, weights float64
	for k := 1; k <= min(AnteriorReach, segment); k++ {
		weight := 1 / float64(k)
		sum += float64(b.Theta[segment-k] * weight)
		weights += weight
	}
	return local + float64(sign*float64(AnteriorProprioception*(sum/weights)))
}
