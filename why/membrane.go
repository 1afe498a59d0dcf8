package why

import "github.com/engine-gpu/engine-gpu/snn"

// membrane is one neuron's state between two ticks [mV].
type membrane struct{ v, u float32 }

// drive is all that a neuron receives in one tick.
type drive struct {
	synaptic int32   // sum of fixed-point currents of synapses
	gaps     int32   // sum of fixed-point currents of gap junctions
	external float32 // tonic current, senses, program and sound
	noise    float32 // 0: none
	noisy    bool    // noise is added, even where it is 0
}

// neuron is the equation of one neuron (semantics section 1, steps 1 to 5).
type neuron struct {
	a, b, c, d  float32
	scale, unit float32 // of the network's fixed point
}

func newNeuron(net *snn.Network, position int32) neuron {
	return neuron{
		net.A[position], net.B[position], net.C[position], net.D[position],
		net.FixedPoint.Scale(), net.FixedPoint.Unit(),
	}
}

// exact returns a fixed-point current as a number, without rounding.
func (n *neuron) exact(current int32) float64 { return float64(current) * float64(n.unit) }

// step moves the neuron on by one tick. Peak is v before a reset: at 30 mV or
// more the neuron fired. It is the definition in cpu/integrate.go for one
// neuron: every product is rounded before it is added.
func (n *neuron) step(m membrane, in drive) (after membrane, peak float32, fired bool) {
	input := float32(float32(in.synaptic+in.gaps)*n.unit) + in.external
	if in.noisy {
		input += in.noise
	}
	v, u := m.v, m.u
	v = min(max(halfStep(v, u, input), -100), 35)
	v = halfStep(v, u, input)
	u = snn.Recovered(u + float32(n.a*(float32(n.b*v)-u)))
	if v >= threshold {
		return membrane{n.c, u + n.d}, v, true
	}
	return membrane{v, u}, v, false
}

// threshold is the v at which a neuron fires [mV].
const threshold = 30

func halfStep(v, u, input float32) float32 {
	return v + float32(0.5*(float32(float32(0.04*v)*v)+float32(5*v)+140-u+input))
}

// junction is a gap junction of the neuron.
type junction struct {
	row         int   // of the brain
	partner     int32 // position of the neuron at the other end
	conductance float32
	isSource    bool // the neuron is the junction's source
}

// current returns the fixed-point current into the neuron, given the voltages
// of before the tick (semantics section 1, step 3).
func (j *junction) current(own, partner, scale float32) int32 {
	source, target := partner, own
	if j.isSource {
		source, target = own, partner
	}
	dv := min(max(source-target, -snn.GapLimit), snn.GapLimit)
	q := snn.Quantize(float32(j.conductance*dv), scale)
	if j.isSource {
		return -q
	}
	return q
}
