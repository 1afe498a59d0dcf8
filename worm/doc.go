// Package worm is the body: a chain of 24 rigid segments, bent by muscles at 23
// joints, that creeps through a medium which resists sideways motion 40 times
// more than motion along the body (semantics section 5). There is no inertia: at
// every instant the drag forces of all segments add up to nothing but what
// moves the head.
//
// Lengths are body lengths [BL], times seconds [s], angles radians [rad],
// counterclockwise. The head is segment 0, and the chain runs on from it in the
// direction of the heading. The package knows neither brain nor dish.
//
// All arithmetic is float64 without fused operations and with correctly rounded
// functions, so that a path is the same bits on every machine.
package worm

// The body's constants.
const (
	Segments = 24
	Joints   = Segments - 1

	SegmentLength     = 1.0 / Segments // [BL]
	DragParallel      = 150.0          // resistance to motion along a segment [force·s/BL]
	DragPerpendicular = 6000.0         // resistance to motion across it [force·s/BL]
	JointStiffness    = 750.0          // torque per radian off the target [force·BL]

	// MaxJointAngle is a third of the float64 nearest to π [rad]. The float64
	// nearest to π/3 is one ulp above; V8 divides.
	MaxJointAngle = 0x1.0c152382d7365p0
)

// The muscles' constants.
const (
	MuscleTime     = 0.1  // time constant of activation [s]
	MaxInput       = 5.0  // largest input of a muscle in one step
	ActivationGain = 12.0 // contraction per activation; contraction ends at 1
	MaxBend        = 0.8  // target angle of a joint with one side fully contracted [rad], before the gain of its segments
	HeadExtraGain  = 1.5  // the muscles' gain falls from 1 + this at the head to 1 at the tail
)

// Proprioception: current per radian, of the joint at the segment and of the
// joints before it.
const (
	LocalProprioception    = 7.5
	AnteriorProprioception = 17.5
	AnteriorReach          = 3 // joints before the segment that are felt
)

// Side is a side of the body. Contraction of the dorsal side bends the joints
// to positive angles.
type Side uint8

// The two sides.
const (
	Dorsal Side = iota
	Ventral
)
