package cpu

import "github.com/engine-gpu/engine-gpu/snn"

// integrate moves the part's neurons on by one tick and collects those that
// fire (semantics section 1, steps 1, 2, 4, 5).
//
//	I = current·unit + external [+ noise]
//	v = clamp(v + 0.5·(0.04·v·v + 5·v + 140 - u + I), -100, 35)
//	v = v + 0.5·(0.04·v·v + 5·v + 140 - u + I)
//	u = u + a·(b·v - u)
//	v >= 30: v = c, u = u + d, last_spike = tick, fired
//
// Every product is rounded before it is added: no fused multiply-add.
func (p *part) integrate(tick int32) {
	net, lo, hi := p.net, p.lo, p.hi
	current := p.ring.slot(tick)
	v, u, external := p.v[lo:hi], p.u[lo:hi], p.external[lo:hi]
	a, b, c, d := net.A[lo:hi], net.B[lo:hi], net.C[lo:hi], net.D[lo:hi]
	fired := p.fired[:0]
	for i := range current {
		input := float32(float32(current[i])*p.unit) + external[i]
		current[i] = 0
		if p.noise != nil && p.noise[int(lo)+i] != 0 {
			input += float32(float32(snn.NoiseInteger(p.noiseSeed, tick, lo+int32(i))) * p.noise[int(lo)+i])
		}
		vi, ui := v[i], u[i]
		vi += float32(0.5 * (float32(float32(0.04*vi)*vi) + float32(5*vi) + 140 - ui + input))
		vi = min(max(vi, -100), 35)
		vi += float32(0.5 * (float32(float32(0.04*vi)*vi) + float32(5*vi) + 140 - ui + input))
		ui += float32(a[i] * (float32(b[i]*vi) - ui))
		if vi >= 30 {
			vi = c[i]
			ui += d[i]
			p.lastSpike[int(lo)+i] = tick
			fired = append(fired, lo+int32(i))
		}
		v[i], u[i] = vi, ui
	}
	p.fired = fired
}
