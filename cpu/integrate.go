package cpu

import (
	"math/bits"

	"github.com/engine-gpu/engine-gpu/snn"
)

// integrate moves the part's neurons on by one tick and collects those that
// fire (semantics section 1, steps 1, 2, 4, 5).
//
//	I = current·unit + external [+ noise];  current = 0
//	v = clamp(v + 0.5·(0.04·v·v + 5·v + 140 - u + I), -100, 35)
//	v = v + 0.5·(0.04·v·v + 5·v + 140 - u + I)
//	u = clamp(u + a·(b·v - u), -RecoveryLimit, RecoveryLimit)
//	v >= 30: v = c, u = u + d, last_spike = tick, fired
//
// Every product is rounded before it is added: no fused multiply-add.
func (p *part) integrate(tick int32) {
	m := &p.membrane
	m.current = p.ring.slot(tick)
	done := 0
	if p.noise == nil && m.vector != nil {
		done = len(m.v) / vectorLanes * vectorLanes
		m.vector(m, done)
	}
	m.scalar(p, tick, done)
	p.fired = p.fired[:0]
	for i, mask := range m.spiked {
		for ; mask != 0; mask &= mask - 1 {
			p.fire1(tick, int32(64*i+bits.TrailingZeros64(mask)))
		}
	}
}

// fire1 resets a neuron that fired, counted from the part's first.
func (p *part) fire1(tick, i int32) {
	m, n := &p.membrane, p.lo+i
	m.v[i] = p.net.C[n]
	m.u[i] += p.net.D[n]
	p.lastSpike[n] = tick
	p.fired = append(p.fired, n)
}

// membrane is what the membrane equation works on: the part's columns.
type membrane struct {
	v, u, external []float32
	a, b           []float32
	current        []int32 // fixed-point currents of this tick
	unit           float32
	spiked         []uint64 // one bit a neuron: v reached 30

	// vector does what scalar does for the first n neurons, n a multiple of
	// vectorLanes, without noise; nil where the processor has no such
	// instructions.
	vector func(m *membrane, n int)
}

// vectorLanes is the number of neurons that vector functions take at a time.
const vectorLanes = 16

func newMembrane(p *part) membrane {
	lo, hi := p.lo, p.hi
	return membrane{
		v: p.v[lo:hi], u: p.u[lo:hi], external: p.external[lo:hi], a: p.net.A[lo:hi], b: p.net.B[lo:hi],
		unit: p.unit, spiked: make([]uint64, (hi-lo+63)/64), vector: vectorMembrane(),
	}
}

// scalar moves the neurons from first on and notes who reached the threshold.
// It is the definition of what the vector functions do.
func (m *membrane) scalar(p *part, tick int32, first int) {
	if first%64 != 0 { // only the lanes before are filled in
		m.spiked[first/64] &= 1<<(first%64) - 1
		clear(m.spiked[first/64+1:])
	} else {
		clear(m.spiked[first/64:])
	}
	for i := first; i < len(m.v); i++ {
		input := float32(float32(m.current[i])*m.unit) + m.external[i]
		m.current[i] = 0
		if n := p.lo + int32(i); p.noise != nil && p.noise[n] != 0 {
			input += float32(float32(snn.NoiseInteger(p.noiseSeed, tick, n)) * p.noise[n])
		}
		v, u := m.v[i], m.u[i]
		v = min(max(halfStep(v, u, input), -100), 35)
		v = halfStep(v, u, input)
		u = snn.Recovered(u + float32(m.a[i]*(float32(m.b[i]*v)-u)))
		if v >= 30 {
			m.spiked[i/64] |= 1 << (i % 64)
		}
		m.v[i], m.u[i] = v, u
	}
}

// halfStep is one half step of v.
func halfStep(v, u, input float32) float32 {
	return v + float32(0.5*(float32(float32(0.04*v)*v)+float32(5*v)+140-u+input))
}
